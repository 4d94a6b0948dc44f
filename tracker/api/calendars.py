"""Calendars: a colleague's own, at a private address, and single entries to take along."""

from datetime import date

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tracker import clock, db
from tracker.access import User
from tracker.api import faults
from tracker.api.downloads import base_of, number_in, saved_as, user_of
from tracker.domain import calendars
from tracker.errors import TrackerError
from tracker.export import calendar
from tracker.i18n import speaking, t


def feed(request: Request) -> Response:
    """What is due for whoever the address belongs to, and the events. It needs no sign-in."""
    try:
        with db.transaction() as session:
            owner = calendars.owner(session, request.path_params["token"])
        if owner is None:
            return PlainTextResponse("No such calendar.", 404)
        return _whole(request, owner, clock.today())
    except TrackerError as refused:
        return faults.refused(request, refused)


def one_follow_up(request: Request) -> Response:
    """A follow-up on the day it is due."""
    try:
        user = user_of(request)
        with db.reading() as session:
            found = calendars.follow_up(session, number_in(request), by=user)
        return _one(request, found, user)
    except TrackerError as refused:
        return faults.refused(request, refused)


def one_event(request: Request) -> Response:
    try:
        user = user_of(request)
        with db.reading() as session:
            found = calendars.event(session, number_in(request), by=user)
        return _one(request, found, user)
    except TrackerError as refused:
        return faults.refused(request, refused)


routes = [
    Route("/calendar/{token}.ics", feed),
    Route("/download/follow-up/{number:int}.ics", one_follow_up),
    Route("/download/event/{number:int}.ics", one_event),
]


def _whole(request: Request, owner: User, today: date) -> Response:
    with db.reading() as session:
        due = calendars.due(session, by=owner)
        events = calendars.happening(session, by=owner, today=today)
    with speaking(owner.language):
        name = f"{t('app.name')} – {owner.name}"
        content = calendar.write([*due, *events], base=base_of(request), name=name)
    return Response(
        content, media_type=calendar.MEDIA_TYPE, headers={"Cache-Control": "private, no-store"}
    )


def _one(
    request: Request, found: calendars.FollowUpDate | calendars.EventDate, user: User
) -> Response:
    with speaking(user.language):
        content = calendar.write([found], base=base_of(request))
        name = f"{t('app.name')} {found.id}.ics"
    return Response(content, media_type=calendar.MEDIA_TYPE, headers=saved_as(name))
