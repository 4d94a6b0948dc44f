"""Proving once more that one is oneself, before something about the own account changes."""

from sqlmodel import Session

from tracker import db
from tracker.access import Action, User, guarded
from tracker.domain import passwords, rate_limits
from tracker.domain.models import Account
from tracker.errors import WrongPassword


def prove(password: str, *, by: User) -> str:
    """Whoever sits there knows the password; returns what is stored of it.

    Manages its own transactions, because checking is slow. Raises WrongPassword, PasswordsOff,
    TooManyAttempts.
    """
    passwords.expect_on()
    with db.transaction() as session:
        stored = _stored(session, by=by)
        tries = rate_limits.attempt(session, "", "", own=f"own password {by.id}")
    if not passwords.fits(password, stored):
        raise WrongPassword
    with db.transaction() as session:
        rate_limits.forgive(session, tries)
    return stored


@guarded(Action.SETTLE_OWN)
def _stored(session: Session, *, by: User) -> str:
    return session.get_one(Account, by.id).password_hash
