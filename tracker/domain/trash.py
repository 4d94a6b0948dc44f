"""The trash: where deleted records wait, and the way back.

A record in the trash keeps its links, files and history, so that coming back it is whole. Lists
leave it out, its page is not found and its files are not served; records that point to it go on
doing so, and `titles` names it there, marked.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select, union_all
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, merged, news, partners, saving, titles
from tracker.domain.models import RECORDS, Account, Kind, NewsItem, Partner, Person, Record
from tracker.errors import Invalid, Merged


class TrashRow(NamedTuple):
    """One line of the trash."""

    kind: Kind
    id: int
    title: titles.Title
    who: str | None
    when: datetime


@guarded(Action.DELETE)
def delete(session: Session, kind: Kind, record_id: int, *, revision: int, by: User) -> None:
    """Put a record into the trash.

    Raises NotFound, Stale, and Invalid for an account: history names it, so it is switched off.
    """
    record = saving.found(session, _table(kind), record_id)
    saving.expect(record, revision)
    record.deleted_at, record.deleted_by = clock.now(), by.id
    session.flush()


@guarded(Action.DELETE)
def restore(session: Session, kind: Kind, record_id: int, *, by: User) -> None:
    """Take a record out of the trash; one that is not there stays as it is.

    Raises NotFound; Merged for one that lives on in another, which comes back by undoing that;
    NameTaken, BinTaken or AddressTaken when another took its place meanwhile.
    """
    record = saving.found(session, _table(kind), record_id, trashed=True)
    if record.deleted_at is None:
        return
    if isinstance(record, Partner | Person) and record.merged_into_id is not None:
        raise Merged(f"{kind} {record_id}")
    if isinstance(record, Partner):
        partners.refuse_same(session, record, but_not=record.id)
    if isinstance(record, NewsItem):
        news.refuse_same(session, record, but_not=record.id)
    record.deleted_at = record.deleted_by = None
    session.flush()


@guarded(Action.DELETE)
def search(
    session: Session, *, by: User, kind: Kind | None = None, page: int = 1
) -> lists.Page[TrashRow]:
    """One page of what is in the trash, the latest first; of one kind, if one is given."""
    kinds = [kind] if kind in RECORDS else list(RECORDS)
    thrown = union_all(*(_thrown(each, by.language) for each in kinds)).subquery()
    query = (
        select(*(thrown.c[name] for name in ("kind", "id", "text", "word")), col(Account.name))
        .add_columns(thrown.c.deleted_at)
        .outerjoin(Account, col(Account.id) == thrown.c.deleted_by)
        .order_by(thrown.c.deleted_at.desc(), thrown.c.kind, thrown.c.id)
    )
    found = lists.paged(session, query, _Line, page=page)
    rows = [
        TrashRow(Kind(line.kind), line.id, titles.made(line.text, line.word, True), *line[4:])
        for line in found.rows
    ]
    return lists.Page(rows, found.total, found.number)


class _Line(NamedTuple):
    kind: str
    id: int
    text: str | None
    word: str | None
    who: str | None
    when: datetime


def _thrown(kind: Kind, language: str) -> "Select[Any]":
    table: Any = RECORDS[kind]
    query = titles.rows(kind, language).where(col(table.deleted_at).is_not(None))
    if kind in merged.TABLES:
        query = query.where(col(table.merged_into_id).is_(None))
    return query.add_columns(table.deleted_at, table.deleted_by)


def _table(kind: Kind) -> type[Record]:
    if kind not in RECORDS:
        raise Invalid("kind", "account_not_deleted")
    return RECORDS[kind]
