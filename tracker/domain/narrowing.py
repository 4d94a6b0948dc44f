"""Narrowing any list by the partners it is about: their sector, tier and region, and our unit."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, select, union_all
from sqlmodel import col

from tracker.domain.days import start_of
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    FollowUp,
    Interaction,
    InteractionPartner,
    Partner,
    Sector,
    Tier,
)
from tracker.names.regions import Region


class Whose(NamedTuple):
    """Which partners; every field is optional."""

    sector: Sector | None = None
    tier: Tier | None = None
    region: Region | None = None

    def conditions(self) -> list[Any]:
        """What it asks of a partner."""
        exact: dict[Any, Any] = {Partner.sector: self.sector, Partner.tier: self.tier}
        exact[Partner.region_code] = self.region
        return [col(column) == value for column, value in exact.items() if value is not None]

    def of_records(self, record_id: Any, holder: Any, partner_id: Any, *, few: bool) -> list[Any]:
        """That a record has one of the partners, by the table that links both.

        `few`: other conditions leave few records, so that each is looked up by itself.
        """
        asked = self.conditions()
        if not asked:
            return []
        holders = select(col(holder)).join(Partner, col(Partner.id) == col(partner_id))
        if few:
            return [holders.where(col(holder) == col(record_id), *asked).exists()]
        return [col(record_id).in_(holders.where(*asked))]


def worked_with(unit_id: int) -> "Select[Any]":
    """The ids of the partners with whom a unit has an interaction, a follow-up or an agreement."""
    met: Any = (
        select(col(InteractionPartner.partner_id).label("id"))
        .join(Interaction, col(Interaction.id) == col(InteractionPartner.interaction_id))
        .where(col(Interaction.unit_id) == unit_id, col(Interaction.deleted_at).is_(None))
    )
    owed = select(col(FollowUp.partner_id)).where(
        col(FollowUp.unit_id) == unit_id, col(FollowUp.deleted_at).is_(None)
    )
    signed = (
        select(col(AgreementPartner.partner_id))
        .join(Agreement, col(Agreement.id) == col(AgreementPartner.agreement_id))
        .where(col(Agreement.unit_id) == unit_id, col(Agreement.deleted_at).is_(None))
    )
    together = union_all(met, owed, signed).subquery()
    return select(together.c.id)


def within(instant: Any, first: date | None, last: date | None) -> list[Any]:
    """That an instant lies in a span of days, both included, either of which may be left open."""
    conditions = [] if first is None else [col(instant) >= start_of(first)]
    if last is not None:
        conditions.append(col(instant) < start_of(last + timedelta(days=1)))
    return conditions
