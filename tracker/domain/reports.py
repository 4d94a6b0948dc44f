"""The figures of the dashboard. Each function is one figure; its docstring is the definition.

Nothing in the trash is counted anywhere. Every figure is one query that adds up in the database.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import agreements, follow_ups
from tracker.domain.days import local_day, start_of
from tracker.domain.models import (
    Agreement,
    FollowUp,
    FollowUpStatus,
    Interaction,
    Partner,
    Sector,
    Stage,
)


class Tiles(NamedTuple):
    """The figures at the top of the dashboard."""

    active_partners: int
    interactions: int  # in the last 30 days
    interactions_before: int  # in the 30 days before those
    open_follow_ups: int
    overdue_follow_ups: int
    kept_rate: float | None  # from 0 to 1; None when nothing was due
    agreements_ending: int  # in the next 90 days


class SectorCount(NamedTuple):
    sector: Sector
    stage: Stage
    partners: int


class MonthCount(NamedTuple):
    month: date  # its first day
    interactions: int


class StatusCount(NamedTuple):
    status: FollowUpStatus
    follow_ups: int


@guarded(Action.READ)
def partners_by_sector_and_stage(session: Session, *, by: User) -> list[SectorCount]:
    """How many partners there are in each sector at each stage; only pairs that occur."""
    query = (
        select(col(Partner.sector), col(Partner.stage), func.count())
        .where(col(Partner.deleted_at).is_(None))
        .group_by(col(Partner.sector), col(Partner.stage))
    )
    counts = [SectorCount(*row) for row in session.execute(query)]
    sectors, stages = list(Sector), list(Stage)
    return sorted(counts, key=lambda row: (sectors.index(row.sector), stages.index(row.stage)))


@guarded(Action.READ)
def interactions_by_month(
    session: Session, *, by: User, today: date, months: int = 12
) -> list[MonthCount]:
    """How many interactions happened in each calendar month, up to and with the present one.

    Months without any are there with zero.
    """
    starts = _months(today, months)
    # One walk along the index of days for each month: nothing is worked out for any row.
    day = col(Interaction.happened_on)
    counts = [_count(Interaction, day >= start, day < _next_month(start)) for start in starts]
    found = session.execute(select(*counts)).one()
    return [MonthCount(start, number) for start, number in zip(starts, found, strict=True)]


@guarded(Action.READ)
def follow_ups_by_status(session: Session, *, by: User) -> list[StatusCount]:
    """How many follow-ups there are in each status, every status in the order of the work."""
    query = (
        select(col(FollowUp.status), func.count())
        .where(col(FollowUp.deleted_at).is_(None))
        .group_by(col(FollowUp.status))
    )
    counts = {row[0]: row[1] for row in session.execute(query)}
    return [StatusCount(status, counts.get(status, 0)) for status in FollowUpStatus]


@guarded(Action.READ)
def overdue_by_owner(session: Session, *, by: User) -> list[follow_ups.OwnerCount]:
    """How many follow-ups are open although their day is over, for each colleague who has any.

    The colleague with the most comes first.
    """
    late = follow_ups.FollowUpFilter(overdue=True)
    counts = follow_ups.by_owner(session, late, by=by)
    return sorted(counts, key=lambda row: -row.overdue)


@guarded(Action.READ)
def tiles(session: Session, *, by: User, today: date) -> Tiles:
    """The figures at a glance, all in one query.

    - Active partners: those at the stage "active".
    - Interactions: those of today and the 29 days before; and of the 30 days before those.
    - Open follow-ups: neither done nor declined. Overdue: open, and their day is before today.
    - Kept rate: of the follow-ups with a day that were closed in the last 12 months, the part
      that was done on that day or before it.
    - Agreements ending: valid until today or one of the 90 days after it, neither renewed nor
      let go.
    """
    recent, earlier = today - timedelta(days=29), today - timedelta(days=59)
    closed = _closed(session, today)
    figures = (
        _count(Partner, col(Partner.stage) == Stage.ACTIVE),
        _count(Interaction, col(Interaction.happened_on).between(recent, today)),
        _count(
            Interaction,
            col(Interaction.happened_on).between(earlier, recent - timedelta(days=1)),
        ),
        _count(FollowUp, col(FollowUp.closed_at).is_(None)),
        _count(FollowUp, col(FollowUp.closed_at).is_(None), col(FollowUp.due_on) < today),
        closed.c.closed,
        closed.c.kept,
        _count(Agreement, agreements.ends_within(agreements.Within.QUARTER.days, today)),
    )
    values = session.execute(select(*figures).select_from(closed)).one()
    active, now, before, still_open, overdue, closed_number, kept_number, ending = values
    rate = kept_number / closed_number if closed_number else None
    return Tiles(active, now, before, still_open, overdue, rate, ending)


def _count(table: Any, *conditions: Any) -> Any:
    query = select(func.count()).select_from(table).where(table.deleted_at.is_(None), *conditions)
    return query.scalar_subquery()


def _closed(session: Session, today: date) -> Any:
    """One row: how many with a day were closed in the last 12 months, and how many in time."""
    # 29 February has no namesake a year earlier.
    year_ago = date(today.year - 1, today.month, min(today.day, 28 if today.month == 2 else 31))
    day, due = local_day(session, col(FollowUp.closed_at)), col(FollowUp.due_on)
    in_time = and_(col(FollowUp.status) == FollowUpStatus.DONE, day <= due)
    return (
        select(
            func.count().label("closed"),
            func.coalesce(func.sum(case((in_time, 1), else_=0)), 0).label("kept"),
        )
        .where(
            col(FollowUp.closed_at) >= start_of(year_ago + timedelta(days=1)),
            col(FollowUp.closed_at) < start_of(today + timedelta(days=1)),
            due.is_not(None),
            col(FollowUp.deleted_at).is_(None),
        )
        .subquery()
    )


def _months(today: date, months: int) -> list[date]:
    """The first days of the last `months` months, this one included."""
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - months + 1, last + 1)]


def _next_month(start: date) -> date:
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)
