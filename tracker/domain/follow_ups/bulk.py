"""What is done with many follow-ups at once beside `reassign` and `postpone_many`, and undone."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import tags, undoing
from tracker.domain.follow_ups.listing import still_open
from tracker.domain.models import FollowUp, FollowUpTag
from tracker.errors import ChangedSince, Invalid
from tracker.names.text import clean_line


@guarded(Action.ASSIGN)
def tag_many(session: Session, ids: Sequence[int], *, names: Sequence[str], by: User) -> int:
    """Put tags on several. Closed ones stay as they are; returns how many were changed.

    Raises Invalid at `tags` where no tag is named.
    """
    if not any(clean_line(name) for name in names):
        raise Invalid("tags", "required")
    query = select(FollowUp).where(col(FollowUp.id).in_(ids), still_open())
    open_ones = session.scalars(query.order_by(col(FollowUp.id)).with_for_update()).all()
    return len(tags.add(session, FollowUpTag, open_ones, names))


@guarded(Action.UNDO)
def take_back_many(session: Session, undertaking_id: int, *, by: User) -> list[int]:
    """Put back all that an act on many changed, as `undoing.undo` does.

    Those that somebody changed since stay as they are now; returns them.
    """
    try:
        undoing.undo(session, undertaking_id, by=by)
    except ChangedSince as refused:
        undoing.undo(session, undertaking_id, by=by, keep_changed=True)
        return [number for _, number in refused.records]
    return []
