"""Two records that are one: side by side, then merged, in one piece of work that can be undone.

The survivor keeps its id, takes what is chosen of the other's fields and all that points to it.
The absorbed record goes where lists, search and the trash do not look; its address leads to the
survivor, and taking the merge back brings it home.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import merging_links, saving, undoing
from tracker.domain.merged import TABLES
from tracker.domain.models import Kind, Partner, Person, Undertaking, UndertakingKind
from tracker.errors import Erased, Invalid
from tracker.names.text import search_key

# Fields of which one is chosen; names not chosen become other names, and notes are joined.
_NAMES = {Kind.PARTNER: ("name_kk", "name_ru", "name_en"), Kind.PERSON: ("name",)}
_OTHERS = {Kind.PARTNER: "aliases", Kind.PERSON: "other_names"}
_FIELDS = {
    Kind.PARTNER: (
        *(*_NAMES[Kind.PARTNER], "legal_form", "bin", "sector", "tier", "stage"),
        *("city", "region", "website", "parent_id", "owner_id"),
    ),
    Kind.PERSON: (*_NAMES[Kind.PERSON], "email", "phone"),
}


class Field(NamedTuple):
    """One field of both records, as the survivor may have it; None where one says nothing."""

    name: str
    mine: Any
    theirs: Any
    proposes_theirs: bool = False  # a name, and more is known of the absorbed one: it is the better

    @property
    def differs(self) -> bool:
        return self.theirs is not None and self.mine != self.theirs

    @property
    def theirs_first(self) -> bool:
        """Whether the absorbed one's is taken unless somebody chooses."""
        return self.mine is None and self.theirs is not None


class Comparison(NamedTuple):
    """Two records side by side, and how much would follow from the absorbed to the survivor."""

    survivor: Any
    absorbed: Any
    fields: list[Field]
    moves: dict[str, int]


@guarded(Action.MERGE)
def compare(
    session: Session, kind: Kind, survivor_id: int, absorbed_id: int, *, by: User
) -> Comparison:
    """What a merge would do. Raises NotFound, also for a record in the trash, Invalid, Erased."""
    survivor, absorbed = _both(session, kind, survivor_id, absorbed_id)
    moves = merging_links.count(session, str(kind), absorbed_id)
    return Comparison(survivor, absorbed, _fields(session, kind, survivor, absorbed), moves)


@guarded(Action.MERGE)
def merge(
    session: Session,
    kind: Kind,
    survivor_id: int,
    absorbed_id: int,
    *,
    revisions: tuple[int, int],
    theirs: Collection[str] | None = None,
    by: User,
) -> Undertaking:
    """Make two records one. `theirs` are the fields to take from the absorbed one.

    Without it the survivor's are kept, and where it has none the other's taken. The revisions are
    of the survivor and the absorbed, as the reader saw them. Raises NotFound, Stale, Invalid and
    Erased.
    """
    survivor, absorbed = _both(session, kind, survivor_id, absorbed_id)
    for record, revision in zip((survivor, absorbed), revisions, strict=True):
        saving.expect(record, revision)
    fields = _fields(session, kind, survivor, absorbed)
    chosen = {
        field.name: field.theirs if _takes_theirs(field, theirs) else field.mine for field in fields
    }
    names = [_called(record, by.language) for record in (absorbed, survivor)]
    title = " → ".join(name[:200] for name in names)
    with undoing.recorded(session, UndertakingKind.MERGE, title, by=by) as work:
        # First, so that its BIN is free.
        absorbed.deleted_at, absorbed.deleted_by = clock.now(), by.id
        absorbed.merged_into_id = survivor_id
        session.flush()
        merging_links.move(session, str(kind), survivor_id, absorbed_id)
        _unite(kind, survivor, absorbed, chosen)
        # Even if no field changes: a form opened before does not know what has come along.
        survivor.updated_at = clock.now()
        session.flush()
    return work


def _both(session: Session, kind: Kind, survivor_id: int, absorbed_id: int) -> tuple[Any, Any]:
    if kind not in TABLES:
        raise Invalid("kind", "not_merged")
    if survivor_id == absorbed_id:
        raise Invalid("absorbed_id", "same_record")
    survivor, absorbed = (
        saving.found(session, TABLES[kind], number) for number in (survivor_id, absorbed_id)
    )
    for record in (survivor, absorbed):
        # Whoever is one with a nameless contact could be neither changed nor named again.
        if isinstance(record, Person) and record.erased_at is not None:
            raise Erased(f"Person {record.id}")
    return survivor, absorbed


def _fields(session: Session, kind: Kind, survivor: Any, absorbed: Any) -> list[Field]:
    better = _NAMES[kind] if _said(kind, absorbed) > _said(kind, survivor) else ()
    fields = [
        Field(name, getattr(survivor, name), getattr(absorbed, name), name in better)
        for name in _FIELDS[kind]
    ]
    return [_parents(session, each, survivor, absorbed) for each in fields]


def _said(kind: Kind, record: Any) -> int:
    """How much is known of a record: of two, the one written down in haste has the worse name."""
    fields = (*_FIELDS[kind], _OTHERS[kind], "notes")
    return sum(bool(getattr(record, name)) for name in fields)


def _parents(session: Session, field: Field, survivor: Any, absorbed: Any) -> Field:
    """Neither of the two is above what they become, nor is what stands below one of them."""
    if field.name != "parent_id":
        return field
    both = {survivor.id, absorbed.id}
    mine, theirs = (_outside(session, each.parent_id, both) for each in (survivor, absorbed))
    return Field(field.name, mine, theirs)


def _outside(session: Session, parent_id: int | None, both: set[int]) -> int | None:
    above = parent_id
    while above is not None:
        if above in both:
            return None
        above = session.scalar(select(col(Partner.parent_id)).where(col(Partner.id) == above))
    return parent_id


def _takes_theirs(field: Field, theirs: Collection[str] | None) -> bool:
    return field.differs and (field.theirs_first if theirs is None else field.name in theirs)


def _unite(kind: Kind, survivor: Any, absorbed: Any, chosen: dict[str, Any]) -> None:
    names = [getattr(each, name) for each in (survivor, absorbed) for name in _NAMES[kind]]
    others = [other for each in (survivor, absorbed) for other in getattr(each, _OTHERS[kind])]
    for name, value in chosen.items():
        setattr(survivor, name, value)
    present = {search_key(getattr(survivor, name) or "") for name in _NAMES[kind]}
    setattr(survivor, _OTHERS[kind], _unlike(present, [*others, *names]))
    survivor.notes = merging_links.joined(survivor.notes, absorbed.notes)


def _unlike(present: set[str], names: Iterable[str | None]) -> list[str]:
    """The names that are not there yet, each once, whatever the case."""
    kept: dict[str, str] = {}
    for name in names:
        if name and (key := search_key(name)) not in present:
            kept.setdefault(key, name)
    return list(kept.values())


def _called(record: Any, language: str) -> str:
    return record.name if isinstance(record, Person) else record.name(language)
