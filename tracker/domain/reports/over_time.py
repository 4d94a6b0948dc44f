"""Interactions over the days of a scope."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, func
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.counting import fitting
from tracker.domain.interactions import InteractionFilter
from tracker.domain.models import Interaction, Kind
from tracker.domain.reports.counts import Count, narrowed
from tracker.domain.reports.scope import Scope, month_from

# Up to how many days of a scope each grain is used; longer ones are seen by the year.
_DAYS, _WEEKS, _MONTHS = 31, 183, 1100


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"  # from Monday
    MONTH = "month"
    YEAR = "year"


class Bar(NamedTuple):
    """Some days, both included, and the interactions on them."""

    first: date
    last: date
    interactions: Count


@guarded(Action.READ)
def interactions_over_time(session: Session, scope: Scope, *, by: User) -> list[Bar]:
    """How many interactions took place on each day, in each week, month or year of the scope.

    The longer the scope, the larger the steps. Steps without any are there with zero; the first
    and the last end with the scope.
    """
    wanted = narrowed(Kind.INTERACTION, scope, since=scope.first, until=scope.last)
    steps = list(_steps(scope))
    numbers = dict.fromkeys(steps, 0)
    places = iter(steps)
    step = next(places)
    for happened_on, number in session.execute(_by_day(wanted)):
        while happened_on > step[1]:
            step = next(places)
        numbers[step] += number
    return [
        Bar(first, last, Count(number, Kind.INTERACTION, wanted._replace(since=first, until=last)))
        for (first, last), number in numbers.items()
    ]


@lru_cache(maxsize=32)
def _by_day(wanted: InteractionFilter) -> "Select[Any]":
    """Spelled once: the dashboard asks after every meeting that is logged."""
    day = col(Interaction.happened_on)
    days: Select[Any] = fitting(Kind.INTERACTION, wanted).with_only_columns(day, func.count())
    return days.group_by(day).order_by(day)


def grain(scope: Scope) -> Grain:
    """The steps in which a scope is seen."""
    days = (scope.last - scope.first).days + 1
    sizes = ((_DAYS, Grain.DAY), (_WEEKS, Grain.WEEK), (_MONTHS, Grain.MONTH))
    return next((size for most, size in sizes if days <= most), Grain.YEAR)


def _steps(scope: Scope) -> Iterator[tuple[date, date]]:
    size, first = grain(scope), scope.first
    while first <= scope.last:
        last = min(_after(first, size) - timedelta(days=1), scope.last)
        yield first, last
        first = last + timedelta(days=1)


def _after(first: date, size: Grain) -> date:
    """The day on which the next step begins."""
    if size is Grain.DAY:
        return first + timedelta(days=1)
    if size is Grain.WEEK:
        return first + timedelta(days=7 - first.weekday())
    return month_from(first, 1 if size is Grain.MONTH else 13 - first.month)
