"""The journal of a piece of work: every row that the session flushes, as it was and as it became.

`undoing` opens it and reads it back. While one is open, whatever is flushed is noted here, so no
verb can forget it; a row changed several times counts once, from first to last.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    LargeBinary,
    Table,
    bindparam,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import Mapper, UOWTransaction
from sqlmodel import Session, SQLModel, col

from tracker.db import Base
from tracker.domain.batches import batched
from tracker.domain.journal_values import plain, typed
from tracker.domain.models import (
    Account,
    CalendarFeed,
    Change,
    DigestChoice,
    Door,
    DuplicateScan,
    IdFloor,
    JournalRow,
    NameFiling,
    NameTerm,
    NameWords,
    OutgoingMail,
    PressRejection,
    PressRule,
    SaveKey,
    SuggestedPair,
    TakenList,
    Undertaking,
    UnsentText,
    personal,
)

Values = dict[str, Any]
Key = tuple[str, tuple[Any, ...]]  # a table, and the primary key of one row

# What is worked out again on every save, or counts saves: neither compared nor put back.
COMPUTED = frozenset(
    {"revision", "updated_at", "search_key", "sort_key", "sort_kk", "sort_ru", "sort_en"}
    | {"text_key", "first_key", "region_code", "town_key", "met_on"}
)
# Bookkeeping: it tells what happened, and goes on telling it.
_NEVER = (
    *(Account, Change, SaveKey, Door, Undertaking, JournalRow, IdFloor),
    *(SuggestedPair, DuplicateScan, NameTerm, NameWords, NameFiling),
    *(PressRejection, PressRule, CalendarFeed, TakenList, UnsentText),
    *(DigestChoice, OutgoingMail, personal.Access, personal.Erasure, personal.PersonalRule),
)
_OPEN = "journal"
_AT_ONCE = 500


class _Row:
    """One row, noted: what it was, and the object that says what it is in the end."""

    __slots__ = ("before", "first", "last", "thing")

    def __init__(self, before: Values | None) -> None:
        self.before = before
        self.thing: Any = None
        self.first = self.last = 0


class Journal:
    """What was noted since `start`, or since it was last written down."""

    def __init__(self, undertaking_id: int) -> None:
        self.undertaking_id = undertaking_id
        self.gone: set[Key] = set()  # since `start`
        self._rows: dict[Key, _Row] = {}
        self._count = 0

    def remember(self, session: Session, thing: Any, *, goes: bool) -> None:
        """What a row was, before it is changed for the first time."""
        key = _key(thing, inspect(thing).identity)
        if key not in self._rows:
            self._rows[key] = _Row(_before(session, thing, goes=goes))

    def touch(self, thing: Any, *, came: bool) -> None:
        """A row was written, or deleted, just now."""
        key = _key(thing, inspect(thing).mapper.primary_key_from_instance(thing))
        row = self._rows.setdefault(key, _Row(None)) if came else self._rows[key]
        self._count += 1
        row.thing, row.last = thing, self._count
        row.first = row.first or self._count

    def take(self) -> "list[Noted]":
        """What was noted, in an order of which the reverse takes it back; it is noted no more.

        A row that was changed is put back before anything earlier. Those that came to be may point
        to one another: `restoring` settles which goes first.
        """
        ended = [(key, row, _after(row.thing)) for key, row in self._rows.items()]
        self._rows = {}
        self.gone.update(key for key, _, after in ended if after is None)
        ended.sort(key=lambda each: each[1].first if each[1].before is None else each[1].last)
        return [Noted(key, row.before, after) for key, row, after in ended]


class Noted(NamedTuple):
    """A row as it was and as it became; None where it was not there."""

    key: Key
    before: Values | None
    after: Values | None


def start(session: Session, work: Undertaking) -> None:
    """Note from here on whatever the session flushes. One piece of work at a time."""
    if _OPEN in session.info:
        raise RuntimeError("a piece of work is under way in this transaction")
    session.flush()
    session.info[_OPEN] = Journal(work.id or 0)


def write_down(session: Session) -> None:
    """Write down what was noted so far, which then need not be held in memory."""
    if (journal := session.info.get(_OPEN)) is not None:
        session.flush()
        _write(session, journal)


def size(session: Session, undertaking_id: int) -> int:
    """How many rows a piece of work has changed."""
    query = select(func.count()).where(col(JournalRow.undertaking_id) == undertaking_id)
    return session.connection().scalar(query) or 0


def drop(session: Session) -> None:
    """Note nothing from here on; what was not written down is forgotten."""
    session.info.pop(_OPEN, None)


def _write(session: Session, journal: Journal) -> None:
    """Past the objects, because the journal has no history of its own.

    A row that was written down before still counts once, from first to last. One that came to be
    keeps its place; one that was changed is put back before all that came since. What somebody else
    has changed between two transactions of the work stays as it was written down: so whoever takes
    the work back is told.
    """
    noted = journal.take()
    known = _written(session, journal, noted)
    new: list[Values] = []
    changed: list[Values] = []
    for key, before, after in noted:
        old = known.get(key)
        if old is not None and _is_of_others(key[0], old.after, before):
            del known[key]
            continue
        was = before if old is None else read(key[0], old.before)
        if old is not None and was is None and after is not None:
            changed.append({"number": old.id, "then": as_json(after)})
            del known[key]
        elif _differs(was, after):
            told = {"before": was and as_json(was), "after": after and as_json(after)}
            named = {"table_name": key[0], "row_key": key_text(key[1])}
            new.append({"undertaking_id": journal.undertaking_id, **named, **told})
    connection = session.connection()
    this = col(JournalRow.id) == bindparam("number")
    for statement, rows in (
        (delete(JournalRow).where(this), [{"number": old.id} for old in known.values()]),
        (update(JournalRow).where(this).values(after=bindparam("then")), changed),
        (insert(JournalRow), new),
    ):
        if rows:
            connection.execute(statement, rows)


def _written(session: Session, journal: Journal, noted: Iterable[Noted]) -> dict[Key, Any]:
    """The lines of rows that were written down before: only one that was there can be."""
    keys: dict[str, dict[str, Key]] = defaultdict(dict)
    for each in noted:
        if each.before is not None or each.key in journal.gone:
            keys[each.key[0]][key_text(each.key[1])] = each.key
    columns: list[Any] = [JournalRow.id, JournalRow.row_key]
    columns += [JournalRow.before, JournalRow.after]
    found: dict[Key, Any] = {}
    for table, texts in keys.items():
        for some in batched(texts, _AT_ONCE):
            query = select(*columns).where(
                col(JournalRow.undertaking_id) == journal.undertaking_id,
                col(JournalRow.table_name) == table,
                col(JournalRow.row_key).in_(some),
            )
            found |= {texts[row.row_key]: row for row in session.connection().execute(query)}
    return found


def _is_of_others(table: str, left: str | None, found: Values | None) -> bool:
    """Whether the work found a row otherwise than it had left it."""
    was = read(table, left)
    if was is None or found is None:
        return False
    one, other = comparable(was), comparable(found)
    return any(one[name] != other[name] for name in one.keys() & other.keys())


@event.listens_for(Session, "before_flush")
def _remember(session: Session, _context: UOWTransaction, _instances: object) -> None:
    journal = session.info.get(_OPEN)
    if journal is not None:
        for thing in _noted(session.deleted):
            journal.remember(session, thing, goes=True)
        for thing in _noted(session.dirty):
            journal.remember(session, thing, goes=False)


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: UOWTransaction) -> None:
    journal = session.info.get(_OPEN)
    if journal is None:
        return
    places = _places()
    came, went = (
        sorted(_noted(things), key=lambda thing: places[thing.__table__.name])
        for things in (session.new, session.deleted)
    )
    # Those that went first: one that comes back in the same breath is the one that stays.
    for thing in reversed(went):
        journal.touch(thing, came=False)
    for thing in came:
        journal.touch(thing, came=True)
    for thing in _noted(session.dirty):
        journal.touch(thing, came=False)


def _noted(things: Iterable[Any]) -> list[Any]:
    return [thing for thing in things if not isinstance(thing, _NEVER)]


# Rows as values, and values as JSON


def values_of(thing: Any) -> Values:
    """The columns of an object, but for the bytes of files."""
    known = thing.__dict__
    return {
        name: known[name] if name in known else getattr(thing, name)
        for name in _small_columns(_kind(thing))
    }


def comparable(values: Values) -> Values:
    """What two states of a row are compared by, as JSON has it."""
    plain: Values = json.loads(as_json(values))
    return {name: value for name, value in plain.items() if name not in COMPUTED}


def as_json(values: Any) -> str:
    return _JSON.encode(values)


def key_text(key: Iterable[Any]) -> str:
    return as_json(list(key))


def read(table: str, text: str | None) -> Values | None:
    """The columns of a row from its JSON, those that the table still has."""
    if text is None:
        return None
    columns = class_of(table).__table__.columns  # type: ignore[attr-defined]
    return {
        name: typed(columns[name].type, value)
        for name, value in json.loads(text).items()
        if name in columns
    }


def points_to(table: str, values: Values) -> list[Key]:
    """The rows that a row points to."""
    return [
        (aim, (values[column],))
        for column, aim in foreign_keys(table)
        if values.get(column) is not None
    ]


@cache
def foreign_keys(table: str) -> tuple[tuple[str, str], ...]:
    """Columns of a table that point to rows of another: name and aim."""
    keys = Base.metadata.tables[table].foreign_keys
    return tuple(sorted((key.parent.name, key.column.table.name) for key in keys))


@cache
def class_of(table: str) -> type[SQLModel]:
    """The class whose objects are the rows of a table."""
    return next(
        mapper.class_
        for mapper in Base._sa_registry.mappers
        if mapper.class_.__table__.name == table
    )


def _differs(before: Values | None, after: Values | None) -> bool:
    if before is None or after is None:
        return before is not after
    return any(before[name] != after[name] for name in after if name not in COMPUTED)


def _key(thing: Any, identity: Iterable[Any]) -> Key:
    return thing.__table__.name, tuple(identity)


def _before(session: Session, thing: Any, *, goes: bool) -> Values:
    """What the database holds of a row that is about to change."""
    state = inspect(thing)
    was: Values = {}
    kind = _kind(thing)
    for name in _columns(kind) if goes else _small_columns(kind):
        change = state.attrs[name].history
        if change.added and not change.deleted:
            return _stored(session, thing)  # it was set before it was read
        was[name] = change.deleted[0] if change.deleted else getattr(thing, name)
    return was


def _stored(session: Session, thing: Any) -> Values:
    table: Table = thing.__table__
    state = inspect(thing)
    keys = zip(table.primary_key.columns, state.identity, strict=True)
    names = _small_columns(_kind(thing))
    query = select(*(table.c[name] for name in names)).where(*(c == value for c, value in keys))
    return dict(zip(names, session.connection().execute(query).one(), strict=True))


def _after(thing: Any) -> Values | None:
    """What became of a row; None when it is gone, or never came to be."""
    state = inspect(thing)
    if state.persistent or (state.detached and not state.was_deleted):
        return values_of(thing)
    return None


def _kind(thing: Any) -> Any:
    return type(thing)


@cache
def _columns(kind: Hashable) -> tuple[str, ...]:
    mapper: Mapper[Any] = inspect(kind)
    return tuple(each.key for each in mapper.column_attrs)


@cache
def _small_columns(kind: Hashable) -> tuple[str, ...]:
    """All but the bytes of files."""
    mapper: Mapper[Any] = inspect(kind)
    large = {each.key for each in mapper.columns if isinstance(each.type, LargeBinary)}
    return tuple(name for name in _columns(kind) if name not in large)


@cache
def _places() -> dict[str, int]:
    return {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


_JSON = json.JSONEncoder(default=plain, ensure_ascii=False)
