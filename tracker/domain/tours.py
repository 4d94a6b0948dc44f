"""Whether a person still wants to be shown around: once an account, and again when they ask."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.models import Account


@guarded(Action.SETTLE_OWN)
def is_wanted(session: Session, *, by: User) -> bool:
    """New here, or asked for it again, and not seen it out since."""
    seen = session.execute(select(col(Account.toured_at)).where(col(Account.id) == by.id))
    return seen.scalar() is None


@guarded(Action.SETTLE_OWN)
def end(session: Session, *, by: User) -> None:
    """Seen it, or does not want to."""
    _note(session, by, clock.now())


@guarded(Action.SETTLE_OWN)
def begin(session: Session, *, by: User) -> None:
    """Once more from the start."""
    _note(session, by, None)


def _note(session: Session, by: User, moment: datetime | None) -> None:
    # Not through the object: this is no edit, and must not make an administrator's stale.
    session.execute(update(Account).where(col(Account.id) == by.id).values(toured_at=moment))
