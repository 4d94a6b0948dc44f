"""A sign-in between its two steps: kept for some minutes for one browser. It opens nothing."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlmodel import Session, col

from tracker import clock
from tracker.domain import tokens
from tracker.domain.models import Account, HalfSignIn
from tracker.domain.second_factor import asking
from tracker.domain.tokens import hash_of

LASTS = timedelta(minutes=10)


class Half(NamedTuple):
    """Whose password was right, and whether there is no second factor yet."""

    id: int
    account: Account
    must_set_up: bool


def begin(session: Session, account_id: int) -> str:
    """The password was right; returns the token for the browser's cookie."""
    token = tokens.new()
    ends = clock.now() + LASTS
    session.add(HalfSignIn(account_id=account_id, token_hash=hash_of(token), expires_at=ends))
    session.flush()
    return token


def find(session: Session, token: str) -> Half | None:
    """The sign-in that this browser has begun, unless it took too long or the account changed."""
    query = (
        select(col(HalfSignIn.id), Account)
        .join(Account, col(Account.id) == col(HalfSignIn.account_id))
        .where(
            col(HalfSignIn.token_hash) == hash_of(token),
            col(HalfSignIn.expires_at) > clock.now(),
            col(Account.active),
        )
    )
    found = session.execute(query).one_or_none()
    return Half(found[0], found[1], asking.must_set_up(found[1])) if found else None


def end(session: Session, account_id: int) -> None:
    """What was begun for an account is over: its password, role or second factor changed."""
    session.execute(delete(HalfSignIn).where(col(HalfSignIn.account_id) == account_id))


def purge(session: Session) -> None:
    """Forget those that were not finished."""
    session.execute(delete(HalfSignIn).where(col(HalfSignIn.expires_at) < clock.now()))
