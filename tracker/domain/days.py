"""Which day a stored instant was, inside a query."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Date, func, type_coerce
from sqlmodel import Session

from tracker import clock


def local_day(session: Session, instant: Any) -> Any:
    """The day of an instant (a column) on the university's calendar.

    Uses today's distance from UTC for every instant: databases know no common history of time
    zones, and an hour matters only to what was saved around midnight before the clocks changed.
    """
    offset = _offset()
    if session.get_bind().dialect.name == "sqlite":
        minutes = int(offset.total_seconds() // 60)
        return type_coerce(func.date(instant, f"{minutes:+d} minutes"), Date)
    return type_coerce(func.date(instant + offset), Date)


def start_of(day: date) -> datetime:
    """The instant at which `local_day` lets a day begin: for a range that an index answers."""
    return datetime.combine(day, time.min, tzinfo=UTC) - _offset()


def _offset() -> timedelta:
    return clock.local(clock.now()).utcoffset() or timedelta()
