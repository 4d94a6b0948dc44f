"""The time, in one place: instants in UTC, days in the university's own zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from tracker.settings import settings

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC; inside `at` the instant given there."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """Today's date where the university is."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """An instant as the university's wall clock shows it."""
    return instant.astimezone(settings().zone)


def is_fresh(instant: datetime, within: timedelta) -> bool:
    """Whether it was less than so long ago.

    One that is further ahead was written while the clock was wrong, and counts as long ago.
    """
    return abs(now() - instant) < within


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let it be this instant inside the block: for telling a story that happened before."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)
