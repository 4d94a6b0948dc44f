"""What stands on the days of the calendar on the screen: follow-ups that fit, and events."""

from datetime import date, time
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, programme, tags
from tracker.domain.follow_ups.listing import FollowUpFilter, FollowUpRow, conditions, cut, rows
from tracker.domain.models import (
    Event,
    EventKind,
    EventTag,
    FollowUp,
    Participation,
    Priority,
)
from tracker.domain.models.records import name_in

MOST_EVENTS = 200  # of one span: a month has a few


class Due(NamedTuple):
    """What is due on one day: the first of them, and how many fit."""

    rows: list[FollowUpRow]
    total: int


class Happening(NamedTuple):
    """An event that touches the span; `starts_at` is the university's time."""

    id: int
    name: str
    kind: EventKind
    starts_on: date
    ends_on: date | None
    starts_at: time | None
    place: str | None


@guarded(Action.READ)
def due_by_day(
    session: Session,
    wanted: FollowUpFilter,
    first: date,
    last: date,
    *,
    by: User,
    most: int,
) -> dict[date, Due]:
    """The days of a span on which something is due: open ones before closed, important first."""
    due_on = col(FollowUp.due_on)
    fits = (col(FollowUp.deleted_at).is_(None), *conditions(wanted), due_on.between(first, last))
    place = func.row_number().over(partition_by=due_on, order_by=_order()).label("place")
    total = func.count().over(partition_by=due_on).label("total")
    numbered = select(col(FollowUp.id).label("id"), place, total).where(*fits).subquery()
    query = (
        rows(by.language, clock.today())
        .add_columns(numbered.c.total)
        .join(numbered, numbered.c.id == col(FollowUp.id))
        .where(numbered.c.place <= most)
        .order_by(due_on, *_order())
    )
    days: dict[date, Due] = {}
    for *values, total_of_day in session.execute(query):
        row = cut(FollowUpRow(*values))
        assert row.due_on is not None
        days.setdefault(row.due_on, Due([], total_of_day)).rows.append(row)
    return days


@guarded(Action.READ)
def happening_between(
    session: Session, wanted: FollowUpFilter, first: date, last: date, *, by: User
) -> list[Happening]:
    """The events that touch a span, by their beginning.

    Of the filter that counts which an event can fit: words, a partner, a tag, the event with its
    programme.
    """
    ends_on = func.coalesce(col(Event.ends_on), col(Event.starts_on))
    columns: list[Any] = [
        col(Event.id),
        name_in(Event, by.language),
        col(Event.kind),
        col(Event.starts_on),
        col(Event.ends_on),
        col(Event.starts_at),
        col(Event.place),
    ]
    query = select(*columns).where(
        col(Event.deleted_at).is_(None),
        col(Event.starts_on) <= last,
        ends_on >= first,
        *lists.matching(col(Event.search_key), wanted.text),
        *_narrowed(wanted),
    )
    in_order = query.order_by(col(Event.starts_on), col(Event.starts_at), col(Event.id))
    return [Happening(*row) for row in session.execute(in_order.limit(MOST_EVENTS))]


def _narrowed(wanted: FollowUpFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.event_id is not None:
        found.append(col(Event.id).in_(programme.ids(wanted.event_id)))
    if wanted.partner_id is not None:
        theirs = select(col(Participation.event_id)).where(
            col(Participation.partner_id) == wanted.partner_id
        )
        found.append(col(Event.id).in_(theirs))
    if wanted.tag:
        found.append(col(Event.id).in_(tags.tagged(EventTag, wanted.tag)))
    return found


def _order() -> list[Any]:
    closed = case((col(FollowUp.closed_at).is_(None), 0), else_=1)
    places = {priority.value: place for place, priority in enumerate(Priority)}
    return [closed, case(places, value=col(FollowUp.priority), else_=len(places)), col(FollowUp.id)]
