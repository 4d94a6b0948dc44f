"""What the dashboard is about: the period, and which partners and unit. Kept in the address."""

from datetime import date

from sqlmodel import Session

from tracker.access import User
from tracker.domain import units
from tracker.domain.models import Kind, Sector, Tier
from tracker.domain.reports import ReportPeriod, Scope, days_of
from tracker.i18n import t
from tracker.names.regions import Region
from tracker.ui import filters
from tracker.ui.forms import pickers

_USUAL = ReportPeriod.LAST_12_MONTHS
_FIRST, _LAST = date(1950, 1, 1), date(2100, 12, 31)  # days before and after which nothing is


def show(session: Session, user: User, today: date) -> Scope:
    """Draw the filters; what they say."""
    period = filters.asked_word("period", ReportPeriod) or _USUAL
    first, last = _days(period, today)
    unit_id = filters.asked_number("unit")
    ours = pickers.keeping(
        session, units.choices(session, by=user), Kind.UNIT, [unit_id], user=user
    )
    with filters.bar():
        filters.one_word("period", t("dashboard.period"), ReportPeriod, _USUAL)
        if period is ReportPeriod.OWN:
            filters.own_day("from", t("list.since"), first)
            filters.own_day("to", t("list.until"), last)
        return Scope(
            first,
            last,
            sector=filters.word("sector", t("field.sector"), Sector),
            tier=filters.word("tier", t("field.tier"), Tier),
            region=filters.word("region", t("field.region"), Region),
            unit_id=filters.record("unit", t("field.unit_id"), ours),
        )


def _days(period: ReportPeriod, today: date) -> tuple[date, date]:
    """Own days may stand the wrong way round, or lie where no calendar goes back."""
    first, last = days_of(period, today)
    if period is not ReportPeriod.OWN:
        return first, last
    own = filters.asked_day("from") or first, filters.asked_day("to") or last
    first, last = (min(max(day, _FIRST), _LAST) for day in sorted(own))
    return first, last
