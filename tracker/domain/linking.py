"""Pointing at other records: only at ones that exist and are not in the trash, nor erased."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, SQLModel, col

from tracker.access import actor
from tracker.domain.models import (
    Account,
    Event,
    Interaction,
    NewsItem,
    Partner,
    Person,
    Record,
    Unit,
)
from tracker.errors import Invalid

_POINTS_TO: dict[str, type[Record]] = {
    "partner_id": Partner,
    "unit_id": Unit,
    "event_id": Event,
    "interaction_id": Interaction,
    "news_item_id": NewsItem,
}


def records(session: Session, kind: type[Record], ids: Iterable[int], field: str) -> list[int]:
    """The ids, each once, in their order. Raises Invalid at `field` when one is not there."""
    wanted = list(dict.fromkeys(ids))
    if wanted and _among(session, _there(kind), wanted) != set(wanted):
        raise Invalid(field, "not_found")
    return wanted


def colleagues(session: Session, ids: Iterable[int], field: str) -> list[int]:
    """The accounts, each once. Raises Invalid at `field` for one that may not sign in."""
    wanted = list(dict.fromkeys(ids))
    # Whoever acts may: that was asked in this transaction.
    others = [number for number in wanted if number != actor(session)]
    if others and _among(session, _AT_WORK, others) != set(others):
        raise Invalid(field, "account_inactive")
    return wanted


def check(session: Session, draft: SQLModel, *, before: SQLModel | None = None) -> None:
    """Refuse a draft that points at nothing. What the record already pointed at may stay.

    Raises Invalid at the field.
    """
    for field, kind in _POINTS_TO.items():
        if (number := _newly(field, draft, before)) is not None:
            records(session, kind, [number], field)
    if (owner := _newly("owner_id", draft, before)) is not None:
        colleagues(session, [owner], "owner_id")


def refuse_circle(session: Session, kind: type[Any], record_id: int, parent_id: int | None) -> None:
    """Refuse a parent that is the record itself or a part of it. Raises Invalid at `parent_id`."""
    above = parent_id
    while above is not None:
        if above == record_id:
            raise Invalid("parent_id", "circle")
        above = session.scalar(select(kind.parent_id).where(kind.id == above))


def _among(session: Session, there: "Select[Any]", wanted: list[int]) -> set[int]:
    session.flush()  # one that was made a moment ago is there, too
    return set(session.connection().execute(there, {"wanted": wanted}).scalars())


# Written once: every save asks some of them.
_WANTED: Any = bindparam("wanted", expanding=True)
_AT_WORK = select(col(Account.id)).where(col(Account.id).in_(_WANTED), col(Account.active))


@cache
def _there(kind: type[Record]) -> "Select[Any]":
    there = select(col(kind.id)).where(col(kind.id).in_(_WANTED), col(kind.deleted_at).is_(None))
    # Of who was erased nothing is written down again, whatever form was open meanwhile.
    return there.where(col(Person.erased_at).is_(None)) if kind is Person else there


def _newly(field: str, draft: SQLModel, before: SQLModel | None) -> Any:
    wanted = getattr(draft, field, None)
    return None if before is not None and getattr(before, field, None) == wanted else wanted
