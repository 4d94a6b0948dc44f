"""The ranking of partners by their engagement, as it was worked out last."""

from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import lists, partners
from tracker.domain.models import Account, Partner, Sector
from tracker.domain.models.records import name_in
from tracker.domain.partners import PartnerFilter, Sort


class RankedRow(NamedTuple):
    """One line of the ranking. Without what a list of partners counts: the first are the busiest,
    and counting for them would take most of the time."""

    id: int
    name: str
    sector: Sector
    city: str | None
    owner: str | None
    score: float | None
    change: float | None
    kinds: int | None
    two_way: float | None


@guarded(Action.READ)
def search(
    session: Session,
    wanted: PartnerFilter,
    *,
    by: User,
    sort: Sort = Sort.ENGAGEMENT,
    descending: bool = True,
    page: int = 1,
) -> lists.Page[RankedRow]:
    """One page of it, named in the reader's language."""
    wanted = partners.meant(session, wanted, by=by)
    columns: list[Any] = [Partner.id, name_in(Partner, by.language), Partner.sector, Partner.city]
    query: Select[Any] = select(*columns, col(Account.name), *partners.score_columns())
    query = query.outerjoin(Account, col(Account.id) == col(Partner.owner_id))
    query = partners.with_score(query)
    query = query.order_by(*partners.in_order(wanted, sort, descending, by.language))
    ids = partners.fitting(wanted, by.language, sort, descending)
    return lists.paged(session, query, RankedRow, page=page, ids=ids)
