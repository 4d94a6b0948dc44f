"""What figures are about: a span of days, and what narrows it."""

from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.models import Sector, Tier

_WHOLE = (1, 3, 12)  # months that have a name together: a month, a quarter, a year
ACADEMIC = 9  # the month with which the academic year begins


class Scope(NamedTuple):
    """What the figures are about: a span of days, both included, and what narrows it."""

    first: date
    last: date
    sector: Sector | None = None
    tier: Tier | None = None
    region: str | None = None  # the code of `tracker.names.regions`, "KZ-10"
    unit_id: int | None = None

    def before(self) -> "Scope":
        """The same of the span before: for a whole month, quarter or year (also an academic one)
        the calendar one before, otherwise as many days."""
        months = _whole_months(self.first, self.last)
        if months:
            first = month_from(self.first, -months)
        else:
            first = self.first - (self.last - self.first) - timedelta(days=1)
        return self._replace(first=first, last=self.first - timedelta(days=1))


def month_from(day: date, months: int) -> date:
    """The first day of the month so many months later, or earlier."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _whole_months(first: date, last: date) -> int:
    """How many months a named span has: 1, 3 or 12; 0 when it is none."""
    for months in _WHOLE:
        begins = (first.month - 1) % min(months, 3) == 0 or first.month == ACADEMIC
        if first.day == 1 and begins and last == month_from(first, months) - timedelta(days=1):
            return months
    return 0
