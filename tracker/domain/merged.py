"""Where merged records went: from an old address to the survivor, and back to what it took in."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, String, bindparam, literal, select
from sqlalchemy import cast as as_type
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import undoing
from tracker.domain.models import (
    Account,
    JournalRow,
    Kind,
    Partner,
    Person,
    Undertaking,
    UndertakingKind,
)
from tracker.domain.models.records import name_in

TABLES: dict[Kind, Any] = {Kind.PARTNER: Partner, Kind.PERSON: Person}


class MergedRow(NamedTuple):
    """A record that was merged into another, and the merge that can be taken back."""

    id: int
    name: str
    undertaking_id: int
    who: str
    when: datetime


@guarded(Action.READ)
def survivor_of(session: Session, kind: Kind, record_id: int, *, by: User) -> int | None:
    """The record that a merged one lives on in, however often that was merged since.

    None for any other record, and for one that ended in the trash.
    """
    table = TABLES[kind]
    columns = select(table.merged_into_id, table.deleted_at)
    number, gone = record_id, None
    while (found := session.execute(columns.where(table.id == number)).first()) is not None:
        if found.merged_into_id is None:
            gone = found.deleted_at
            break
        number = found.merged_into_id
    return number if number != record_id and gone is None else None


@guarded(Action.READ)
def taken_in(session: Session, kind: Kind, record_id: int, *, by: User) -> list[MergedRow]:
    """What was merged into a record and can still be taken out again, the latest first."""
    query = _taken_in(kind, by.language)
    found = session.execute(query, {"survivor": record_id, "oldest": undoing.oldest()})
    return [MergedRow(*row) for row in found]


@cache
def _taken_in(kind: Kind, language: str) -> "Select[Any]":
    table = TABLES[kind]
    name: Any = name_in(Partner, language) if kind is Kind.PARTNER else col(Person.name)
    key = literal("[").concat(as_type(table.id, String)).concat("]")
    return (
        select(table.id, name, col(Undertaking.id), col(Account.name), col(Undertaking.at))
        .join(JournalRow, col(JournalRow.row_key) == key)
        .join(Undertaking, col(Undertaking.id) == col(JournalRow.undertaking_id))
        .join(Account, col(Account.id) == col(Undertaking.account_id))
        .where(
            table.merged_into_id == bindparam("survivor"),
            col(JournalRow.table_name) == str(kind),
            # Not those in which it was itself the survivor.
            ~col(JournalRow.after).contains('"merged_into_id": null'),
            col(Undertaking.kind) == UndertakingKind.MERGE,
            col(Undertaking.undone_at).is_(None),
            col(Undertaking.at) >= bindparam("oldest"),
        )
        .order_by(col(Undertaking.id).desc())
    )


def ids_of(session: Session, kind: Kind, record_id: int) -> list[int]:
    """A record and all that was merged into it, directly or not. For domain verbs."""
    found = [record_id]
    if kind in TABLES:
        table = TABLES[kind]
        fresh = found
        while fresh:
            fresh = list(session.scalars(select(table.id).where(table.merged_into_id.in_(fresh))))
            found = [*found, *fresh]
    return found
