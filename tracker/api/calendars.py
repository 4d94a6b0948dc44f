"""Calendars: a colleague's own, for whoever has its key, and single entries to take along.

What writes them is loaded when somebody asks for the first.
"""

from base64 import b64decode
from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tracker import clock, db
from tracker.access import User
from tracker.api import faults
from tracker.api.downloads import base_of, number_in, saved_as, user_of
from tracker.domain import calendars
from tracker.errors import NotFound, TrackerError
from tracker.i18n import speaking, t


def feed(request: Request) -> Response:
    """What is due for whoever the address belongs to, and the events. It needs no sign-in, so it
    holds no more than what a calendar shows at a glance."""
    try:
        with db.transaction() as session:
            owner = calendars.owner(session, request.path_params["token"])
        if owner is None:
            return PlainTextResponse("No such calendar.", 404)
        return _whole(request, owner, clock.today(), is_brief=True)
    except TrackerError as refused:
        return faults.refused(request, refused)


def own(request: Request) -> Response:
    """The same, and what else is known of it, for a program that sends name and password."""
    try:
        with db.transaction() as session:
            owner = calendars.with_password(session, *_sent(request))
        if owner is None:
            return PlainTextResponse("Sign in first.", 401, headers=_ASKED)
        return _whole(request, owner, clock.today())
    except TrackerError as refused:
        return faults.refused(request, refused)


def one(request: Request) -> Response:
    """A follow-up on the day it is due, or an event."""
    try:
        user = user_of(request)
        kind = request.path_params["kind"]
        if kind not in _DATES:
            raise NotFound(kind)
        with db.reading() as session:
            found = _DATES[kind](session, number_in(request), by=user)
        return _taken(request, found, user)
    except TrackerError as refused:
        return faults.refused(request, refused)


_DATES: dict[str, Callable[..., calendars.FollowUpDate | calendars.EventDate]] = {
    "follow-up": calendars.follow_up,
    "event": calendars.event,
}

_ASKED = {"www-authenticate": 'Basic realm="Seriktes", charset="UTF-8"'}

routes = [
    Route("/calendar/own.ics", own),
    Route("/calendar/{token}.ics", feed),
    Route("/download/{kind}/{number:int}.ics", one),
]


def _sent(request: Request) -> tuple[str, str]:
    """Name and password, as programs send them; empty where they are not."""
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, password = b64decode(sent, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return name, password


def _whole(request: Request, owner: User, today: date, *, is_brief: bool = False) -> Response:
    from tracker.export import calendar

    with db.reading() as session:
        due = calendars.due(session, by=owner)
        events = calendars.happening(session, by=owner, today=today)
    if is_brief:
        due = [each._replace(quote=None) for each in due]
        events = [each._replace(description=None) for each in events]
    with speaking(owner.language):
        name = f"{t('app.name')} – {owner.name}"
        content = calendar.write([*due, *events], base=base_of(request), name=name)
    return Response(
        content, media_type=calendar.MEDIA_TYPE, headers={"Cache-Control": "private, no-store"}
    )


def _taken(
    request: Request, found: calendars.FollowUpDate | calendars.EventDate, user: User
) -> Response:
    from tracker.export import calendar

    with speaking(user.language):
        content = calendar.write([found], base=base_of(request))
        name = f"{t('app.name')} {found.id}.ics"
    return Response(content, media_type=calendar.MEDIA_TYPE, headers=saved_as(name))
