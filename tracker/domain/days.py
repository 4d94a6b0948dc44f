"""Which day a stored instant was, inside a query."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Date, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tracker import clock


class local_day(FunctionElement[date]):  # noqa: N801 - reads like a function
    """The day of an instant (a column) on the university's calendar.

    Uses today's distance from UTC for every instant: databases know no common history of time
    zones, and an hour matters only to what was saved around midnight before the clocks changed.
    """

    inherit_cache = True
    type = Date()

    def __init__(self, instant: Any) -> None:
        super().__init__(instant, literal(int(_offset().total_seconds() // 60)))


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
    return datetime.combine(day, time.min, tzinfo=UTC) - _offset()


def _offset() -> timedelta:
    return clock.local(clock.now()).utcoffset() or timedelta()
