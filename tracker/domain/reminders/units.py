"""Which units a colleague answers for, and the late work that comes up to them from there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.follow_ups.listing import FollowUpRow, overdue_on, rows, still_open
from tracker.domain.models import Account, FollowUp, Unit
from tracker.domain.reminders.look import MOST, Look
from tracker.settings import settings


class Escalated(NamedTuple):
    """A follow-up that is late for so long that the head of its unit should know."""

    row: FollowUpRow


@guarded(Action.READ)
def escalated(session: Session, look: Look, *, by: User) -> list[Escalated]:
    """Others' open follow-ups of the units that the reader heads, late by more than n days.

    n is TRACKER_ESCALATE_AFTER. A unit without a head who may sign in belongs to whoever heads the
    unit that it is a part of, and so on upwards.
    """
    answered_for = [unit_id for unit_id, head in heads(session) if head == by.id]
    latest = look.today - timedelta(days=settings().escalate_after)
    query = rows(by.language, look.today).where(
        still_open(),
        overdue_on(latest),
        col(FollowUp.owner_id) != by.id,
        col(FollowUp.unit_id).in_(answered_for),
    )
    query = query.order_by(col(FollowUp.due_on), col(FollowUp.id)).limit(MOST)
    return [Escalated(FollowUpRow(*row)) for row in session.execute(query)]


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
