"""What figures are about: a span of days, and what narrows it."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.models import Sector, Tier
from tracker.names.regions import Region

_ACADEMIC = 9  # the month with which the academic year begins
_DAY = timedelta(days=1)


class ReportPeriod(StrEnum):
    """A span of days that has a name."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ACADEMIC_YEAR = "academic_year"  # from September
    LAST_12_MONTHS = "last_12_months"
    OWN = "own"  # days that somebody chose


class Scope(NamedTuple):
    """What the figures are about: a span of days, both included, and what narrows it."""

    first: date
    last: date
    sector: Sector | None = None
    tier: Tier | None = None
    region: Region | None = None
    unit_id: int | None = None

    def before(self) -> "Scope":
        """The same of the span before: as many calendar months, where it is whole months (such as
        a quarter or an academic year), otherwise as many days."""
        months = _whole_months(self.first, self.last)
        days = self.last - self.first + _DAY
        first = month_from(self.first, -months) if months else self.first - days
        return self._replace(first=first, last=self.first - _DAY)

    def compared(self, today: date) -> "Scope":
        """What figures are compared with: the span before; of one that still runs only as many
        days as have passed, so that a part is not compared with a whole."""
        before = self.before()
        if not self.first <= today < self.last:
            return before
        return before._replace(last=min(before.last, before.first + (today - self.first)))


def days_of(period: ReportPeriod, today: date) -> tuple[date, date]:
    """The first and the last day of the period in which today lies; own days are the last 12
    months until they are chosen."""
    if period in (ReportPeriod.LAST_12_MONTHS, ReportPeriod.OWN):
        # 29 February has no namesake a year earlier.
        day = 28 if (today.month, today.day) == (2, 29) else today.day
        return date(today.year - 1, today.month, day) + _DAY, today
    month, months = {
        ReportPeriod.MONTH: (today.month, 1),
        ReportPeriod.QUARTER: (today.month - (today.month - 1) % 3, 3),
        ReportPeriod.YEAR: (1, 12),
        ReportPeriod.ACADEMIC_YEAR: (_ACADEMIC, 12),
    }[period]
    first = date(today.year - (month > today.month), month, 1)
    return first, month_from(first, months) - _DAY


def month_from(day: date, months: int) -> date:
    """The first day of the month so many months later, or earlier."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _whole_months(first: date, last: date) -> int:
    """How many calendar months a span is; 0 when it is no whole number of them."""
    after = last + _DAY
    if first.day != 1 or after.day != 1:
        return 0
    return (after.year - first.year) * 12 + after.month - first.month
