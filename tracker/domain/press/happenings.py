"""Which known event an article tells of, and which larger one it belongs to."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import finding
from tracker.domain.models import Event, EventKind, Kind, Mention
from tracker.domain.models.records import name_in

_NEAR = timedelta(days=3)  # an article may give another day of a longer event
_FEW = 3


class Happening(NamedTuple):
    """A known event. `certain`: its name and its day both fit."""

    id: int
    name: str
    certain: bool = False


class Told(NamedTuple):
    """An event that another version of the story tells of."""

    id: int
    name: str
    kind: EventKind
    starts_on: date


@guarded(Action.READ)
def likely(session: Session, name: str, day: date, *, by: User) -> list[Happening]:
    """Events that this name may mean; those of about that day first."""
    found = finding.find(session, Kind.EVENT, name, by=by, limit=2 * _FEW)
    events = [
        (_is_near(each.record, day), each.score, each.record)
        for each in found
        if each.score >= finding.MAYBE
    ]
    events.sort(key=lambda each: (not each[0], -each[1]))
    return [
        Happening(event.id, event.name(by.language), near and score >= _SURE)
        for near, score, event in events[:_FEW]
    ]


@guarded(Action.READ)
def larger(session: Session, day: date, *, by: User) -> list[Happening]:
    """Umbrella events that cover a day, which an event of that day may be part of."""
    query = (
        select(col(Event.id), name_in(Event, by.language))
        .where(
            col(Event.deleted_at).is_(None),
            col(Event.kind) == EventKind.UMBRELLA,
            col(Event.starts_on) <= day,
            func.coalesce(col(Event.ends_on), col(Event.starts_on)) >= day,
        )
        .order_by(col(Event.starts_on).desc(), col(Event.id))
        .limit(_FEW)
    )
    return [Happening(number, name) for number, name in session.execute(query)]


@guarded(Action.READ)
def told_of(session: Session, item_ids: Sequence[int], *, by: User) -> list[Told]:
    """The events that these news items are linked with."""
    query = (
        select(col(Event.id), name_in(Event, by.language), col(Event.kind), col(Event.starts_on))
        .where(
            col(Event.deleted_at).is_(None),
            col(Event.id).in_(
                select(col(Mention.event_id)).where(col(Mention.news_item_id).in_(item_ids))
            ),
        )
        .order_by(col(Event.id))
    )
    return [Told(*row) for row in session.execute(query)] if item_ids else []


_SURE = 0.8


def _is_near(event: Event, day: date) -> bool:
    return event.starts_on - _NEAR <= day <= (event.ends_on or event.starts_on) + _NEAR
