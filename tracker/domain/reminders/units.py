"""Which units a colleague answers for, and the late work that comes up to them from there."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from tracker.access import Action, Role, User, guarded
from tracker.domain.follow_ups.listing import FollowUpRow, overdue_on, rows, still_open
from tracker.domain.models import Account, FollowUp, Unit
from tracker.domain.reminders.look import MOST, Look
from tracker.settings import settings

Answers = Sequence[tuple[int, int]]


class Escalated(NamedTuple):
    """A follow-up that is late for so long that somebody above its owner should know."""

    row: FollowUpRow


@guarded(Action.READ)
def escalated(session: Session, look: Look, *, by: User) -> list[Escalated]:
    """Others' open follow-ups of the units that the reader heads, late by more than n days.

    n is TRACKER_ESCALATE_AFTER. A unit without a head who may sign in belongs to whoever heads the
    unit that it is a part of, and so on upwards. What is of no unit, or of one without anybody
    above it, is told to every manager.
    """
    latest = look.today - timedelta(days=settings().escalate_after)
    answers, unit_id = list(heads(session)), col(FollowUp.unit_id)
    concerns = [of_a_unit(unit_id, answers, by)]
    if by.role == Role.MANAGER:
        concerns.append(of_nobody(unit_id, answers))
    query = rows(by.language, look.today).where(
        still_open(),
        overdue_on(latest),
        col(FollowUp.owner_id) != by.id,
        or_(*concerns),
    )
    query = query.order_by(col(FollowUp.due_on), col(FollowUp.id)).limit(MOST)
    return [Escalated(FollowUpRow(*row)) for row in session.execute(query)]


def of_a_unit(unit_id: Any, answers: Answers, by: User) -> ColumnElement[bool]:
    """That the reader answers for a unit; `answers` is what `heads` says."""
    theirs: ColumnElement[bool] = unit_id.in_([unit for unit, head in answers if head == by.id])
    return theirs


def of_nobody(unit_id: Any, answers: Answers) -> ColumnElement[bool]:
    """That nobody answers for a unit, or that there is none."""
    return or_(unit_id.is_(None), unit_id.not_in([unit for unit, _ in answers]))


def heads(session: Session) -> Iterator[tuple[int, int]]:
    """Units that somebody answers for, and the account of whoever does."""
    query = (
        select(col(Unit.id), col(Unit.parent_id), col(Account.id))
        .outerjoin(Account, (col(Account.id) == col(Unit.head_id)) & col(Account.active))
        .where(col(Unit.deleted_at).is_(None))
    )
    known = {unit_id: (parent, head) for unit_id, parent, head in session.execute(query)}
    for unit_id in known:
        above, head = known[unit_id]
        passed = {unit_id}
        while head is None and above in known.keys() - passed:
            passed.add(above)
            above, head = known[above]
        if head is not None:
            yield unit_id, head
