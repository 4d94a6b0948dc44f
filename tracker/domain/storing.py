"""Many new rows at once, stored as a flush does it, but without its account of every object.

A file brings ten thousand records that nobody changes again in the same transaction. For each of
them a flush asks what depends on it and what it takes with it, and remembers it afterwards: that
is a third of what it costs to store one. Here they go into their table by one statement. All that
listens to a flush is told, before and after, as if it were one: keys and ids, history, journal and
search. So nothing can be forgotten here that a flush remembers.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, inspect
from sqlalchemy.orm import make_transient_to_detached
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


def _insert(connection: Connection, kind: Any, things: Sequence[Any]) -> None:
    names = [each.key for each in inspect(kind).column_attrs]
    rows: list[Row] = [{name: each.__dict__[name] for name in names} for each in things]
    if rows[0].get("id", 0) is not None:
        connection.execute(insert(kind), rows)
    else:
        for row in rows:
            del row["id"]
        given = insert(kind).returning(kind.id, sort_by_parameter_order=True)
        for thing, number in zip(things, connection.execute(given, rows).scalars(), strict=True):
            thing.__dict__["id"] = number
    for thing in things:
        make_transient_to_detached(thing)
