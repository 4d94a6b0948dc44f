"""What can be asked and done about units: the university's own faculties, departments, centres."""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import linking, lists, saving, unchanged
from tracker.domain.models import FollowUp, Kind, Unit, UnitDraft, UnitKind
from tracker.domain.models.records import is_above, name_in


class UnitRow(NamedTuple):
    """One line of the list of units."""

    id: int
    name: str
    kind: UnitKind
    parent: str | None
    head: str | None
    open_follow_ups: int


class Sort(StrEnum):
    """The orders a person may choose; each is one column of the list."""

    NAME = "name"
    KIND = "kind"
    PARENT = "parent"
    OPEN = "open_follow_ups"


class UnitFilter(NamedTuple):
    """What narrows the list; every field is optional."""

    text: str = ""
    kind: UnitKind | None = None
    parent_id: int | None = None


@guarded(Action.READ)
def search(
    session: Session,
    wanted: UnitFilter = UnitFilter(),
    *,
    by: User,
    sort: Sort = Sort.NAME,
    descending: bool = False,
    page: int = 1,
) -> lists.Page[UnitRow]:
    """One page of the units that fit, named in the reader's language."""
    return lists.paged(session, fitting(wanted, by.language, sort, descending), UnitRow, page=page)


def fitting(wanted: UnitFilter, language: str, sort: Sort, descending: bool) -> "Select[Any]":
    """The units that fit, in order, by id first: what a list shows and a file of it holds."""
    query = _rows(language).where(*lists.matching(col(Unit.search_key), wanted.text))
    if wanted.kind is not None:
        query = query.where(col(Unit.kind) == wanted.kind)
    if wanted.parent_id is not None:
        query = query.where(col(Unit.parent_id) == wanted.parent_id)
    return query.order_by(*_order(sort, descending, language))


@guarded(Action.READ)
def get(session: Session, unit_id: int, *, by: User) -> Unit:
    """Raises NotFound, also for a unit in the trash."""
    return saving.found(session, Unit, unit_id)


@guarded(Action.EDIT)
def create(session: Session, draft: UnitDraft, *, by: User, key: str | None = None) -> Unit:
    """The same `key` twice stores one unit and returns it. Raises Invalid for parent and head."""
    known = saving.claim(session, key, Kind.UNIT, by=by)
    if known is not None:
        return saving.found(session, Unit, known)
    _check_parent(session, draft)
    _check_head(session, draft)
    unit = Unit.model_validate(draft.model_dump())
    session.add(unit)
    session.flush()
    saving.settle(session, key, unit.id)
    return unit


@guarded(Action.EDIT)
def update(session: Session, unit_id: int, draft: UnitDraft, *, revision: int, by: User) -> Unit:
    """Raises Stale; Invalid for a parent that is not there or is a part of this unit, and for a
    head who may not sign in."""
    unit = saving.found(session, Unit, unit_id)
    saving.expect(unit, revision)
    if draft.parent_id != unit.parent_id:
        _check_parent(session, draft)
        linking.refuse_circle(session, Unit, unit_id, draft.parent_id)
    if draft.head_id != unit.head_id:
        _check_head(session, draft)
    unit.sqlmodel_update(draft.model_dump())
    session.flush()
    return unit


@guarded(Action.READ)
def choices(session: Session, *, by: User) -> list[tuple[int, str]]:
    """Ids and names to pick from, in alphabetical order; kept, and so not to be changed."""
    key = "units.choices", by.language
    return unchanged.of_kinds(session, [Kind.UNIT], key, lambda: _choices(session, by.language))


def _choices(session: Session, language: str) -> list[tuple[int, str]]:
    query = (
        select(col(Unit.id), name_in(Unit, language))
        .where(col(Unit.deleted_at).is_(None))
        .order_by(col(getattr(Unit, f"sort_{language}")), col(Unit.id))
        .limit(lists.CHOICES)
    )
    return [(number, label) for number, label in session.execute(query)]


def _rows(language: str) -> "Select[Any]":
    parent = aliased(Unit)
    still_open = (
        select(func.count())
        .where(
            col(FollowUp.unit_id) == col(Unit.id),
            col(FollowUp.closed_at).is_(None),
            col(FollowUp.deleted_at).is_(None),
        )
        .correlate(Unit)
        .scalar_subquery()
    )
    return (
        select(
            col(Unit.id),
            name_in(Unit, language),
            col(Unit.kind),
            func.nullif(name_in(parent, language), "").label("parent"),
            col(Unit.head),
            still_open.label("open_follow_ups"),
        )
        .outerjoin(parent, is_above(parent, Unit))
        .where(col(Unit.deleted_at).is_(None))
    )


def _order(sort: Sort, descending: bool, language: str) -> list[Any]:
    name = col(getattr(Unit, f"sort_{language}"))
    columns = {
        Sort.NAME: name,
        Sort.KIND: col(Unit.kind),
        Sort.PARENT: literal_column("parent"),
        Sort.OPEN: literal_column("open_follow_ups"),
    }
    chosen = columns[sort]
    first = chosen.desc().nulls_last() if descending else chosen.asc().nulls_last()
    return [first, name, col(Unit.id)]


def _check_parent(session: Session, draft: UnitDraft) -> None:
    if draft.parent_id is not None:
        linking.records(session, Unit, [draft.parent_id], "parent_id")


def _check_head(session: Session, draft: UnitDraft) -> None:
    if draft.head_id is not None:
        linking.colleagues(session, [draft.head_id], "head_id")
