"""Everybody who is known, by name, and where they work or worked."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.models import Person, Position
from tracker.names.text import search_key


class Namesake(NamedTuple):
    """Somebody with a certain name."""

    id: int
    email: str
    phone: str


People = defaultdict[str, list[Namesake]]
Workplaces = defaultdict[int, set[int]]


def people(session: Session, ids: Collection[int] | None = None) -> People:
    """Everybody, or those with these ids, by each of their names."""
    found: People = defaultdict(list)
    columns: list[Any] = [Person.id, Person.name, Person.other_names, Person.email]
    query = select(*columns, col(Person.phone)).where(col(Person.deleted_at).is_(None))
    if ids is not None:
        query = query.where(col(Person.id).in_(ids))
    for number, name, others, email, phone in session.execute(query):
        somebody = Namesake(number, (email or "").lower(), digits_of(phone))
        for each in {search_key(name), *map(search_key, others)}:
            found[each].append(somebody)
    return found


def workplaces(session: Session, ids: Collection[int] | None = None) -> Workplaces:
    """The partners that everybody, or each with these ids, is or was at."""
    found: Workplaces = defaultdict(set)
    query = select(col(Position.person_id), col(Position.partner_id))
    if ids is not None:
        query = query.where(col(Position.person_id).in_(ids))
    for person, partner in session.execute(query):
        found[person].add(partner)
    return found


def renewed(known: People, fresh: Mapping[str, list[Namesake]], gone: Collection[int]) -> None:
    """Forget these, and know them by the names that they have now."""
    for name, some in known.items():
        if any(each.id in gone for each in some):
            known[name] = [each for each in some if each.id not in gone]
    for name, some in fresh.items():
        known[name] = [*known[name], *some]


def digits_of(phone: str | None) -> str:
    """A number as people compare it: 8 701 … and +7 701 … are one."""
    digits = "".join(each for each in phone or "" if each.isdigit())
    return digits[-10:]
