"""What stands in a calendar: one's own open follow-ups on the day they are due, and events."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.follow_ups.listing import still_open
from tracker.domain.models import Event, FollowUp, FollowUpKind, FollowUpStatus, Partner
from tracker.domain.models.records import name_in
from tracker.errors import NotFound

MOST = 1_000  # of each; a calendar program loads all of it again every time
PAST = timedelta(days=180)  # of events that are over


class FollowUpDate(NamedTuple):
    """A follow-up and its day."""

    id: int
    kind: FollowUpKind
    subject: str | None
    partner: str
    due_on: date
    status: FollowUpStatus
    quote: str | None
    revision: int
    updated_at: datetime


class EventDate(NamedTuple):
    """An event, from its first day to its last; `starts_at` is the university's time."""

    id: int
    name: str
    starts_on: date
    ends_on: date | None
    starts_at: time | None
    place: str | None
    description: str | None
    revision: int
    updated_at: datetime


@guarded(Action.READ)
def due(session: Session, *, by: User) -> list[FollowUpDate]:
    """The reader's own open follow-ups that have a day, the earliest first."""
    query = _follow_ups(by.language).where(still_open(), col(FollowUp.owner_id) == by.id)
    query = query.order_by(col(FollowUp.due_on), col(FollowUp.id)).limit(MOST)
    return [FollowUpDate(*row) for row in session.execute(query)]


@guarded(Action.READ)
def happening(session: Session, *, by: User, today: date) -> list[EventDate]:
    """Events of the last half year and all that are to come, the latest first."""
    last_day = func.coalesce(col(Event.ends_on), col(Event.starts_on))
    query = _events(by.language).where(last_day >= today - PAST)
    query = query.order_by(col(Event.starts_on).desc(), col(Event.id)).limit(MOST)
    return [EventDate(*row) for row in session.execute(query)]


@guarded(Action.READ)
def follow_up(session: Session, follow_up_id: int, *, by: User) -> FollowUpDate:
    """One of anybody's, closed ones too. Raises NotFound, also where it has no day."""
    query = _follow_ups(by.language).where(col(FollowUp.id) == follow_up_id)
    if (row := session.execute(query).one_or_none()) is None:
        raise NotFound(f"FollowUp {follow_up_id} with a day")
    return FollowUpDate(*row)


@guarded(Action.READ)
def event(session: Session, event_id: int, *, by: User) -> EventDate:
    """Raises NotFound."""
    row = session.execute(_events(by.language).where(col(Event.id) == event_id)).one_or_none()
    if row is None:
        raise NotFound(f"Event {event_id}")
    return EventDate(*row)


def _follow_ups(language: str) -> "Select[Any]":
    return (
        select(
            col(FollowUp.id),
            col(FollowUp.kind),
            col(FollowUp.subject),
            name_in(Partner, language),
            col(FollowUp.due_on),
            col(FollowUp.status),
            col(FollowUp.quote),
            col(FollowUp.revision),
        )
        .add_columns(col(FollowUp.updated_at))
        .join(Partner, col(Partner.id) == col(FollowUp.partner_id))
        .where(col(FollowUp.due_on).is_not(None), col(FollowUp.deleted_at).is_(None))
    )


def _events(language: str) -> "Select[Any]":
    return (
        select(
            col(Event.id),
            name_in(Event, language),
            col(Event.starts_on),
            col(Event.ends_on),
            col(Event.starts_at),
            col(Event.place),
            col(Event.description),
            col(Event.revision),
        )
        .add_columns(col(Event.updated_at))
        .where(col(Event.deleted_at).is_(None))
    )
