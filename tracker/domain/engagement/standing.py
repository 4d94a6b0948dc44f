"""Where all partners stand: worked out beside people's work, kept, and told with its age.

The scores change every day by themselves, so they are worked out anew each day, and whenever the
history has gone on. That takes time where much is recorded (some ten seconds for a million
interactions), so a step rests twenty times as long as the last one took: it never takes more than a
twentieth.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, func, insert, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.batches import batched
from tracker.domain.engagement import rules, sums
from tracker.domain.engagement.rules import Rule
from tracker.domain.engagement.sums import Part
from tracker.domain.models import Change, EngagementRun, EngagementScore, Trend

QUARTER = timedelta(days=91)  # the score is compared with that of so long ago
MOVED = 2.0  # points up or down that are more than chance
REST = 20  # times as long as the work took
AT_LEAST = timedelta(minutes=30)  # one that commits late may have an earlier number in the history
_AT_ONCE = 500
_NEVER = date.min  # of a run that has not come to its end


class Stood(NamedTuple):
    """Where a partner stands, as it is kept."""

    score: float | None
    before: float | None
    change: float | None
    kinds: int
    two_way: float | None


class Run(NamedTuple):
    """One time that all partners are gone through."""

    day: date
    at: datetime
    seen: int  # how far the history had gone
    rule: Rule


@guarded(Action.READ)
def last_run(session: Session, *, by: User) -> datetime | None:
    """When the scores were worked out; None before the first time."""
    run = session.get(EngagementRun, 1)
    return run.at if run and run.day != _NEVER else None


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


def begun(session: Session) -> Run:
    return Run(clock.today(), clock.now(), _latest(session), rules.known(session))


def worked_out(session: Session, run: Run, part: Part) -> dict[int, Stood]:
    """Where some partners stand. Only reads, so that nobody waits for it."""
    days = run.day, run.day - QUARTER
    found = sums.of_part(session, days, run.rule, part)
    return {partner: _stood(now, then) for partner, (now, then) in found if now is not None}


def keep(session: Session, part: Part, stood: Mapping[int, Stood]) -> None:
    """Write down what differs from what is kept of these partners."""
    _locked(session)
    columns: list[Any] = [getattr(EngagementScore, name) for name in Stood._fields]
    partner = col(EngagementScore.partner_id)
    query = select(partner, *columns).where(partner.between(*part))
    kept = {number: Stood(*values) for number, *values in session.execute(query)}
    changed = [number for number, now in stood.items() if kept.get(number) != now]
    _drop(session, [number for number in kept if kept[number] != stood.get(number)])
    for some in batched(changed, _AT_ONCE):
        rows = [{"partner_id": number, **stood[number]._asdict()} for number in some]
        session.connection().execute(insert(EngagementScore), rows)


def end(session: Session, run: Run, seconds: float) -> None:
    """From now on the scores are those of this run, which took so long. One that broke off before
    is due again."""
    row = _locked(session)
    row.day, row.at, row.seconds, row.seen = run.day, run.at, seconds, run.seen
    if rules.known(session) != run.rule:
        row.seen = rules.CHANGED
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
    first = {"id": 1, "day": _NEVER, "at": clock.now(), "seconds": 0.0, "seen": 0}
    session.connection().execute(insertion.values(first).on_conflict_do_nothing())
    return session.get_one(EngagementRun, 1, with_for_update=True)


def _drop(session: Session, numbers: list[int]) -> None:
    for some in batched(numbers, _AT_ONCE):
        gone = delete(EngagementScore).where(col(EngagementScore.partner_id).in_(some))
        session.connection().execute(gone)
