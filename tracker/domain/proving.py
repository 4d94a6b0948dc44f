"""Proving once more that one is oneself, before what a stranger at an open browser must not do.

To end other sign-ins, and to change by what somebody comes in – an account, its address, role,
password, second factor – one has to have proved it in the last minutes: by signing in just now, or
by the password once more, with a code where there is a second factor. Who comes by the
university's provider only is asked there again.
"""

from datetime import timedelta
from enum import Enum

from sqlmodel import Session

from tracker import clock, db
from tracker.access import Action, User, guarded
from tracker.domain import own_password, passwords, rate_limits
from tracker.domain.models import Account, SignIn
from tracker.domain.second_factor import asking, codes
from tracker.door_errors import ProofDue, WrongCode

FRESH = timedelta(minutes=10)
_MORE = timedelta(minutes=5)  # for whoever was not asked when their form opened


class Due(Enum):
    """What has to be shown."""

    NOTHING = 0
    PASSWORD = 1
    BOTH = 2  # and a code
    AGAIN = 3  # there is no password: a new sign-in


@guarded(Action.SETTLE_OWN)
def due(session: Session, *, by: User) -> Due:
    """What a form has to ask for."""
    if _is_fresh(session, by, FRESH):
        return Due.NOTHING
    account = session.get_one(Account, by.id)
    if not (account.password_hash and passwords.are_on()):
        return Due.AGAIN
    return Due.BOTH if asking.is_asked(account) else Due.PASSWORD


def expect(session: Session, by: User) -> None:
    """Raises ProofDue."""
    if not _is_fresh(session, by, FRESH + _MORE):
        raise ProofDue(f"account {by.id}")


def prove(password: str, code: str = "", *, by: User) -> None:
    """Whoever sits there knows the password, and has the telephone where there is one.

    Manages its own transactions, because checking is slow; a try is counted before it is looked
    at. Raises WrongPassword, WrongCode, PasswordsOff, TooManyAttempts.
    """
    own_password.prove(password, by=by)
    with db.transaction() as session:
        tries = rate_limits.attempt(session, "", "", own=f"code of {by.id}")
    with db.transaction() as session:
        account = session.get_one(Account, by.id)
        if asking.is_asked(account) and not codes.use(session, by.id, code):
            raise WrongCode
        rate_limits.forgive(session, tries)
        note(session, by=by)


@guarded(Action.SETTLE_OWN)
def note(session: Session, *, by: User) -> None:
    """It was proved just now, in this browser. The caller has seen to it."""
    sign_in = session.get(SignIn, by.sign_in or 0)
    if sign_in is not None and sign_in.account_id == by.id:
        sign_in.proved_at = clock.now()
        session.flush()


def _is_fresh(session: Session, by: User, window: timedelta) -> bool:
    """Who is at the console, without a sign-in, owns the database anyway."""
    if by.sign_in is None:
        return True
    sign_in = session.get(SignIn, by.sign_in)
    at = sign_in.proved_at if sign_in and sign_in.account_id == by.id else None
    # One that is ahead was written while a clock was wrong.
    return at is not None and abs(clock.now() - at) < window
