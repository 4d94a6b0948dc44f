"""The door: who comes in, how long they stay in, and who is shown out.

Nobody is signed in here yet, so these functions are not guarded. `sign_in` and
`first_administrator` manage their own transactions, because checking a password is slow and must
not happen inside one.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, event, func, select, update
from sqlmodel import Session, col

from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import passwords
from tracker.domain.models import Account, SignIn
from tracker.domain.rate_limits import attempt, forgive
from tracker.domain.saving import id_of
from tracker.errors import SignedOut, WrongPassword
from tracker.names.text import clean_line
from tracker.settings import settings

# An activity is written down at most this often; it is exact enough for the idle limit.
TOUCH = timedelta(minutes=1)
# Ended sign-ins stay visible to their owner for a while.
KEPT = timedelta(days=30)


class Opened(NamedTuple):
    """A sign-in that has just begun. `token` is for the cookie and is stored nowhere."""

    token: str
    account_id: int
    language: str
    expires_at: datetime


def sign_in(email: str, password: str, *, address: str, agent: str = "") -> Opened:
    """Open the door for a colleague. Raises WrongPassword, TooManyAttempts or PasswordsOff.

    An unknown address, a wrong password and a closed account are the same refusal, and take the
    same time.
    """
    passwords.expect_on()
    wanted = clean_line(email).lower()[:254]
    with db.transaction() as session:
        # Counted before the password is looked at: a hundred tries at once are a hundred tries.
        tries = attempt(session, address, wanted)
        account = session.scalars(
            select(Account).where(col(Account.email) == wanted, col(Account.active))
        ).one_or_none()
    if not passwords.fits(password, account.password_hash if account else ""):
        raise WrongPassword
    assert account is not None
    with db.transaction() as session:
        forgive(session, tries)
        return open_for(session, account, agent=agent)


def open_for(
    session: Session, account: Account, *, agent: str = "", provider_session: str | None = None
) -> Opened:
    """A new sign-in with a new token for an account whose owner has proved who they are.

    Raises SignedOut when the account was closed, or its password replaced, since that proof.
    """
    assert account.id is not None
    now = session.get(Account, account.id, populate_existing=True, with_for_update={"read": True})
    if now is None or not now.active or now.password_hash != account.password_hash:
        raise SignedOut(f"account {account.id} was closed meanwhile")
    token = secrets.token_urlsafe(32)
    expires = clock.now() + timedelta(hours=settings().session_hours)
    row = SignIn(
        account_id=account.id,
        token_hash=hash_of(token),
        expires_at=expires,
        agent=clean_line(agent)[:300],
        provider_session=provider_session,
    )
    session.add(row)
    session.flush()
    return Opened(token, account.id, account.language, expires)


def hash_of(token: str) -> str:
    """What the database keeps of a token. The token is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def look_up(session: Session, token_hash: str) -> User | None:
    """Whose browser holds this token, unless the sign-in ended, expired or lay idle too long."""
    query = (
        select(Account, col(SignIn.id))
        .join(SignIn, col(SignIn.account_id) == col(Account.id))
        .where(col(SignIn.token_hash) == token_hash, *_is_open(), col(Account.active))
    )
    found = session.execute(query).one_or_none()
    return _user(found[0], found[1]) if found else None


def user_of(session: Session, account_id: int, sign_in: int | None) -> User | None:
    """The colleague as the database knows them now, or None when they may not work any more.

    Without a sign-in (the console, a test) only the account is asked for.
    """
    query = select(Account).where(col(Account.id) == account_id, col(Account.active))
    if sign_in is not None:
        mine = col(SignIn.id) == sign_in, col(SignIn.account_id) == account_id
        query = query.where(select(col(SignIn.id)).where(*mine, *_is_open()).exists())
    account = session.scalars(query).one_or_none()
    return _user(account, sign_in) if account else None


def touch(session: Session, sign_in: int) -> bool:
    """Note that somebody works here now. False when it was too late: the sign-in has ended."""
    mine = update(SignIn).where(col(SignIn.id) == sign_in, *_is_open())
    return _count(session, mine.values(seen_at=clock.now())) == 1


def open_among(session: Session, sign_ins: Iterable[int]) -> set[int]:
    """Which of these are still open."""
    query = (
        select(col(SignIn.id))
        .join(Account, col(Account.id) == col(SignIn.account_id))
        .where(col(SignIn.id).in_(list(sign_ins)), *_is_open(), col(Account.active))
    )
    return set(session.scalars(query))


def end(session: Session, token_hash: str) -> bool:
    """Sign out the browser with this token; whether the university's provider had let it in."""
    mine = col(SignIn.token_hash) == token_hash
    provider_session = session.scalar(select(col(SignIn.provider_session)).where(mine))
    _end(session, mine)
    return provider_session is not None


def end_of_account(session: Session, account_id: int, *, but_not: int | None = None) -> None:
    """Sign out every browser of an account, except one."""
    _end(session, col(SignIn.account_id) == account_id, col(SignIn.id) != (but_not or 0))


def end_of_provider(session: Session, account_id: int, provider_session: str = "") -> None:
    """Sign out what the university's provider has let in: all, or what belongs to its session."""
    theirs = col(SignIn.provider_session)
    wanted = theirs.in_(["", provider_session]) if provider_session else theirs.is_not(None)
    _end(session, col(SignIn.account_id) == account_id, wanted)


def end_one(session: Session, account_id: int, sign_in: int) -> None:
    """Sign out one browser of an account."""
    _end(session, col(SignIn.account_id) == account_id, col(SignIn.id) == sign_in)


def purge(session: Session) -> int:
    """Forget sign-ins that ended long ago; how many."""
    return _count(session, delete(SignIn).where(col(SignIn.expires_at) < clock.now() - KEPT))


def somebody(session: Session) -> bool:
    """Whether there is any account yet."""
    return session.scalar(select(func.count()).select_from(Account)) != 0


# Told after the commit which sign-ins ended, so that a server can close their open pages at once.
on_end: list[Callable[[set[int]], None]] = []

_ENDED = "ended sign-ins"


def _end(session: Session, *which: Any) -> None:
    wanted = select(col(SignIn.id)).where(*which, col(SignIn.revoked_at).is_(None))
    ended = set(session.scalars(wanted))
    if ended:
        these = update(SignIn).where(col(SignIn.id).in_(ended))
        session.execute(these.values(revoked_at=clock.now()))
        session.info.setdefault(_ENDED, set()).update(ended)


@event.listens_for(Session, "after_commit")
def _tell(session: Session) -> None:
    if ended := session.info.pop(_ENDED, None):
        for listener in on_end:
            listener(ended)


def _user(account: Account, sign_in: int | None) -> User:
    role, language = Role(account.role), str(account.language)
    return User(id_of(account), account.email, account.name, role, language, sign_in)


def _is_open() -> list[Any]:
    now = clock.now()
    return [
        col(SignIn.revoked_at).is_(None),
        col(SignIn.expires_at) > now,
        col(SignIn.seen_at) > now - timedelta(minutes=settings().idle_minutes),
    ]


def _count(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement)
    return int(result.rowcount)
