"""All that is held about one person, for the person to be told: whatever the law lets them ask.

Sections of rows, each a field and what it says; what is worked out from others is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import access_log, encounters, history, merged, people, saving
from tracker.domain.erasing import preview as traced
from tracker.domain.models import DataBasis, Kind, Person, PersonalContact

_MOST = 100_000  # of anything: nobody has as many

Row = list[tuple[str, Any]]  # fields, each with what it says


class About(StrEnum):
    """What a section is about; its words are `held.<heading>` of the catalogue."""

    PERSON = "person"
    CONTACTS = "contacts"
    BASIS = "basis"
    POSITIONS = "positions"
    INTERACTIONS = "interactions"
    EVENTS = "events"
    FOLLOW_UPS = "follow_ups"
    NEWS = "news"
    TEXTS = "texts"
    FILES = "files"
    HISTORY = "history"
    SEEN = "seen"


class Section(NamedTuple):
    """Rows under a heading."""

    heading: About
    rows: list[Row]


@guarded(Action.ERASE)
def about(session: Session, person_id: int, *, by: User) -> tuple[str, list[Section]]:
    """The name, and everything. Raises NotFound, also for a person in the trash."""
    person = saving.found(session, Person, person_id)
    ids = merged.ids_of(session, Kind.PERSON, person_id)
    trace = traced(session, person_id, by=by, most=_MOST)
    found: dict[About, Iterable[Row]] = {
        About.PERSON: _own(
            session, Person, col(Person.id).in_(ids), Person.silent | {"deleted_at"}
        ),
        About.CONTACTS: _own(session, PersonalContact, col(PersonalContact.person_id).in_(ids)),
        About.BASIS: _own(session, DataBasis, col(DataBasis.person_id).in_(ids)),
        About.POSITIONS: _rows(people.positions(session, person_id, by=by)),
        About.INTERACTIONS: _rows(encounters.interactions(session, person_id, by=by, limit=_MOST)),
        About.EVENTS: _rows(encounters.events(session, person_id, by=by, limit=_MOST)),
        About.FOLLOW_UPS: _rows(encounters.follow_ups(session, person_id, by=by, limit=_MOST)),
        About.NEWS: _rows(encounters.news(session, person_id, by=by, limit=_MOST)),
        About.TEXTS: _rows(trace.passages),
        About.FILES: ([("name", name)] for _, name in trace.files),
        About.HISTORY: _history(session, person_id, by),
        About.SEEN: _rows(access_log.of_person(session, ids)),
    }
    return person.name, [Section(heading, list(rows)) for heading, rows in found.items()]


def _own(
    session: Session, kind: Any, fits: Any, silent: frozenset[str] = frozenset({"revision"})
) -> Iterator[Row]:
    for record in session.scalars(select(kind).where(fits)):
        yield [
            (name, value)
            for name, value in record.model_dump().items()
            if name not in silent and value not in (None, "", [])
        ]


def _rows(found: Sequence[Any]) -> Iterator[Row]:
    for row in found:
        yield [(name, value) for name, value in row._asdict().items() if value not in (None, "")]


def _history(session: Session, person_id: int, by: User) -> Iterator[Row]:
    page = pages = 1
    while page <= pages:
        found = history.of(session, Kind.PERSON, person_id, by=by, page=page)
        for row in found.rows:
            old, new = (each.text if each else None for each in (row.old, row.new))
            yield [
                ("at", row.at),
                ("who", row.who),
                ("field", row.field),
                ("old", old),
                ("new", new),
            ]
        page, pages = page + 1, found.pages
