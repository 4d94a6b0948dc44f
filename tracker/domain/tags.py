"""Tags on records: put, read, and suggest those already in use."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, saving
from tracker.domain.models import Link, Record, Tag
from tracker.names.text import clean_line, search_key

LONGEST = 60
MOST = 30


def put(session: Session, link: type[Link], record: Record, names: list[str]) -> None:
    """Make these the tags of a record. For domain verbs, which have checked who asks."""
    column = link.belongs_to[1]
    wanted = {_tag(session, name) for name in names[:MOST] if clean_line(name)}
    having = select(link).where(col(getattr(link, column)) == record.id)
    present = {row.tag_id: row for row in session.scalars(having).all()}  # type: ignore[attr-defined]
    for tag_id in wanted - present.keys():
        session.add(link(**{column: record.id, "tag_id": tag_id}))
    for tag_id in present.keys() - wanted:
        session.delete(present[tag_id])
    if wanted != present.keys():
        record.updated_at = clock.now()
    session.flush()


def add(
    session: Session, link: type[Link], records: Sequence[Record], names: Sequence[str]
) -> list[Record]:
    """Put tags on several records beside those that they have; returns those that got one.

    For domain verbs, which have checked who asks. A record that has as many as it may gets none.
    """
    column = link.belongs_to[1]
    wanted = list(dict.fromkeys(_tag(session, name) for name in names[:MOST] if clean_line(name)))
    owner: Any = getattr(link, column)
    having = select(link).where(owner.in_([record.id for record in records]))
    present: dict[int, set[int]] = {}
    for row in session.scalars(having):
        present.setdefault(getattr(row, column), set()).add(row.tag_id)  # type: ignore[attr-defined]
    changed = []
    for record in records:
        has = present.get(saving.id_of(record), set())
        new = [tag_id for tag_id in wanted if tag_id not in has][: max(0, MOST - len(has))]
        session.add_all(link(**{column: record.id, "tag_id": tag_id}) for tag_id in new)
        if new:
            record.updated_at = clock.now()
            changed.append(record)
    session.flush()
    return changed


def tagged(link: type[Link], name: str) -> Select[Any]:
    """The ids of the records with this tag, for narrowing a list to them."""
    having: Any = getattr(link, link.belongs_to[1])
    joined = select(having).join(Tag, col(Tag.id) == col(link.tag_id))  # type: ignore[attr-defined]
    return joined.where(col(Tag.key) == search_key(name))


@guarded(Action.READ)
def of(session: Session, link: type[Link], record_id: int, *, by: User) -> list[str]:
    """The tags of one record, in alphabetical order."""
    column: Any = getattr(link, link.belongs_to[1])
    joined = select(col(Tag.name)).join(link, col(link.tag_id) == col(Tag.id))  # type: ignore[attr-defined]
    return list(session.scalars(joined.where(column == record_id).order_by(col(Tag.key))))


@guarded(Action.READ)
def names(session: Session, *, by: User) -> list[str]:
    """Tags in use, for suggesting."""
    return list(session.scalars(select(col(Tag.name)).order_by(col(Tag.key)).limit(lists.CHOICES)))


def _tag(session: Session, name: str) -> int:
    tidy = clean_line(name)[:LONGEST]
    key = search_key(tidy)
    known = session.scalar(select(Tag).where(col(Tag.key) == key))
    if known is not None:
        return saving.id_of(known)
    tag = Tag(name=tidy, key=key)
    session.add(tag)
    session.flush()
    return saving.id_of(tag)
