"""Follow-ups by status: what stands in each lane of the board, and where a card may go."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, union_all
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.follow_ups.listing import (
    FollowUpFilter,
    FollowUpRow,
    Shown,
    Sort,
    conditions,
    cut,
    fitting,
    rows,
)
from tracker.domain.models import FollowUp, FollowUpStatus

MOST = 20  # cards of a lane; the list has the rest

_ENDS = (FollowUpStatus.DONE, FollowUpStatus.DECLINED)
# The diagram: where a follow-up may go from each status, by the verbs.
MOVES: Mapping[FollowUpStatus, tuple[FollowUpStatus, ...]] = MappingProxyType(
    {
        FollowUpStatus.PROPOSED: (FollowUpStatus.OPEN, *_ENDS),
        FollowUpStatus.OPEN: (FollowUpStatus.IN_PROGRESS, FollowUpStatus.WAITING, *_ENDS),
        FollowUpStatus.IN_PROGRESS: (FollowUpStatus.WAITING, *_ENDS),
        FollowUpStatus.WAITING: (FollowUpStatus.IN_PROGRESS, *_ENDS),
        FollowUpStatus.TO_CONFIRM: (FollowUpStatus.IN_PROGRESS, FollowUpStatus.DONE),
        FollowUpStatus.DONE: (FollowUpStatus.OPEN,),
        FollowUpStatus.DECLINED: (FollowUpStatus.OPEN,),
    }
)
# What a card is not put into stands only while it holds something.
_AIMS = frozenset(aim for aims in MOVES.values() for aim in aims)


class Lane(NamedTuple):
    """The follow-ups of one status: the first of them, and how many fit."""

    status: FollowUpStatus
    rows: list[FollowUpRow]
    total: int


def lanes_of(wanted: FollowUpFilter) -> list[FollowUpStatus]:
    """The statuses that a filter lets through."""
    if wanted.status is not None:
        return [wanted.status]
    of_shown = {Shown.OPEN: (False,), Shown.CLOSED: (True,), Shown.ALL: (False, True)}
    return [status for status in FollowUpStatus if status.is_closed in of_shown[wanted.shown]]


@guarded(Action.READ)
def board(session: Session, wanted: FollowUpFilter = FollowUpFilter(), *, by: User) -> list[Lane]:
    """A lane for each status that fits: the most urgent first, of closed ones the latest."""
    totals = _totals(session, wanted)
    lanes = [
        Lane(status, [], totals.get(status, 0))
        for status in lanes_of(wanted)
        if status in _AIMS or status in totals
    ]
    if not totals:
        return lanes
    parts = (_first(wanted, lane.status, by.language) for lane in lanes if lane.total)
    query = rows(by.language, clock.today()).where(col(FollowUp.id).in_(union_all(*parts)))
    by_status = {lane.status: lane.rows for lane in lanes}
    for values in session.execute(query.order_by(*_order(False))):
        row = cut(FollowUpRow(*values))
        by_status[row.status].append(row)
    for lane in lanes:
        if lane.status.is_closed:
            lane.rows.sort(key=lambda row: (row.closed_at, row.id), reverse=True)
    return lanes


def _totals(session: Session, wanted: FollowUpFilter) -> dict[FollowUpStatus, int]:
    """How many fit, by status. The statuses themselves are asked for: they stand in an index."""
    status, narrowed = col(FollowUp.status), conditions(wanted._replace(shown=Shown.ALL))
    fits = (col(FollowUp.deleted_at).is_(None), status.in_(lanes_of(wanted)), *narrowed)
    count = select(status, func.count()).where(*fits).group_by(status)
    return dict(session.execute(count).all())


def _first(wanted: FollowUpFilter, status: FollowUpStatus, language: str) -> "Select[Any]":
    """The ids of the first that stand in a lane."""
    if status.is_closed:
        closed = wanted._replace(status=None, shown=Shown.CLOSED)
        # By a function, so that SQLite goes along the moments of closing, not along the statuses.
        of_lane = func.lower(col(FollowUp.status)) == str(status)
        ids = fitting(closed, language, Sort.DUE, False).where(of_lane)
    else:
        ids = fitting(wanted._replace(status=status), language, Sort.DUE, False)
    first = ids.order_by(None).order_by(*_order(status.is_closed)).limit(MOST).subquery()
    return select(first.c.id)


def _order(is_closed: bool) -> list[Any]:
    if is_closed:
        return [col(FollowUp.closed_at).desc(), col(FollowUp.id).desc()]
    return [col(FollowUp.due_on).asc().nulls_last(), col(FollowUp.id)]
