"""Where the partners are, counted for the map."""

from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import partners
from tracker.domain.models import Partner
from tracker.domain.partners import PartnerFilter
from tracker.names.regions import OURS, Place, Region


class Counts(NamedTuple):
    """How many partners there are in each region, and in each settlement of our own.

    Only places that have some; the settlement None are those of whom only the region is known.
    """

    regions: dict[Region, int]
    towns: dict[str | None, int]


@guarded(Action.READ)
def counted(session: Session, wanted: PartnerFilter, *, by: User) -> Counts:
    """The partners that fit by sector, stage, tier; one query, answered by one index."""
    columns: list[Any] = [Partner.region_code, Partner.town_key]
    query = (
        select(*columns, func.count())
        .where(col(Partner.deleted_at).is_(None), *partners.conditions(wanted))
        .group_by(*columns)
    )
    found = {Place(Region(code), town): count for code, town, count in session.execute(query)}
    everywhere = {
        region: sum(count for place, count in found.items() if place.region is region)
        for region in Region
    }
    return Counts(
        {region: count for region, count in everywhere.items() if count},
        {place.town: count for place, count in found.items() if place.region is OURS},
    )
