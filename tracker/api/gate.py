"""The gate before everything: whoever is not signed in gets the sign-in page, and nothing else.

A plain ASGI layer, because websockets must pass it too. What is open to all is listed; everything
that is not listed, also what Streamlit may add one day, is closed.
"""

import logging
import re
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.api import (
    faults,
    forgery,
    headers,
    hosts,
    identity,
    logs,
    measures,
    metrics,
    pages_of_streamlit,
)
from tracker.api.limits import Limited
from tracker.door_errors import FromElsewhere
from tracker.errors import TrackerError
from tracker.i18n import speaking, t

# Nothing here depends on who asks; a calendar has its own key. Each is named to its end,
# with its methods: what our routes leave unanswered, Streamlit answers with its page.
_OPEN = re.compile(
    r"(GET|HEAD) /(sign-in(/university(/callback)?|/let-in|/code|/second-factor)?"
    r"|set-up|healthz|metrics|seriktes\.js"
    r"|forgotten|password/[A-Za-z0-9_-]{43}"
    r"|calendar/([A-Za-z0-9_-]{43}|own)\.ics"
    r"|language/[a-z]{2}|words/[a-z]{2}\.js|assets/[a-z0-9_-]+\.[a-z0-9]+)"
    r"|POST /(sign-in(/university/left|/code|/second-factor)?|sign-out|set-up"
    r"|forgotten|password/[A-Za-z0-9_-]{43})"
)
# Of these Streamlit asks nobody who they are; we have no use for them.
_ABSENT = re.compile(r"/+_stcore/(metrics|agent|script-health-check)(/.*)?")
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}

_log = logging.getLogger("tracker")


class Gate:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await pages_of_streamlit.serve(self.app, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        number = logs.request_id(connection.headers.get("x-request-id", ""))
        logs.about.set(logs.Request(number))

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                status = str(message["status"])
                measures.REQUESTS.add(route=metrics.route_of(scope), status=status)
                headers.secure(message, connection)
                message["headers"].append((b"x-request-id", number.encode()))
            await send(message)

        limited = Limited(receive, send_secured, scope)
        answer = await self._answer(scope, connection)
        if answer is None and not limited.is_announced_too_large:
            answer = await limited.run(self.app)
        elif answer is None:
            answer = _refused(scope, limited.refusal())
        if answer is not None:
            await answer(scope, receive, send_secured)

    async def _answer(self, scope: Scope, connection: HTTPConnection) -> Response | None:
        """What the gate itself answers; None lets the request in."""
        if not hosts.is_ours(connection.headers.get("host", "")):
            return _unknown_host(connection)
        if scope["method"] in _CHANGING and not hosts.is_same(connection, required=False):
            return _refused(scope, faults.refused(connection, FromElsewhere()))
        scope["headers"] = forgery.taken(identity.without(scope), connection)
        path = scope["path"]
        try:
            user = await identity.user_of(connection)
            if user is not None and _is_page(connection) and not await identity.is_at_work(user):
                user = None
        except TrackerError as refused:
            if path in ("/healthz", "/seriktes.js") or path.startswith("/assets/"):
                return None
            return faults.refused(connection, refused)
        if user is None:
            is_open = _OPEN.fullmatch(f"{scope['method']} {path}")
            return None if is_open else _sign_in_first(scope, connection)
        logs.about.set(logs.about.get()._replace(account=user.id))
        if _ABSENT.fullmatch(path):
            return _refused(scope, PlainTextResponse("Not here.", 404))
        identity.admit(scope, user)
        return None


def _refused(scope: Scope, answer: Response) -> Response:
    """No button of ours leads to what is refused here, so somebody is trying something."""
    method = scope["method"] if scope["method"] in _CHANGING else "GET"
    # What was asked for may hold a token, and is not written down.
    _log.warning("refused: %s %s: %s", method, metrics.route_of(scope), answer.status_code)
    return answer


def _sign_in_first(scope: Scope, connection: HTTPConnection) -> Response:
    if scope["method"] in ("GET", "HEAD") and _is_page(connection):
        query = scope["query_string"].decode("latin-1")
        here = quote(scope["path"], safe="/") + (f"?{query}" if query else "")
        there = "/sign-in" if here == "/" else f"/sign-in?next={quote(here, safe='')}"
        return RedirectResponse(there, 303)
    answer = PlainTextResponse("Sign in first.", 401)
    # A page whose sign-in has ended asks on for a while; it changes nothing.
    return _refused(scope, answer) if scope["method"] in _CHANGING else answer


def _is_page(connection: HTTPConnection) -> bool:
    """Whether a person opens a page, as opposed to a page that loads its parts."""
    return "text/html" in connection.headers.get("accept", "")


def _unknown_host(connection: HTTPConnection) -> Response:
    host = connection.headers.get("host", "")[:200]
    _log.warning("refused a request for the unknown host %r; see TRACKER_ALLOWED_HOSTS", host)
    with speaking(identity.language_of(connection)):
        return PlainTextResponse(t("door.unknown_host"), 421)
