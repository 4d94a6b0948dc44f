"""New rows, stored as a flush does it, but without its account of every object.

A file brings ten thousand records that nobody changes again in the same transaction. For each of
them a flush asks what depends on it and what it takes with it, and remembers it afterwards: that
is a third of what it costs to store one. Here they go into their table by one statement. All that
listens to a flush is told, before and after, as if it were one: keys and ids, history, journal and
search. So nothing can be forgotten here that a flush remembers.

The one record that a form brings, with its parts, goes the same way: nothing can depend on it yet.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, insert, inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.util import IdentitySet
from sqlmodel import Session

from tracker.domain import foreseen

Row = dict[str, Any]


class _Flush:
    """The session, as one sees it who listens to a flush of just these new things."""

    dirty = deleted = ()

    def __init__(self, session: Session, new: Sequence[Any]) -> None:
        self._session, self.new = session, IdentitySet(new)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def store(session: Session, things: Sequence[Any]) -> None:
    """Store things that are new, have all their columns and no parts; each then has its id.

    The session does not know them, before or after.
    """
    if not things:
        return
    flush = _Flush(session, things)
    kinds: dict[type, list[Any]] = defaultdict(list)
    for thing in things:
        kinds[type(thing)].append(thing)
    with session.no_autoflush:
        session.dispatch.before_flush(flush, None, None)
        for kind, some in kinds.items():
            _insert(session.connection(), kind, some)
        session.dispatch.after_flush(flush, None)
    for thing in things:
        foreseen.emptied(thing)


def store_whole(session: Session, record: Any) -> None:
    """Store one new record, whatever else is new before it, and then its parts.

    The session knows them afterwards, as after a flush.
    """
    session.flush()
    kind: Any = type(record)
    parts = {name: list(getattr(record, name)) for name, _ in _wholes(kind)}
    flush = _Flush(session, [record, *(each for some in parts.values() for each in some)])
    with session.no_autoflush:
        session.dispatch.before_flush(flush, None, None)
        connection = session.connection()
        _insert(connection, kind, [record])
        for name, columns in _wholes(kind):
            for part in parts[name]:
                for ours, theirs in columns:
                    setattr(part, theirs, getattr(record, ours))
            if parts[name]:
                _insert(connection, type(parts[name][0]), parts[name])
            set_committed_value(record, name, parts[name])
        session.dispatch.after_flush(flush, None)
    session.add(record)


@cache
def _wholes(kind: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lists of a record's parts, and which of its columns goes into which of theirs."""
    return [
        (each.key, [(ours.key, theirs.key) for ours, theirs in each.local_remote_pairs])
        for each in inspect(kind).relationships
    ]


@cache
def _columns(kind: Any) -> list[str]:
    return [each.key for each in inspect(kind).column_attrs]


@cache
def _put(kind: Any) -> Insert:
    return insert(kind)


@cache
def _put_numbered(kind: Any) -> "ReturningInsert[Any]":
    return insert(kind).returning(kind.id, sort_by_parameter_order=True)


def _insert(connection: Connection, kind: Any, things: Sequence[Any]) -> None:
    names = _columns(kind)
    rows: list[Row] = [{name: each.__dict__[name] for name in names} for each in things]
    # One alone goes without what keeps many in order.
    given = rows if len(rows) > 1 else rows[0]
    if rows[0].get("id", 0) is not None:
        connection.execute(_put(kind), given)
    else:
        for row in rows:
            del row["id"]
        found = connection.execute(_put_numbered(kind), given).scalars()
        for thing, number in zip(things, found, strict=True):
            thing.__dict__["id"] = number
    for thing in things:
        make_transient_to_detached(thing)
