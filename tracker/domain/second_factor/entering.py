"""The second step of a sign-in: a code, or setting the second factor up where it is required.

Manages its own transactions: a try is counted before it is looked at, also when it is refused.
"""

from typing import NamedTuple

from sqlmodel import Session

from tracker import db
from tracker.access import Role, User
from tracker.domain import known_browsers, passwords, rate_limits, sign_ins
from tracker.domain.models import Account
from tracker.domain.saving import id_of
from tracker.domain.second_factor import codes, half, keeping
from tracker.domain.second_factor.half import Half
from tracker.domain.second_factor.keeping import Offer
from tracker.domain.sign_ins import Browser, Opened, Proof
from tracker.door_errors import FactorSet, SecondStepOver, WrongCode


class Whose(NamedTuple):
    """Who stands between the steps."""

    email: str
    must_set_up: bool


def look(token: str) -> Whose:
    """Raises SecondStepOver."""
    with db.reading() as session:
        begun = _begun(session, token)
        return Whose(begun.account.email, begun.must_set_up)


def enter(token: str, code: str, browser: Browser) -> Opened:
    """Open the door by a code. Raises SecondStepOver, WrongCode, TooManyAttempts."""
    tries = _counted(token, browser)
    with db.transaction() as session:
        begun = _begun(session, token)
        if not codes.use(session, id_of(begun.account), code):
            raise WrongCode
        return _opened(session, begun.account, browser, tries)


def offer(token: str, again: str = "") -> Offer:
    """A secret to set up on the way in. Raises SecondStepOver, FactorSet."""
    with db.transaction() as session:
        begun = _to_set_up(session, token)
        return keeping.offer(session, by=_user(begun.account), again=again)


def set_up(token: str, sealed: str, fits: str, browser: Browser) -> tuple[Opened, list[str]]:
    """Set it up and open the door; also returns the codes for paper.

    Raises SecondStepOver, FactorSet, WrongCode, TooManyAttempts.
    """
    tries = _counted(token, browser)
    with db.transaction() as session:
        account = _to_set_up(session, token).account
        paper = keeping.put_in(session, sealed, fits, by=_user(account))
        return _opened(session, account, browser, tries), paper


def _counted(token: str, browser: Browser) -> list[int]:
    with db.transaction() as session:
        account_id = id_of(_begun(session, token).account)
        known = known_browsers.find(session, account_id, browser.known)
        return rate_limits.attempt(
            session,
            browser.address,
            f"code {account_id}",
            own=f"code {account_id} {known}" if known else "",
            in_all=rate_limits.PER_CODES,
        )


def _to_set_up(session: Session, token: str) -> Half:
    begun = _begun(session, token)
    # Locked: of two who know the password and set it up at once, the second is too late.
    session.refresh(begun.account, with_for_update=True)
    if begun.account.second_factor:
        raise FactorSet
    return begun


def _opened(session: Session, account: Account, browser: Browser, tries: list[int]) -> Opened:
    half.end(session, id_of(account))
    rate_limits.forgive(session, tries)
    return sign_ins.open_for(session, account, proof=Proof.BOTH, **browser._asdict())


def _begun(session: Session, token: str) -> Half:
    begun = half.find(session, token) if passwords.are_on() else None
    if begun is None:
        raise SecondStepOver
    return begun


def _user(account: Account) -> User:
    return User(id_of(account), account.email, account.name, Role(account.role))
