"""Browsers in which an account was signed in before, by a token that only that browser has.

It opens nothing. It says that a try comes from the owner's own browser, so that it is counted
apart from those of strangers: see `rate_limits`.
"""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from tracker import clock
from tracker.domain import tokens
from tracker.domain.models import KnownBrowser
from tracker.domain.tokens import hash_of

KEPT = timedelta(days=365)  # since the last sign-in there
MOST = 20  # an account; the one unused for longest gives way


def find(session: Session, account_id: int, token: str) -> int | None:
    """The known browser of this account that has the token."""
    found: int | None = session.scalar(
        select(col(KnownBrowser.id)).where(
            col(KnownBrowser.account_id) == account_id,
            col(KnownBrowser.token_hash) == hash_of(token),
            col(KnownBrowser.seen_at) > clock.now() - KEPT,
        )
    )
    return found


def remember(session: Session, account_id: int, token: str) -> str:
    """The account was signed in here; returns the token that the browser is to keep.

    A token that is not this account's is not taken over: somebody may have put it there.
    """
    known = find(session, account_id, token)
    if known is not None:
        session.get_one(KnownBrowser, known).seen_at = clock.now()
        session.flush()
        return token
    token = tokens.new()
    session.add(KnownBrowser(account_id=account_id, token_hash=hash_of(token)))
    session.flush()
    ours = select(col(KnownBrowser.id)).where(col(KnownBrowser.account_id) == account_id)
    latest = ours.order_by(col(KnownBrowser.seen_at).desc(), col(KnownBrowser.id).desc())
    older = delete(KnownBrowser).where(col(KnownBrowser.id).in_(latest.offset(MOST)))
    session.execute(older)
    return token


def purge(session: Session) -> None:
    """Forget browsers that were not used for long."""
    session.execute(delete(KnownBrowser).where(col(KnownBrowser.seen_at) < clock.now() - KEPT))
