"""What can be asked and done about people at partners, and the positions they hold there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import drafts, finding, linking, lists, retention, saving
from tracker.domain.models import (
    Interaction,
    InteractionPerson,
    Kind,
    Partner,
    Person,
    PersonDraft,
    Position,
    PositionDraft,
    Upkeep,
)
from tracker.domain.models.records import name_in
from tracker.errors import Erased, NotFound, Stale


class PersonRow(NamedTuple):
    """One line of the list of people."""

    id: int
    name: str
    positions: str  # the present ones: "Director, EMC; Adviser, Semey Engineering"
    partner_ids: tuple[int, ...]
    email: str | None
    phone: str | None
    last_contact: date | None


class Sort(StrEnum):
    """The orders a person may choose; each is one column of the list."""

    NAME = "name"
    LAST_CONTACT = "last_contact"


class PersonFilter(NamedTuple):
    """What narrows the list. `partner_id`: those who are at the partner now."""

    text: str = ""
    partner_id: int | None = None
    likely: tuple[int, ...] = ()  # whom the text may mean; see `meant`
    upkeep: Upkeep | None = None  # what is amiss with the keeping of their data
    cutoff: date | None = None  # before which contacts are old; see `meant`


class PositionRow(NamedTuple):
    """One position of one person."""

    id: int
    partner_id: int
    partner: str
    title: str
    since: date | None
    until: date | None
    is_current: bool


@guarded(Action.READ)
def search(
    session: Session,
    wanted: PersonFilter = PersonFilter(),
    *,
    by: User,
    sort: Sort = Sort.NAME,
    descending: bool = False,
    page: int = 1,
) -> lists.Page[PersonRow]:
    """One page of the people that fit."""
    wanted = meant(session, wanted, by=by)
    query = _lines().order_by(*_order(wanted, sort, descending))
    ids = fitting(wanted, sort, descending)
    at_once = bool(wanted.text)
    found = lists.paged(session, query, _Line, page=page, ids=ids, at_once=at_once)
    holding = _positions(session, [line.id for line in found.rows], by.language)
    rows = [_row(line, holding[line.id]) for line in found.rows]
    return lists.Page(rows, found.total, found.number)


@guarded(Action.READ)
def meant(session: Session, wanted: PersonFilter, *, by: User) -> PersonFilter:
    """The filter with those whom its text may mean, however they are spelled."""
    likely = finding.likely_ids(session, Kind.PERSON, wanted.text, by=by)
    since = retention.cutoff(retention.held(session)) if wanted.upkeep else None
    return wanted._replace(likely=likely, cutoff=since)


def fitting(wanted: PersonFilter, sort: Sort, descending: bool) -> "Select[Any]":
    """The ids of the people that fit, in order: what a list shows and a file of it holds."""
    ids = select(col(Person.id)).where(
        col(Person.deleted_at).is_(None),
        *lists.meant(col(Person.id), col(Person.search_key), wanted.text, wanted.likely),
    )
    if wanted.partner_id is not None:
        ids = ids.where(works_at([wanted.partner_id]))
    if wanted.upkeep is not None and wanted.cutoff is not None:
        ids = ids.where(retention.amiss(wanted.upkeep, wanted.cutoff))
    return ids.order_by(*_order(wanted, sort, descending))


@guarded(Action.READ)
def get(session: Session, person_id: int, *, by: User) -> Person:
    """Raises NotFound, also for a person in the trash."""
    return saving.found(session, Person, person_id)


@guarded(Action.READ)
def positions(session: Session, person_id: int, *, by: User) -> list[PositionRow]:
    """What somebody is and was at partners, the present and the latest first."""
    return _positions(session, [person_id], by.language)[person_id]


@guarded(Action.EDIT)
def create(
    session: Session,
    draft: PersonDraft,
    *,
    by: User,
    positions: Sequence[PositionDraft] = (),
    key: str | None = None,
) -> Person:
    """The same `key` twice stores one person and returns it. Raises Invalid for a partner that
    is not there."""
    known = saving.claim(session, key, Kind.PERSON, by=by)
    if known is not None:
        return saving.found(session, Person, known)
    linking.records(session, Partner, [each.partner_id for each in positions], "partner_id")
    person = Person.model_validate(draft.model_dump())
    session.add(person)
    session.flush()
    for each in positions:
        session.add(Position(person_id=saving.id_of(person), **each.model_dump()))
    session.flush()
    saving.settle(session, key, person.id)
    return person


@guarded(Action.EDIT)
def update(
    session: Session, person_id: int, draft: PersonDraft, *, revision: int, by: User
) -> Person:
    """Raises Stale, Erased. The positions stay as they are."""
    person = _living(session, person_id)
    saving.expect(person, revision)
    person.sqlmodel_update(draft.model_dump())
    session.flush()
    return person


@guarded(Action.EDIT)
def add_position(session: Session, person_id: int, draft: PositionDraft, *, by: User) -> Position:
    """The same position twice is stored once. Raises Invalid for a partner that is not there."""
    person = _living(session, person_id)
    linking.check(session, draft)
    same = [col(getattr(Position, name)) == value for name, value in draft.model_dump().items()]
    held = session.scalar(select(Position).where(col(Position.person_id) == person.id, *same))
    if held is not None:
        return held
    position = Position(person_id=person_id, **draft.model_dump())
    session.add(position)
    session.flush()
    return position


@guarded(Action.EDIT)
def update_position(
    session: Session, position_id: int, draft: PositionDraft, *, opened: PositionDraft, by: User
) -> Position:
    """`opened` is the position as the form began with it: positions do not count their saves.

    Raises NotFound, Erased, Stale, and Invalid for a partner that is not there.
    """
    position = _position(session, position_id)
    now = _as_typed(position)
    if now not in (opened.model_dump(), draft.model_dump()):  # what was saved twice is there
        raise Stale(f"position {position_id} is not what it was", theirs=now)
    linking.check(session, draft, before=position)
    position.sqlmodel_update(draft.model_dump())
    session.flush()
    return position


@guarded(Action.EDIT)
def end_position(session: Session, position_id: int, *, until: date, by: User) -> Position:
    """Somebody left a position on that day. Raises InvalidDraft for a day before the first, and
    Erased."""
    position = _position(session, position_id)
    typed = {**_as_typed(position), "until": until}
    position.until = drafts.checked(PositionDraft, typed).until
    session.flush()
    return position


@guarded(Action.EDIT)
def remove_position(session: Session, position_id: int, *, by: User) -> None:
    """Take away a position that was recorded by mistake. One that ended is ended, not removed.

    Raises NotFound, Erased.
    """
    session.delete(_position(session, position_id))
    session.flush()


class _Line(NamedTuple):
    id: int
    name: str
    email: str | None
    phone: str | None
    last_contact: date | None


def _order(wanted: PersonFilter, sort: Sort, descending: bool) -> list[Any]:
    """As chosen; by name, whom the text is likeliest to mean comes first."""
    by_name = sort is Sort.NAME and not descending
    best = lists.likeliest_first(col(Person.id), wanted.likely) if by_name else []
    chosen = col(Person.sort_key) if sort is Sort.NAME else last_contact()
    first = chosen.desc() if descending else chosen.asc()
    # Asked for only where there are nulls: with it PostgreSQL reads no index backwards.
    first = first if sort is Sort.NAME else first.nulls_last()
    # A column named twice would keep SQLite from its index.
    named = [] if sort is Sort.NAME else [col(Person.sort_key)]
    return [*best, first, *named, col(Person.id)]


def last_contact() -> Any:
    """The column with the day on which a colleague last spoke with somebody."""
    return (
        select(func.max(col(Interaction.happened_on)))
        .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(Interaction.id))
        .where(
            col(InteractionPerson.person_id) == col(Person.id),
            col(Interaction.deleted_at).is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def _lines() -> "Select[Any]":
    columns = (col(Person.id), col(Person.name), col(Person.email), col(Person.phone))
    return select(*columns, last_contact())


def _row(line: _Line, holding: list[PositionRow]) -> PersonRow:
    present = [each for each in holding if each.is_current]
    said = "; ".join(", ".join(filter(None, (each.title, each.partner))) for each in present)
    ids = tuple(dict.fromkeys(each.partner_id for each in present))
    return PersonRow(line.id, line.name, said, ids, line.email, line.phone, line.last_contact)


def _positions(
    session: Session, person_ids: Iterable[int], language: str
) -> "defaultdict[int, list[PositionRow]]":
    query = (
        select(
            col(Position.person_id),
            col(Position.id),
            col(Position.partner_id),
            name_in(Partner, language),
            col(Position.title),
            col(Position.since),
            col(Position.until),
            current(),
        )
        .join(Partner, col(Partner.id) == col(Position.partner_id))
        .where(col(Position.person_id).in_(list(person_ids)), col(Partner.deleted_at).is_(None))
        .order_by(current().desc(), col(Position.since).desc().nulls_last(), col(Position.id))
    )
    holding: defaultdict[int, list[PositionRow]] = defaultdict(list)
    for person_id, *columns in session.execute(query):
        holding[person_id].append(PositionRow(*columns))
    return holding


def current() -> ColumnElement[bool]:
    """The condition that somebody holds a position now."""
    return or_(col(Position.until).is_(None), col(Position.until) >= clock.today())


def works_at(partner_ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition that somebody holds a position now at one of these partners; nobody does of
    whom only is known that there was somebody."""
    return (
        select(col(Position.id))
        .where(
            col(Position.person_id) == col(Person.id),
            col(Person.erased_at).is_(None),
            col(Position.partner_id).in_(partner_ids),
            current(),
        )
        .correlate(Person)
        .exists()
    )


def _living(session: Session, person_id: int) -> Person:
    person = saving.found(session, Person, person_id)
    if person.erased_at is not None:
        raise Erased(f"Person {person_id}")
    return person


def _as_typed(position: Position) -> dict[str, Any]:
    return position.model_dump(include=set(PositionDraft.model_fields))


def _position(session: Session, position_id: int) -> Position:
    """As it is now, and nobody else changes it until the transaction ends."""
    position = session.get(Position, position_id, with_for_update=True, populate_existing=True)
    if position is None:
        raise NotFound(f"position {position_id}")
    _living(session, position.person_id)
    return position
