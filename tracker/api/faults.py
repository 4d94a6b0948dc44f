"""What a person sees when something fails: a sentence, and a number that the log knows too."""

import logging
import traceback
from uuid import uuid4

import streamlit as st
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response

from tracker.access import User
from tracker.api import headers, identity
from tracker.door_errors import FromElsewhere
from tracker.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    SignedOut,
    TooManyLines,
    TooManyRows,
    TrackerError,
)
from tracker.i18n import sentence, speaking, t
from tracker.i18n.plain import plain
from tracker.settings import ROOT

_log = logging.getLogger("tracker")
_OURS = str(ROOT / "tracker")
_TAKING = ("deserialize", "unpack_widget_state_value")
_STATUS: tuple[tuple[type[TrackerError], int], ...] = (
    (SignedOut, 401),
    (NotAllowed, 403),
    (FromElsewhere, 403),
    (NotFound, 404),
    (Invalid, 400),
    (TooManyLines, 413),
    (TooManyRows, 413),
)


def refused(connection: HTTPConnection, reason: TrackerError) -> Response:
    """A rule, or the database, said no outside of any page."""
    _log.info("refused: %s", reason.code)
    status = next((code for kind, code in _STATUS if isinstance(reason, kind)), 503)
    with speaking(_language(connection)):
        return _plain(sentence(reason), status)


async def of_a_rule(request: Request, reason: Exception) -> Response:
    """For the server: a refusal that no route turned into a page."""
    assert isinstance(reason, TrackerError)
    return refused(request, reason)


async def of_ours(request: Request, fault: Exception) -> Response:
    """For the server: a fault of ours in a route."""
    with speaking(_language(request)):
        return _plain(t("error.fault", number=_noted(fault)), 500)


def of_a_script(fault: Exception) -> bool:
    """For Streamlit: what broke in a page or its frame, or was refused there and not said.

    True: it has been shown.
    """
    if isinstance(fault, TrackerError):
        _log.warning("refused, and no page says so: %s", fault.code)
        said = plain(sentence(fault))
    else:
        said = t("error.fault", number=_noted(fault))
    st.error(said, icon=":material/error:")
    return True


def _noted(fault: Exception) -> str:
    number = uuid4().hex[:8]
    if _is_of_a_value(fault):
        _log.warning("fault %s: a field was sent what it cannot hold: %s", number, fault)
    else:
        _log.error("fault %s", number, exc_info=fault)
    return number


def _is_of_a_value(fault: Exception) -> bool:
    """Whether Streamlit broke on taking what was sent for a field. No page of ours sends such."""
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        if frame.filename.startswith(_OURS):
            break
        if frame.name.startswith(_TAKING):
            return True
    return False


def _language(connection: HTTPConnection) -> str:
    user = connection.scope.get("state", {}).get("user")
    return identity.language_of(connection, user if isinstance(user, User) else None)


def _plain(said: str, status: int) -> Response:
    # Outside of the gate nobody else adds these.
    safe = {"content-security-policy": headers.DOOR, "x-content-type-options": "nosniff"}
    return PlainTextResponse(said, status, headers={**safe, "cache-control": "no-store"})
