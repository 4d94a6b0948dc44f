"""History is written here and nowhere else: on every flush, of whatever was flushed.

No domain function has to call this module, so none can forget it; `remark` only adds a word.
Core-level `insert()`, `update()` and `delete()` statements pass it by; a test keeps them out of the
verbs that change records.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel

from tracker import clock
from tracker.access import actor
from tracker.domain import foreseen
from tracker.domain.models import (
    RECORDS,
    Account,
    Attachment,
    Change,
    Kind,
    Link,
    Named,
    NameTerm,
    PressRule,
    Record,
)
from tracker.domain.models.attachments import PLACES

KIND_OF: dict[type[SQLModel], Kind] = {
    **{kind_class: kind for kind, kind_class in RECORDS.items()},
    Account: Kind.ACCOUNT,
    NameTerm: Kind.NAME_TERM,
    PressRule: Kind.PRESS_RULE,
}


@event.listens_for(Session, "before_flush")
def _complete(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Fill the columns that follow from others: search and sort keys, who and when."""
    new = session.new  # asked for once: it is gathered anew each time
    for record in [*new, *(each for each in session.dirty if session.is_modified(each))]:
        if not isinstance(record, Record | Account):
            continue
        if foreseen.words(record) is None:
            record.refresh_keys()
        if isinstance(record, Record):
            if record in new and record.created_by is None:
                record.created_by = actor(session)
            record.updated_at = clock.now()


@event.listens_for(Session, "after_flush")
def _write(session: Session, _context: UOWTransaction) -> None:
    common = {"at": clock.now(), "account_id": actor(session)}
    rows = [
        {**common, "kind": kind, "record_id": record_id, "field": field, "old": old, "new": new}
        for kind, record_id, field, old, new in _changes(session)
    ]
    if rows:
        session.connection().execute(_PUT, rows)


def remark(session: Session, record: Record, word: str) -> None:
    """Say a word of a record beside what its next save changes: what kind of step that was."""
    session.info.setdefault(_REMARKS, []).append((record, word))


_REMARKS = "remarks"
_PUT = insert(Change)  # written once: every save writes some
_Row = tuple[Kind, int, str, str | None, str | None]


def _changes(session: Session) -> Iterator[_Row]:
    for thing in session.new:
        if (kind := KIND_OF.get(type(thing))) is not None:
            yield kind, thing.id, "", None, None
        elif isinstance(thing, Link):
            yield from _link(thing, came=True)
    for thing in session.dirty:
        if (kind := KIND_OF.get(type(thing))) is not None:
            for field, old, new in _fields(thing, silent=thing.silent):
                yield kind, thing.id, field, old, new
        elif isinstance(thing, Link):
            yield from _link_edit(thing)
    for thing in session.deleted:
        if (kind := KIND_OF.get(type(thing))) is not None:
            yield kind, thing.id, "", called(thing), None
        elif isinstance(thing, Link):
            yield from _link(thing, came=False)
    for record, word in session.info.pop(_REMARKS, ()):
        yield KIND_OF[type(record)], record.id, word, None, None


def _fields(thing: Any, *, silent: frozenset[str]) -> Iterator[tuple[str, str | None, str | None]]:
    for attribute in inspect(thing).mapper.column_attrs:
        if attribute.key in silent:
            continue
        changed = inspect(thing).attrs[attribute.key].history
        if changed.has_changes():
            old = changed.deleted[0] if changed.deleted else None
            new = changed.added[0] if changed.added else None
            yield attribute.key, as_text(old), as_text(new)


def _link(link: Link, *, came: bool) -> Iterator[_Row]:
    kind, record_id = _owner(link)
    word, other = _shown(link)
    yield (kind, record_id, word, None, other) if came else (kind, record_id, word, other, None)


def _link_edit(link: Link) -> Iterator[_Row]:
    (kind, record_id), (word, other) = _owner(link), _shown(link)
    if (before := _owner_before(link)) != (kind, record_id):
        # It hangs on another record now: the one has lost it, the other has it.
        yield *before, word, other, None
        yield kind, record_id, word, None, other
        return
    for field, old, new in _fields(link, silent=link.silent):
        yield kind, record_id, f"{word}.{other}.{field}", old, new


def _owner_before(link: Link) -> tuple[Kind, int]:
    for column in PLACES if isinstance(link, Attachment) else (link.belongs_to[1],):
        was = inspect(link).attrs[column].history.deleted
        if was and was[0] is not None:
            is_file = isinstance(link, Attachment)
            return Kind(column.removesuffix("_id") if is_file else link.belongs_to[0]), was[0]
    return _owner(link)


def _owner(link: Link) -> tuple[Kind, int]:
    if isinstance(link, Attachment):
        column = next(place for place in PLACES if getattr(link, place) is not None)
        return Kind(column.removesuffix("_id")), getattr(link, column)
    kind, column = link.belongs_to
    return Kind(kind), getattr(link, column)


def _shown(link: Link) -> tuple[str, str]:
    """The word for the link and, as text, what it points to: `("mentions", "partner:5")`."""
    word, column = link.shows
    if not column:
        column = next(
            name
            for name in ("partner_id", "event_id", "person_id", "unit_id")
            if getattr(link, name) is not None
        )
        return word, f"{column.removesuffix('_id')}:{getattr(link, column)}"
    return word, str(getattr(link, column))


def called(record: Any) -> str:
    """What history calls a record that is gone for good, which only its own words can tell."""
    if isinstance(record, Named):
        return record.names[0]
    words = (getattr(record, field, None) for field in ("name", "title", "subject", "summary"))
    return next((word for word in words if word), f"#{record.id}")


def as_text(value: object) -> str | None:
    """A stored value as history keeps it; None stays None."""
    if value is None or value == []:
        return None
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)
