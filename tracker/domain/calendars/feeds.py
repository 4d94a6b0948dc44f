"""Keys of calendars: whoever knows one reads one colleague's calendar and nothing else.

A calendar program can't sign in as people do. Some send a name and a password: theirs is the key,
and opens nothing else. Others send nothing but the address, so that there the key has to stand in
it, and may be seen by who sees the address; the administrator can rule these out. Either is shown
once, can be replaced or switched off at any time, ends when it is not used, and says nothing when
its owner's account is closed.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, Role, User, guarded
from tracker.domain.models import Account, CalendarFeed
from tracker.domain.sign_ins import hash_of
from tracker.errors import NotAllowed
from tracker.names.text import mail_key
from tracker.settings import settings

_NOTED = timedelta(hours=1)  # a reading is written down at most this often
UNUSED = timedelta(days=180)  # for which a key is good


class Feed(NamedTuple):
    """What is known of one's key, which itself is not."""

    since: datetime
    read_at: datetime | None  # the last time, to the hour
    in_address: bool


@guarded(Action.SETTLE_OWN)
def feed(session: Session, *, by: User) -> Feed | None:
    kept = session.get(CalendarFeed, by.id)
    return Feed(kept.created_at, kept.read_at, kept.in_address) if kept and _fits(kept) else None


@guarded(Action.SETTLE_OWN)
def renew(session: Session, *, by: User, in_address: bool = False) -> str:
    """A new key for one's calendar; the one before opens nothing from now on. Raises NotAllowed
    where it shall stand in no address."""
    if in_address and not settings().calendar_addresses:
        raise NotAllowed("no key in an address")
    token = secrets.token_urlsafe(32)
    switch_off(session, by=by)
    session.add(CalendarFeed(account_id=by.id, token_hash=hash_of(token), in_address=in_address))
    session.flush()
    return token


@guarded(Action.SETTLE_OWN)
def switch_off(session: Session, *, by: User) -> None:
    if (kept := session.get(CalendarFeed, by.id)) is not None:
        session.delete(kept)
        session.flush()


def owner(session: Session, token: str) -> User | None:
    """Whose calendar is at the address with this key, while the account is open; notes now and
    then that it was read.

    Nobody is signed in here, so it is not guarded: the token is the key.
    """
    return _reader(session, token, col(CalendarFeed.in_address))


def with_password(session: Session, email: str, password: str) -> User | None:
    """The same for a program that sends a name and the calendar's own password."""
    theirs = col(Account.email) == mail_key(email)
    return _reader(session, password, theirs, ~col(CalendarFeed.in_address))


def _reader(session: Session, token: str, *which: Any) -> User | None:
    query = (
        select(CalendarFeed, Account)
        .join(Account, col(Account.id) == col(CalendarFeed.account_id))
        .where(col(CalendarFeed.token_hash) == hash_of(token), col(Account.active), *which)
    )
    found = session.execute(query).one_or_none()
    if found is None or not _fits(found[0]):
        return None
    kept, account = found
    if kept.read_at is None or clock.now() - kept.read_at > _NOTED:
        kept.read_at = clock.now()
        session.flush()
    return User(account.id, account.email, account.name, Role(account.role), account.language)


def _fits(kept: CalendarFeed) -> bool:
    """Whether a key still opens anything."""
    if kept.in_address and not settings().calendar_addresses:
        return False
    return clock.now() - (kept.read_at or kept.created_at) < UNUSED
