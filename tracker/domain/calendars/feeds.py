"""Private addresses: whoever knows one reads one colleague's calendar and nothing else.

A calendar program can't sign in, so the address itself is the key. It is shown once, can be
replaced or switched off at any time, and says nothing when its owner's account is closed.
"""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, Role, User, guarded
from tracker.domain.models import Account, CalendarFeed
from tracker.domain.sign_ins import hash_of

_NOTED = timedelta(hours=1)  # a reading is written down at most this often


class Feed(NamedTuple):
    """What is known of one's address, which itself is not."""

    since: datetime
    read_at: datetime | None  # the last time, to the hour


@guarded(Action.SETTLE_OWN)
def feed(session: Session, *, by: User) -> Feed | None:
    kept = session.get(CalendarFeed, by.id)
    return Feed(kept.created_at, kept.read_at) if kept else None


@guarded(Action.SETTLE_OWN)
def renew(session: Session, *, by: User) -> str:
    """A new token for one's address; the one before leads nowhere from now on."""
    token = secrets.token_urlsafe(32)
    switch_off(session, by=by)
    session.add(CalendarFeed(account_id=by.id, token_hash=hash_of(token)))
    session.flush()
    return token


@guarded(Action.SETTLE_OWN)
def switch_off(session: Session, *, by: User) -> None:
    if (kept := session.get(CalendarFeed, by.id)) is not None:
        session.delete(kept)
        session.flush()


def owner(session: Session, token: str) -> User | None:
    """Whose calendar it is, while the account is open; notes now and then that it was read.

    Nobody is signed in here, so it is not guarded: the token is the key.
    """
    query = (
        select(CalendarFeed, Account)
        .join(Account, col(Account.id) == col(CalendarFeed.account_id))
        .where(col(CalendarFeed.token_hash) == hash_of(token), col(Account.active))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    kept, account = found
    if kept.read_at is None or clock.now() - kept.read_at > _NOTED:
        kept.read_at = clock.now()
        session.flush()
    return User(account.id, account.email, account.name, Role(account.role), account.language)
