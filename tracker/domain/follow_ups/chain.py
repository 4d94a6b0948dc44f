"""What a follow-up followed from, and what followed from it."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, or_
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.follow_ups.listing import FollowUpRow, cut, rows
from tracker.domain.models import FollowUp

_MOST = 200


@guarded(Action.READ)
def before_and_after(
    session: Session, follow_up: FollowUp, *, by: User
) -> tuple[list[FollowUpRow], list[FollowUpRow]]:
    """The one that it followed from, and those that followed from it."""
    asked = _near(by.language, clock.today())
    found = session.execute(asked, {"own": follow_up.id, "before": follow_up.after_id})
    near = [cut(FollowUpRow(*row)) for row in found]
    return (
        [row for row in near if row.id == follow_up.after_id],
        [row for row in near if row.id != follow_up.after_id],
    )


@lru_cache(maxsize=6)
def _near(language: str, today: date) -> "Select[Any]":
    """Spelled once a day: spelling it takes ten times as long as asking."""
    own, before = bindparam("own", type_=Integer), bindparam("before", type_=Integer)
    near = or_(col(FollowUp.id) == before, col(FollowUp.after_id) == own)
    return rows(language, today).where(near).order_by(col(FollowUp.id)).limit(_MOST)
