"""A colleague's own follow-ups, sorted by when they are due."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.follow_ups.listing import FollowUpRow, cut, rows, still_open
from tracker.domain.models import FollowUp, FollowUpStatus

MOST = 100  # more than this on the start page helps nobody; the list has the rest


class Mine(NamedTuple):
    """What is open for one colleague. `total` counts all; the groups hold the first hundred."""

    overdue: list[FollowUpRow]
    today: list[FollowUpRow]
    this_week: list[FollowUpRow]  # after today, up to Sunday
    later: list[FollowUpRow]  # and those without a day
    waiting: list[FollowUpRow]  # where it is the partner's turn, whenever they are due
    to_confirm: list[FollowUpRow]  # where it is a colleague's turn
    total: int


class Pressing(NamedTuple):
    """How many of one's own cannot wait: it is nobody else's turn, and the day has come."""

    overdue: int
    today: int


@guarded(Action.READ)
def mine(session: Session, *, by: User, today: date) -> Mine:
    """The reader's open follow-ups, the most urgent first."""
    own = (still_open(), col(FollowUp.owner_id) == by.id)
    total = session.scalar(select(func.count()).where(*own)) or 0
    query = rows(by.language, today).where(*own)
    query = query.order_by(col(FollowUp.due_on).asc().nulls_last(), col(FollowUp.id)).limit(MOST)
    sunday = today + timedelta(days=6 - today.weekday())
    groups = Mine([], [], [], [], [], [], total)
    for values in session.execute(query):
        row = cut(FollowUpRow(*values))
        if row.status is FollowUpStatus.WAITING:
            groups.waiting.append(row)
        elif row.status is FollowUpStatus.TO_CONFIRM:
            groups.to_confirm.append(row)
        elif row.is_overdue:
            groups.overdue.append(row)
        elif row.due_on == today:
            groups.today.append(row)
        elif row.due_on is not None and row.due_on <= sunday:
            groups.this_week.append(row)
        else:
            groups.later.append(row)
    return groups


@guarded(Action.READ)
def pressing(session: Session, *, by: User, today: date) -> Pressing:
    """Of the reader's open follow-ups those that are due, for a number beside the word Home."""
    late = func.coalesce(func.sum(case((col(FollowUp.due_on) < today, 1), else_=0)), 0)
    query = select(func.count(), late).where(
        still_open(),
        col(FollowUp.owner_id) == by.id,
        col(FollowUp.due_on) <= today,
        col(FollowUp.status).not_in((FollowUpStatus.WAITING, FollowUpStatus.TO_CONFIRM)),
    )
    count, overdue = session.execute(query).one()
    return Pressing(int(overdue), count - int(overdue))
