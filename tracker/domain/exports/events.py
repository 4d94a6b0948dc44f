"""Every event that fits, for a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import events
from tracker.domain.events import EventFilter
from tracker.domain.exports.reading import gathered, in_chunks, tags
from tracker.domain.lists import ByDay
from tracker.domain.models import (
    Attendance,
    Event,
    EventKind,
    EventPerson,
    EventTag,
    Participation,
    Partner,
    Person,
)
from tracker.domain.models.records import is_above, name_in


class EventExport(NamedTuple):
    """One event with everything a file of them shows."""

    id: int
    name_kk: str | None
    name_ru: str | None
    name_en: str | None
    kind: EventKind
    starts_on: date
    ends_on: date | None
    starts_at: time | None
    place: str | None
    description: str | None
    parent_id: int | None
    parent: str | None
    created_at: datetime
    updated_at: datetime
    partners: tuple[str, ...]
    came: tuple[str, ...]  # those of them
    absent: tuple[str, ...]
    people: tuple[str, ...]  # from them
    tags: tuple[str, ...]


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: EventFilter = EventFilter(),
    *,
    by: User,
    sort: ByDay = ByDay.DAY,
    descending: bool = True,
) -> Iterator[EventExport]:
    """Every event that fits, in order."""

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, EventExport]]:
        partners, came, absent = (
            gathered(session, _partners(ids, by.language, said))
            for said in (None, Attendance.CAME, Attendance.ABSENT)
        )
        people = gathered(session, _people(ids))
        tagged = tags(session, EventTag, ids)
        for row in session.execute(_columns(by.language).where(col(Event.id).in_(ids))):
            yield (
                row[0],
                EventExport._make(
                    [*row, *(each[row[0]] for each in (partners, came, absent, people, tagged))]
                ),
            )

    return in_chunks(session, events.fitting(wanted, oldest_first=not descending), rows)


def _columns(language: str) -> Any:
    parent = aliased(Event)
    own = ["id", "name_kk", "name_ru", "name_en", "kind", "starts_on", "ends_on", "starts_at"]
    own += ["place", "description", "parent_id"]
    return select(
        *(col(getattr(Event, name)) for name in own),
        func.nullif(name_in(parent, language), ""),
        col(Event.created_at),
        col(Event.updated_at),
    ).outerjoin(parent, is_above(parent, Event))


def _partners(ids: Sequence[int], language: str, came: Attendance | None) -> Any:
    """Each partner once, whatever its roles; who came in one of them is not absent."""
    order = col(getattr(Partner, f"sort_{language}")), col(Partner.id)
    said = func.max(case((col(Participation.came) == Attendance.CAME, 2), else_=1))
    query = (
        select(col(Participation.event_id), name_in(Partner, language))
        .join(Partner, col(Partner.id) == col(Participation.partner_id))
        .where(col(Participation.event_id).in_(ids), col(Partner.deleted_at).is_(None))
        .group_by(col(Participation.event_id), col(Partner.id))
        .order_by(*order)
    )
    if came is None:
        return query
    told = query.where(col(Participation.came).is_not(None))
    return told.having(said == (2 if came is Attendance.CAME else 1))


def _people(ids: Sequence[int]) -> Any:
    return (
        select(col(EventPerson.event_id), col(Person.name))
        .join(Person, col(Person.id) == col(EventPerson.person_id))
        .where(col(EventPerson.event_id).in_(ids), col(Person.deleted_at).is_(None))
        .order_by(col(Person.sort_key), col(Person.id))
    )
