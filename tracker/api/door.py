"""What the pages before the door share: how they look, and proof that a form is our own."""

import logging
import secrets
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tracker.api import headers, identity
from tracker.i18n import LANGUAGES, OWN_NAMES, speaking, t
from tracker.settings import settings

HERE = Path(__file__).parent
_log = logging.getLogger("tracker")
_FORM = "seriktes_form"


class NotOurForm(Exception):
    """The form was not made by this server for this browser, or lay open for too long."""


def page(request: Request, template: str, *, status: int = 200, **values: object) -> Response:
    """A page from `templates/`, in the reader's language, with a token for its form."""
    language = identity.language_of(request, getattr(request.state, "user", None))
    token = request.cookies.get(_cookie(request)) or secrets.token_urlsafe(24)
    with speaking(language):
        text = (
            _templates()
            .get_template(template)
            .render(
                values,
                token=token,
                language=language,
                university=settings().university(language),
                languages=[(code, OWN_NAMES[code]) for code in LANGUAGES],
                here=quote(_here(request), safe=""),
            )
        )
    response = HTMLResponse(
        text,
        status,
        headers={"content-security-policy": headers.DOOR, "vary": "cookie, accept-language"},
    )
    response.set_cookie(
        _cookie(request),
        token,
        httponly=True,
        samesite="strict",
        secure=identity.is_secure(request),
    )
    return response


async def typed(request: Request) -> Mapping[str, str]:
    """The fields of a form of ours. Raises NotOurForm."""
    async with request.form(max_files=0, max_fields=20) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    given, kept = fields.pop("token", ""), request.cookies.get(_cookie(request), "")
    if not kept or not secrets.compare_digest(given.encode(), kept.encode()):
        _log.warning("refused: a form that was not made for this browser")
        raise NotOurForm
    return fields


def inside(address: str) -> str:
    """An address to go to after the door, if it is one of ours; else the first page."""
    kept = own(address)
    path = urlsplit(kept).path
    is_door = path in ("/sign-in", "/sign-out", "/set-up") or path.startswith("/sign-in/")
    return "/" if is_door else kept


def own(address: str) -> str:
    """An address, if it stays on this server; else the first page."""
    is_path = address.startswith("/") and not address.startswith("//") and "\\" not in address
    if not address.isprintable() or not is_path:
        return "/"
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc else address


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(t=t, asset=asset)
    return made


@cache
def asset(name: str) -> str:
    """The address of a file in `static/`; another one when the file has changed."""
    content: Any = (HERE / "static" / name).read_bytes()
    return f"/assets/{name}?v={sha256(content).hexdigest()[:12]}"


def _here(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _cookie(request: Request) -> str:
    return f"__Host-{_FORM}" if identity.is_secure(request) else _FORM
