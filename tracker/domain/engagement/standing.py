"""Where all partners stand: worked out beside people's work, kept, and told with its age.

The scores change every day by themselves, so they are worked out anew each day, and whenever the
history has gone on. That takes time where much is recorded (some ten seconds for a million
interactions), so a step rests twenty times as long as the last one took: it never takes more than a
twentieth.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, func, insert, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.engagement import rules, sums
from tracker.domain.models import Change, EngagementRun, EngagementScore, Trend

QUARTER = timedelta(days=91)  # the score is compared with that of so long ago
MOVED = 2.0  # points up or down that are more than chance
REST = 20  # times as long as the work took
AT_LEAST = timedelta(minutes=30)  # one that commits late may have an earlier number in the history
_AT_ONCE = 500


class Stood(NamedTuple):
    """Where a partner stands, as it is kept."""

    score: float | None
    before: float | None
    change: float | None
    kinds: int
    two_way: float | None


class Worked(NamedTuple):
    """The scores of all partners of whom anything is recorded, as of a day."""

    day: date
    at: datetime
    seconds: float
    seen: int
    stood: dict[int, Stood]


@guarded(Action.READ)
def last_run(session: Session, *, by: User) -> datetime | None:
    """When the scores were worked out; None before the first time."""
    run = session.get(EngagementRun, 1)
    return run.at if run else None


def moving(wanted: Trend) -> Any:
    """The condition on partners with their scores joined, where there is one."""
    score, change = col(EngagementScore.score), col(EngagementScore.change)
    is_new = and_(score.is_not(None), col(EngagementScore.before).is_(None))
    return {
        Trend.KNOWN: score.is_not(None),
        Trend.RISING: or_(change >= MOVED, is_new),
        Trend.FALLING: change <= -MOVED,
        Trend.UNKNOWN: score.is_(None),
    }[wanted]


def is_due(session: Session) -> bool:
    """Whether the scores are to be worked out anew, and long enough after the last time."""
    run = session.get(EngagementRun, 1)
    if run is None or run.day != clock.today():
        return True
    if clock.is_fresh(run.at, timedelta(seconds=REST * run.seconds)):
        return False
    return not clock.is_fresh(run.at, AT_LEAST) or run.seen != _latest(session)


def worked_out(session: Session) -> Worked:
    """Where everybody stands today. Only reads, so that nobody waits for it."""
    begun, at, day = perf_counter(), clock.now(), clock.today()
    seen, rule = _latest(session), rules.known(session)
    found = sums.of_all(session, (day, day - QUARTER), rule)
    stood = {partner: _stood(now, then) for partner, (now, then) in found if now is not None}
    return Worked(day, at, perf_counter() - begun, seen, stood)


def keep(session: Session, worked: Worked) -> None:
    """Write down what differs from what is kept."""
    run = _locked(session)
    columns: list[Any] = [getattr(EngagementScore, name) for name in Stood._fields]
    kept = {
        number: Stood(*values)
        for number, *values in session.execute(select(col(EngagementScore.partner_id), *columns))
    }
    changed = [number for number, now in worked.stood.items() if kept.get(number) != now]
    _drop(session, [number for number in kept if kept[number] != worked.stood.get(number)])
    for some in _batches(changed):
        rows = [{"partner_id": number, **worked.stood[number]._asdict()} for number in some]
        session.connection().execute(insert(EngagementScore), rows)
    run.day, run.at, run.seconds, run.seen = worked.day, worked.at, worked.seconds, worked.seen
    session.flush()


def _stood(now: sums.Sum, then: sums.Sum | None) -> Stood:
    score, before = round(now.total, 1), None if then is None else round(then.total, 1)
    change = None if before is None else round(score - before, 1)
    two_way = None if now.two_way is None else round(now.two_way, 2)
    return Stood(score, before, change, now.kinds, two_way)


def _latest(session: Session) -> int:
    return session.scalar(select(func.max(col(Change.id)))) or 0


def _locked(session: Session) -> EngagementRun:
    """The row of the run; of two processes the second waits here."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insertion = (sqlite_insert if is_sqlite else postgresql_insert)(EngagementRun)
    first = {"id": 1, "day": clock.today(), "at": clock.now(), "seconds": 0.0, "seen": 0}
    session.connection().execute(insertion.values(first).on_conflict_do_nothing())
    return session.get_one(EngagementRun, 1, with_for_update=True)


def _drop(session: Session, numbers: list[int]) -> None:
    for some in _batches(numbers):
        gone = delete(EngagementScore).where(col(EngagementScore.partner_id).in_(some))
        session.connection().execute(gone)


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
