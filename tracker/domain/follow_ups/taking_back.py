"""Taking back one's own last step with a follow-up, as history tells it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import recording, saving
from tracker.domain.follow_ups.verbs import put
from tracker.domain.models import Change, FollowUp, FollowUpStatus, Kind
from tracker.errors import NothingToTakeBack

# What a step changes, and how it is read from the text that history keeps.
_STEPS: dict[str, Callable[[str], Any]] = {
    "status": FollowUpStatus,
    "outcome": str,
    "due_on": date.fromisoformat,
    "repeats_from": date.fromisoformat,
    "postponed_because": str,
    "owner_id": int,
    "closed_at": datetime.fromisoformat,
}
_TAKEN_BACK = "taken_back"  # what history calls such a step; it is none that can be taken back


@guarded(Action.EDIT)
def take_back(session: Session, follow_up_id: int, *, revision: int, by: User) -> FollowUp:
    """Put back status, outcome, day and owner as they were before one's own last change.

    What followed from it goes to the trash, unless somebody has worked on that already.
    One that was reopened is closed again as it was: on that day, by those who said so. Raises
    Stale, and NothingToTakeBack where the last change is a colleague's, something else, or a
    taking back.
    """
    follow_up = saving.found(session, FollowUp, follow_up_id)
    saving.expect(follow_up, revision)
    last = _last(session, follow_up_id)
    if not last or last[0].account_id != by.id or any(each.field not in _STEPS for each in last):
        raise NothingToTakeBack(f"FollowUp {follow_up_id}")
    before: dict[str, Any] = {
        each.field: None if each.old is None else _STEPS[each.field](each.old) for each in last
    }
    if before.get("status") is FollowUpStatus.TO_CONFIRM and not follow_up.status.has_outcome:
        raise NothingToTakeBack(f"FollowUp {follow_up_id}: nobody knows who reported it")
    recording.remark(session, follow_up, _TAKEN_BACK)
    for field in before.keys() - {"status", "outcome", "closed_at"}:
        setattr(follow_up, field, before[field])
    if "status" in before:
        said_by = follow_up.reported_by, follow_up.confirmed_by
        put(follow_up, before["status"], before.get("outcome", follow_up.outcome))
        if follow_up.closed_at is not None:
            follow_up.closed_at = before["closed_at"]
            follow_up.reported_by, follow_up.confirmed_by = said_by
        for following in _followed(session, follow_up_id, last[0].at):
            following.deleted_at, following.deleted_by = clock.now(), by.id
    session.flush()
    return follow_up


def _followed(session: Session, follow_up_id: int, at: datetime) -> Sequence[FollowUp]:
    """What came of that step and is as it came."""
    query = select(FollowUp).where(
        col(FollowUp.after_id) == follow_up_id,
        col(FollowUp.created_at) >= at,
        col(FollowUp.revision) == 1,
        col(FollowUp.deleted_at).is_(None),
    )
    return session.scalars(query).all()


def _last(session: Session, follow_up_id: int) -> Sequence[Change]:
    """The fields that the last save changed: all of them carry one instant."""
    of_it = (col(Change.kind) == Kind.FOLLOW_UP, col(Change.record_id) == follow_up_id)
    query = select(Change).where(*of_it).order_by(col(Change.id).desc()).limit(len(_STEPS) + 1)
    recent = session.scalars(query).all()
    return [each for each in recent if each.at == recent[0].at]
