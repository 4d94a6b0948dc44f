"""What the dashboard is about: the period, and which partners and unit. Kept in the address."""

from datetime import date
from enum import StrEnum
from functools import cache

from sqlmodel import Session

from tracker.access import User
from tracker.domain import units
from tracker.domain.models import Kind, Sector, Tier
from tracker.domain.reports import ReportPeriod, Scope, days_of
from tracker.i18n import current, t, word
from tracker.names.regions import Region
from tracker.ui import choices, filters
from tracker.ui.choices import Choice
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import unambiguous

_USUAL = ReportPeriod.LAST_12_MONTHS


def show(session: Session, user: User, today: date) -> Scope:
    """Draw the filters; what they say."""
    period = filters.asked_word("period", ReportPeriod) or _USUAL
    sector, tier = filters.asked_word("sector", Sector), filters.asked_word("tier", Tier)
    region, unit_id = filters.asked_word("region", Region), filters.asked_number("unit")
    first, last = _days(period, today)
    ours = unambiguous(
        pickers.keeping(session, units.choices(session, by=user), Kind.UNIT, [unit_id], user=user)
    )
    unit_id = unit_id if unit_id in ours else None
    named = [(str(number), name) for number, name in ours.items()]
    with filters.bar():
        choices.show(
            [
                _words("period", t("dashboard.period"), ReportPeriod, period, needs_one=True),
                _words("sector", t("field.sector"), Sector, sector),
                _words("tier", t("field.tier"), Tier, tier),
                _words("region", t("field.region"), Region, region),
                Choice(
                    "unit", t("field.unit_id"), named, None if unit_id is None else str(unit_id)
                ),
            ],
            key="scope",
        )
        if period is ReportPeriod.OWN:
            filters.own_day("from", t("list.since"), first)
            filters.own_day("to", t("list.until"), last)
    return Scope(first, last, sector=sector, tier=tier, region=region, unit_id=unit_id)


def _words(
    name: str, label: str, kind: type[StrEnum], chosen: StrEnum | None, *, needs_one: bool = False
) -> Choice:
    return Choice(name, label, _said(kind, current()), chosen and chosen.value, needs_one)


@cache
def _said(kind: type[StrEnum], _language: str) -> list[tuple[str, str]]:
    """All words of a vocabulary; there are a hundred to look up for every run."""
    return [(each.value, word(each)) for each in kind]


def _days(period: ReportPeriod, today: date) -> tuple[date, date]:
    """Own days may stand the wrong way round."""
    first, last = days_of(period, today)
    if period is not ReportPeriod.OWN:
        return first, last
    own = filters.asked_day("from") or first, filters.asked_day("to") or last
    return min(own), max(own)
