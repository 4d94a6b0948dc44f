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
    waiting: int  # of all, those where it is the partner's turn
    total: int


@guarded(Action.READ)
def mine(session: Session, *, by: User, today: date) -> Mine:
    """The reader's open follow-ups, the most urgent first."""
    own = (still_open(), col(FollowUp.owner_id) == by.id)
    waits = case((col(FollowUp.status) == FollowUpStatus.WAITING, 1), else_=0)
    counted = select(func.count(), func.coalesce(func.sum(waits), 0)).where(*own)
    total, waiting = session.execute(counted).one()
    query = rows(by.language, today).where(*own)
    query = query.order_by(col(FollowUp.due_on).asc().nulls_last(), col(FollowUp.id)).limit(MOST)
    sunday = today + timedelta(days=6 - today.weekday())
    groups = Mine([], [], [], [], int(waiting), total)
    for values in session.execute(query):
        row = cut(FollowUpRow(*values))
        if row.is_overdue:
            groups.overdue.append(row)
        elif row.due_on == today:
            groups.today.append(row)
        elif row.due_on is not None and row.due_on <= sunday:
            groups.this_week.append(row)
        else:
            groups.later.append(row)
    return groups
