"""The partners that were there before a file came: their ids, by what they are called.

A check reads them, and so does the import after it; that is half a second for a hundred thousand.
Who does one after the other lends both the same shelf, on which lies what was read, and with it how
much history there was of partners: with more of it, it is read again.
"""

import json
from array import array
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import String, func, select
from sqlalchemy import cast as as_type
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import foreseen
from tracker.domain.importing import meanwhile
from tracker.domain.models import Change, Kind, Partner
from tracker.names.text import key_once, search_key

_SHELVED = "register"


class Register(NamedTuple):
    """Ids by name, by other name and by BIN; and all of them, in order.

    A number stands for the name, which takes a third of the memory: that two names of a million
    share one happens in one import of ten million.
    """

    names: dict[int, int]
    aliases: dict[int, int]
    bins: dict[int, int]
    ids: "array[int]"


@guarded(Action.IMPORT)
def read(session: Session, *, by: User) -> Register:
    """The register as this transaction sees it."""
    shelf = foreseen.lent(session)
    if shelf is None:
        return _read(session)
    # Asked first: what is changed while the names are read is then seen by who reads next.
    told = session.execute(
        select(func.count(), func.max(Change.id)).where(col(Change.kind) == Kind.PARTNER)
    ).one()
    found: Register = shelf.kept(_SHELVED, tuple(told), lambda: _read(session))
    return found


def hashed(name: str) -> int:
    """The number that stands for a name, however it is written."""
    return hash(search_key(name))


def renewed(session: Session, known: Register, ids: set[int]) -> Register:
    """The register, in which these are as they are now."""
    if len(ids) > meanwhile.MANY:
        return _read(session)
    fresh = _read(session, ids)
    names, aliases, bins = (
        {key: number for key, number in there.items() if number not in ids} | now
        for there, now in zip(known[:3], fresh[:3], strict=True)
    )
    left = (number for number in known.ids if number not in ids)
    return Register(names, aliases, bins, array("q", sorted([*left, *fresh.ids])))


def _read(session: Session, only: Collection[int] | None = None) -> Register:
    names: dict[int, int] = {}
    aliases: dict[int, int] = {}
    bins: dict[int, int] = {}
    columns: list[Any] = [Partner.id, Partner.name_kk, Partner.name_ru, Partner.name_en]
    # Most have no other names, and to read a text is quicker than to read a list.
    query = select(*columns, as_type(col(Partner.aliases), String), col(Partner.bin))
    query = query.where(col(Partner.deleted_at).is_(None))
    if only is not None:
        query = query.where(col(Partner.id).in_(only))
    for number, *own, others, digits in session.execute(query):
        for name in filter(None, own):
            names.setdefault(hash(key_once(name)), number)
        for name in json.loads(others) if others != "[]" else ():
            aliases.setdefault(hash(key_once(name)), number)
        if digits:
            bins[hash(digits)] = number
    ids = array("q", sorted(set(names.values())))
    return Register(names, aliases, bins, ids)
