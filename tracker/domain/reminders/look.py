"""From where a digest looks: its day, how far ahead, and what is news to its reader."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker import clock
from tracker.domain.models import Rhythm

MOST = 1_000  # rows of a section; nobody reads more
# What was written a moment ago may not be committed yet, and so not be seen: it is left to the
# next digest.
SETTLED = timedelta(minutes=10)
# Up to the next digest: that of Friday sees Monday.
_AHEAD = {Rhythm.DAILY: timedelta(days=3), Rhythm.WEEKLY: timedelta(days=7)}
_FIRST = timedelta(days=7)  # how far back the first digest looks for news


class Look(NamedTuple):
    """One look at what concerns a reader. `told_at`: the look before, that of their last digest."""

    now: datetime
    rhythm: Rhythm = Rhythm.DAILY
    told_at: datetime | None = None

    @property
    def today(self) -> date:
        return clock.local(self.now).date()

    @property
    def last_day(self) -> date:
        """Of what is due soon."""
        return self.today + _AHEAD[self.rhythm]

    @property
    def told_on(self) -> date | None:
        """The day of the look before."""
        return clock.local(self.told_at).date() if self.told_at else None

    @property
    def since(self) -> datetime:
        """What was written after this is news …"""
        return (self.told_at or self.now - _FIRST) - SETTLED

    @property
    def until(self) -> datetime:
        """… up to this, inclusive."""
        return self.now - SETTLED
