"""Which day a stored instant was, inside a query; and which days somebody may mean."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, case, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tracker import clock
from tracker.errors import Invalid
from tracker.settings import settings

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # a day before or after is a slip of the pen
_KNOWN_FROM = 2015  # years before that count with the distance from UTC that this one began with


class local_day(FunctionElement[date]):  # noqa: N801 - reads like a function
    """The day of an instant (a column) on the university's calendar.

    Databases know no common history of time zones, so the query brings its own: Almaty was an hour
    further from UTC before March 2024.
    """

    inherit_cache = True
    type = Date()

    def __init__(self, instant: Any) -> None:
        *past, (_, present) = _distances(settings().zone, clock.today().year)
        minutes = [(instant < until, number) for until, number in past]
        super().__init__(instant, case(*minutes, else_=present) if past else literal(present))


@compiles(local_day, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    instant, minutes = (compiler.process(each, **given) for each in element.clauses)
    return f"date({instant}, printf('%+d minutes', {minutes}))"


@compiles(local_day, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    instant, minutes = (compiler.process(each, **given) for each in element.clauses)
    return f"date({instant} + make_interval(mins => {minutes}))"


def start_of(day: date) -> datetime:
    """The instant at which `local_day` lets a day begin: for a range that an index answers."""
    return datetime.combine(day, time.min, settings().zone).astimezone(UTC)


def is_meant(day: date) -> bool:
    """Whether somebody may mean it."""
    return FIRST <= day <= LAST


def meant(field: str, day: date) -> date:
    """The day, if somebody may mean it. Raises Invalid at the field, `day_far`."""
    if not is_meant(day):
        told = f"{day:%d.%m.%Y}"
        raise Invalid(field, "day_far", typed=told, first=FIRST.year, last=LAST.year)
    return day


def addressed(text: str) -> date:
    """A day that an address names. Raises ValueError, also where no calendar leads."""
    day = date.fromisoformat(text)
    if not is_meant(day):
        raise ValueError(text)
    return day


@cache
def _distances(zone: ZoneInfo, year: int) -> tuple[tuple[datetime, int], ...]:
    """Minutes from UTC, each with the instant until which they count, to the end of next year."""
    found: list[tuple[datetime, int]] = []
    day, last = datetime(_KNOWN_FROM, 1, 1, tzinfo=UTC), datetime(year + 2, 1, 1, tzinfo=UTC)
    while day < last:
        after = day + timedelta(days=1)
        if _distance(day, zone) != _distance(after, zone):
            hours = (day + timedelta(minutes=15 * quarter) for quarter in range(97))
            changed = next(each for each in hours if _distance(each, zone) != _distance(day, zone))
            found.append((changed, _distance(day, zone)))
        day = after
    return *found, (last, _distance(last, zone))


def _distance(instant: datetime, zone: ZoneInfo) -> int:
    return int((instant.astimezone(zone).utcoffset() or timedelta()).total_seconds() // 60)
