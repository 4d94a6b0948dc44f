"""A colleague's own follow-ups, sorted by when they are due."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import unchanged
from tracker.domain.follow_ups.listing import NAMED, FollowUpRow, cut, rows, still_open
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
    """The reader's open follow-ups, the most urgent first; kept, and so not to be changed."""
    key = "follow_ups.mine", by.id, by.language, today
    return unchanged.of_kinds(session, NAMED, key, lambda: _read(session, by, today))


def _read(session: Session, by: User, today: date) -> Mine:
    found = session.execute(_mine(by.language, today), {"owner": by.id}).all()
    total = len(found)
    if total == MOST:
        own = (still_open(), col(FollowUp.owner_id) == by.id)
        total = session.scalar(select(func.count()).where(*own)) or 0
    sunday = today + timedelta(days=6 - today.weekday())
    groups = Mine([], [], [], [], [], [], total)
    for values in found:
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


@lru_cache(maxsize=6)
def _mine(language: str, today: date) -> "Select[Any]":
    query = rows(language, today).where(still_open(), col(FollowUp.owner_id) == bindparam("owner"))
    soonest = (col(FollowUp.due_on).asc().nulls_last(), col(FollowUp.id))
    return query.order_by(*soonest).limit(MOST)


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
