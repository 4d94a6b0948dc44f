"""What a period is, and what it is compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.models import Sector, Tier
from tracker.domain.reports import Grain, ReportPeriod, Scope, days_of, grain
from tracker.names.regions import Region

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (ReportPeriod.MONTH, date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        (ReportPeriod.MONTH, date(2024, 12, 1), date(2024, 12, 1), date(2024, 12, 31)),
        (ReportPeriod.QUARTER, date(2024, 5, 15), date(2024, 4, 1), date(2024, 6, 30)),
        (ReportPeriod.QUARTER, date(2024, 12, 31), date(2024, 10, 1), date(2024, 12, 31)),
        (ReportPeriod.YEAR, date(2024, 5, 15), date(2024, 1, 1), date(2024, 12, 31)),
        (ReportPeriod.ACADEMIC_YEAR, date(2024, 8, 31), date(2023, 9, 1), date(2024, 8, 31)),
        (ReportPeriod.ACADEMIC_YEAR, date(2024, 9, 1), date(2024, 9, 1), date(2025, 8, 31)),
        (ReportPeriod.LAST_12_MONTHS, date(2024, 5, 15), date(2023, 5, 16), date(2024, 5, 15)),
        (ReportPeriod.LAST_12_MONTHS, date(2024, 2, 29), date(2023, 3, 1), date(2024, 2, 29)),
        (ReportPeriod.OWN, date(2024, 5, 15), date(2023, 5, 16), date(2024, 5, 15)),
    ],
)
def test_a_named_period_has_these_days(
    period: ReportPeriod, today: date, first: date, last: date
) -> None:
    assert days_of(period, today) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        # A month, a quarter, a year and an academic year have one before them in the calendar.
        (date(2024, 3, 1), date(2024, 3, 31), date(2024, 2, 1)),
        (date(2024, 1, 1), date(2024, 3, 31), date(2023, 10, 1)),
        (date(2024, 1, 1), date(2024, 12, 31), date(2023, 1, 1)),
        (date(2023, 9, 1), date(2024, 8, 31), date(2022, 9, 1)),
        # Other days are as many.
        (date(2024, 3, 2), date(2024, 3, 31), date(2024, 2, 1)),
        (date(2024, 3, 1), date(2024, 3, 30), date(2024, 1, 31)),
        (date(2024, 3, 1), date(2024, 3, 1), date(2024, 2, 29)),
    ],
)
def test_the_span_before_ends_the_day_before(first: date, last: date, before: date) -> None:
    found = Scope(first, last, Sector.MUSEUM, Tier.KEY, Region.ABAI, 3).before()
    assert found == Scope(
        before, first - timedelta(days=1), Sector.MUSEUM, Tier.KEY, Region.ABAI, 3
    )


@given(DAYS, st.integers(0, 2000), DAYS)
def test_what_is_compared_never_overlaps_and_is_never_longer(
    first: date, days: int, today: date
) -> None:
    scope = Scope(first, first + timedelta(days=days))
    before, compared = scope.before(), scope.compared(today)
    assert before.first <= before.last < first
    assert (compared.first, compared.last <= before.last) == (before.first, True)


def test_a_period_that_still_runs_is_compared_with_as_many_days() -> None:
    month = Scope(date(2024, 3, 1), date(2024, 3, 31))
    assert month.compared(date(2024, 3, 10)).last == date(2024, 2, 10)
    # February has no more days than these.
    assert month.compared(date(2024, 3, 30)).last == date(2024, 2, 29)
    assert month.compared(date(2024, 3, 31)) == month.compared(date(2024, 7, 1)) == month.before()
    assert month.compared(date(2024, 2, 1)) == month.before()


def test_the_longer_a_period_the_larger_its_steps() -> None:
    first = date(2021, 1, 1)
    lengths = (1, 31, 32, 183, 184, 1100, 1101)
    assert [grain(Scope(first, first + timedelta(days=days - 1))) for days in lengths] == [
        *(Grain.DAY, Grain.DAY, Grain.WEEK, Grain.WEEK, Grain.MONTH, Grain.MONTH, Grain.YEAR)
    ]
