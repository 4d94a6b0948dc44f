"""Reading a journal back: what was changed since, and putting rows back as they were.

Parts of `undoing`, which has asked who may.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import LargeBinary, Table, UniqueConstraint, select, tuple_, update
from sqlalchemy.orm import lazyload
from sqlmodel import Session, col

from tracker.db import Base, Revised
from tracker.domain import journal
from tracker.domain.batches import batched
from tracker.domain.journal import Key, Values
from tracker.domain.models import JournalRow, Link, Record
from tracker.domain.models.attachments import PLACES
from tracker.domain.recording import KIND_OF

_AT_ONCE = 500

Owner = tuple[str, int]  # the kind and id of a record
# Rows that stand in the way, and whose they are; None where nobody need be asked, and it stays.
Changes = dict[Key, Owner | None]


class Line(NamedTuple):
    """One row of a journal. Its values stay text until they are asked for: a file has thousands."""

    key: Key
    was: str | None
    became: str | None
    aims: tuple[Key, ...]  # the rows that it points to, as it became

    @property
    def table(self) -> str:
        return self.key[0]

    @property
    def is_new(self) -> bool:
        return self.was is None

    @property
    def before(self) -> Values:
        """As it was; nothing of a row that is new."""
        return journal.read(self.table, self.was) or {}

    @property
    def after(self) -> Values:
        """As it became; nothing of a row that is gone."""
        return journal.read(self.table, self.became) or {}


def lines_of(session: Session, undertaking_id: int) -> list[Line]:
    """The journal of a piece of work, the latest row first."""
    columns: list[Any] = [JournalRow.table_name, JournalRow.row_key]
    query = (
        select(*columns, col(JournalRow.before), col(JournalRow.after))
        .where(col(JournalRow.undertaking_id) == undertaking_id)
        .order_by(col(JournalRow.id))
    )
    lines = [
        Line((table, tuple(json.loads(row_key))), before, after, _aims(table, after))
        for table, row_key, before, after in session.execute(query)
    ]
    return _in_order(lines)[::-1]


def _aims(table: str, after: str | None) -> tuple[Key, ...]:
    return tuple(journal.points_to(table, json.loads(after))) if after else ()


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """Every row that came to be after those that it points to, which may have come later."""
    came = {line.key: line for line in lines if line.is_new}
    placed: dict[Key, Line] = {}
    looked_at: set[Key] = set()
    for line in lines:
        waiting = [line]
        while waiting:
            now = waiting.pop()
            is_new = now.key in came and now.key not in looked_at
            looked_at.add(now.key)
            aims = now.aims if is_new else ()
            first = [came[aim] for aim in aims if aim in came and aim not in placed]
            if first:
                waiting += [now, *first]
            else:
                placed.setdefault(now.key, now)
    return list(placed.values())


def changed_since(session: Session, lines: Sequence[Line]) -> Changes:
    """The rows that are not as the work left them, or that others have linked to since."""
    found: Changes = {}
    for table, theirs in _by_table(lines):
        for some in batched(theirs, _AT_ONCE):
            rows = _rows(session, table, [line.key[1] for line in some])
            now = {_identity(row): journal.values_of(row) for row in rows}
            for line in some:
                present = now.get(line.key[1])
                if not _same(present, line.after if line.became else None):
                    values = present or line.after or line.before
                    found[line.key] = _owner(table, values)
    changes: Changes = {line.key: found[line.key] for line in lines if line.key in found}
    return {**changes, **_linked_since(session, lines)}


def without(lines: Sequence[Line], changes: Changes) -> list[Line]:
    """The lines that can be put back while these rows stay, with all that belongs to them."""
    if not changes:
        return list(lines)
    known = {line.key: line for line in lines}
    owners = {line.key: _owner_key(line) for line in lines}
    stay = set(changes) | {(owner[0], (owner[1],)) for owner in changes.values() if owner}
    fresh = stay & known.keys()
    while fresh:
        aims = {
            aim for key in fresh for aim in known[key].aims if aim in known and known[aim].is_new
        }
        theirs = {key for key, owner in owners.items() if owner in fresh}
        fresh = (aims | theirs) - stay
        stay |= fresh
    return [line for line in lines if line.key not in stay]


def put_back(session: Session, lines: Iterable[Line]) -> dict[str, int]:
    """Put rows back; returns the highest id of those taken away, by table."""
    gone: dict[str, int] = {}
    for (table, _, _), group in groupby(lines, key=_together):
        for some in batched(group, _AT_ONCE):
            _put(session, table, some)
            session.flush()
            ids = [line.key[1][0] for line in some if line.is_new]
            if ids and isinstance(ids[0], int):
                gone[table] = max(gone.get(table, 0), *ids)
    return gone


def _put(session: Session, table: str, lines: Sequence[Line]) -> None:
    kind = journal.class_of(table)
    present = {
        _identity(row): row
        for row in _rows(session, table, [line.key[1] for line in lines if line.became])
    }
    for line in lines:
        row = present.get(line.key[1])
        if line.is_new:
            session.delete(row)
        elif not line.became:
            session.add(kind(**line.before))
            _count_on(session, kind, line)
        else:
            for name, value in line.before.items():
                if name not in journal.COMPUTED and getattr(row, name) != value:
                    setattr(row, name, value)


def _count_on(session: Session, kind: type[Any], line: Line) -> None:
    """A row that comes back begins to count its saves anew; let it go on instead."""
    if issubclass(kind, Revised):
        session.flush()
        keys = zip(kind.__table__.primary_key, line.key[1], strict=True)
        counted = line.before["revision"] + 1
        statement = update(kind.__table__).where(*(column == value for column, value in keys))
        session.connection().execute(statement.values(revision=counted))
        session.expire_all()


def _together(line: Line) -> tuple[str, bool, object]:
    """Lines that one flush may put back; where their order matters, each alone."""
    table = Base.metadata.tables[line.table]
    if line.is_new:
        alone = any(aim == line.table for aim, _ in line.aims)
    else:
        before, after = line.before, line.after
        alone = any(before.get(name) != after.get(name) for name in _unique(table))
    return line.table, line.is_new, line.key if alone else None


def _unique(table: Table) -> set[str]:
    """Columns on which it depends whether another row may be there."""
    rules: list[Any] = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    rules += [each for each in table.indexes if each.unique]
    return {column.name for rule in rules for column in rule.columns} | {"deleted_at"}


def _same(present: Values | None, after: Values | None) -> bool:
    if present is None or after is None:
        return present is after
    one, other = journal.comparable(present), journal.comparable(after)
    return all(one[name] == other[name] for name in one.keys() & other.keys())


def _linked_since(session: Session, lines: Sequence[Line]) -> Changes:
    """Rows that came to be in the work and that others now point to."""
    came = {line.key for line in lines if line.is_new}
    known = {line.key: line.aims for line in lines}
    ids: dict[str, list[Any]] = defaultdict(list)
    for table, identity in came:
        ids[table].append(identity[0])
    return {
        target: _asks(target[0], table, values)
        for target, table, values in _links_to(session, ids)
        if target not in known.get(_key_of(table, values), ())
    }


def _links_to(
    session: Session, ids: Mapping[str, Sequence[Any]]
) -> Iterator[tuple[Key, str, Values]]:
    """Every row that points to one of these, by table: what it points to, its table and values."""
    for place in Base.metadata.sorted_tables:
        # What is large is not asked for: the bytes of files.
        columns = [each for each in place.columns if not isinstance(each.type, LargeBinary)]
        for column, aim in journal.foreign_keys(place.name):
            for some in batched(ids.get(aim, ()), _AT_ONCE):
                for row in session.execute(select(*columns).where(place.c[column].in_(some))):
                    values = dict(row._mapping)
                    yield (aim, (values[column],)), place.name, values


def _key_of(table: str, values: Values) -> Key:
    columns = Base.metadata.tables[table].primary_key
    return table, tuple(values[each.name] for each in columns)


def _asks(aim: str, table: str, values: Values) -> Owner | None:
    """Whose the new link is; nobody's for a tag, which may as well stay."""
    if not issubclass(journal.class_of(aim), Record | Link):
        return None
    return _owner(table, values)


def _owner(table: str, values: Values) -> Owner | None:
    """The record that a row is, or belongs to."""
    kind = journal.class_of(table)
    if kind in KIND_OF:
        return str(KIND_OF[kind]), values["id"]
    if not issubclass(kind, Link):
        return None
    if kind.belongs_to == ("", ""):
        place = next(place for place in PLACES if values[place] is not None)
        return place.removesuffix("_id"), values[place]
    word, column = kind.belongs_to
    return word, values[column]


def _owner_key(line: Line) -> Key | None:
    owner = _owner(line.table, line.after or line.before)
    return None if owner is None else (owner[0], (owner[1],))


def _rows(session: Session, table: str, identities: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    """The objects of these rows that are there, kept from others till the end."""
    kind: Any = journal.class_of(table)
    columns = list(kind.__table__.primary_key)
    for some in batched(identities, _AT_ONCE):
        if len(columns) == 1:
            fits = columns[0].in_([identity[0] for identity in some])
        else:
            fits = tuple_(*columns).in_(some)
        query = select(kind).where(fits).options(lazyload("*")).with_for_update()
        yield from session.scalars(query)


def _identity(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, column.name) for column in row.__table__.primary_key)


def _by_table(lines: Iterable[Line]) -> Iterable[tuple[str, list[Line]]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.table].append(line)
    return found.items()
