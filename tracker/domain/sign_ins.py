"""The door: who comes in, how long they stay in, and who is shown out.

Nobody is signed in here yet, so these functions are not guarded. `sign_in`, and `come_in` which
ends it, manage their own transactions, because checking a password is slow and must not happen
inside one.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, delete, event, func, select, update
from sqlmodel import Session, col

from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import known_browsers, passwords, tokens
from tracker.domain.models import Account, SignIn
from tracker.domain.rate_limits import attempt, forgive
from tracker.domain.saving import id_of
from tracker.domain.second_factor import asking, half
from tracker.domain.tokens import hash_of as hash_of
from tracker.door_errors import SecondStepDue
from tracker.errors import SignedOut, WrongPassword
from tracker.names.text import clean_line, mail_key
from tracker.settings import settings

# An activity is written down at most this often; it is exact enough for the idle limit.
TOUCH = timedelta(minutes=1)
# So much may the clocks of several servers differ.
SKEW = timedelta(minutes=5)
# Ended sign-ins stay visible to their owner for a while.
KEPT = timedelta(days=30)


class Proof(Enum):
    """By what somebody has shown who they are."""

    PASSWORD = 1  # enough where no second factor is due
    BOTH = 2  # the password, and a code
    PROVIDER = 3  # single sign-on: whether to ask for a second factor is the provider's business
    CONSOLE = 4  # a link from the server's console, whose holder owns the database anyway


class Browser(NamedTuple):
    """Where somebody sits; `known` is the token of a browser that was signed in before."""

    address: str
    agent: str = ""
    known: str = ""


class Opened(NamedTuple):
    """A sign-in that has just begun. `token` and `known` are for cookies and are stored nowhere."""

    token: str
    account_id: int
    language: str
    expires_at: datetime
    email: str = ""
    known: str = ""


def sign_in(email: str, password: str, *, address: str, agent: str = "", known: str = "") -> Opened:
    """Open the door for a colleague.

    Raises WrongPassword, TooManyAttempts, PasswordsOff, or SecondStepDue.

    An unknown address, a wrong password and a closed account are the same refusal, and take the
    same time.
    """
    passwords.expect_on()
    wanted = mail_key(email)
    with db.transaction() as session:
        account = session.scalars(
            select(Account).where(col(Account.email) == wanted, col(Account.active))
        ).one_or_none()
        here = known_browsers.find(session, id_of(account) if account else 0, known)
        # Counted before the password is looked at: a hundred tries at once are a hundred tries.
        tries = attempt(session, address, wanted, own=f"browser {here}" if here else "")
    if not passwords.fits(password, account.password_hash if account else ""):
        raise WrongPassword
    assert account is not None
    return come_in(account, Browser(address, agent, known), tries=tries)


def come_in(account: Account, browser: Browser, *, tries: Sequence[int] = ()) -> Opened:
    """The password was right: a new sign-in, or SecondStepDue where it is not enough."""
    with db.transaction() as session:
        forgive(session, list(tries))
        if not asking.is_due(_still(session, account)):
            return open_for(session, account, **browser._asdict())
        token = half.begin(session, id_of(account))
    raise SecondStepDue(token=token)


def open_for(
    session: Session,
    account: Account,
    *,
    agent: str = "",
    address: str = "",
    known: str = "",
    proof: Proof = Proof.PASSWORD,
    provider_session: str | None = None,
    proved_at: datetime | None = None,
) -> Opened:
    """A new sign-in with a new token for an account whose owner has proved who they are.

    Here it is decided what is proof enough. `proved_at` is for a proof that is not of this moment.
    Raises SecondStepDue where a password alone is not, SignedOut when the account was closed, or
    its password replaced, since that proof.
    """
    now = _still(session, account)
    if proof is Proof.PASSWORD and asking.is_due(now):
        raise SecondStepDue
    token, number = tokens.new(), id_of(now)
    expires = clock.now() + timedelta(hours=settings().session_hours)
    row = SignIn(
        account_id=number,
        token_hash=hash_of(token),
        expires_at=expires,
        agent=clean_line(agent)[:300],
        address=address[:64],
        provider_session=provider_session,
        proved_at=proved_at or clock.now(),
    )
    session.add(row)
    session.flush()
    if proof in (Proof.PASSWORD, Proof.BOTH):  # the others can't be held up by strangers' guesses
        known = known_browsers.remember(session, number, known)
    return Opened(token, number, now.language, expires, now.email, known)


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
    asked: dict[str, Any] = {"account": account_id}
    if sign_in is not None:
        asked |= {"sign_in": sign_in, **_limits()}
    found = session.execute(_who(sign_in is not None), asked).one_or_none()
    return _user(found, sign_in) if found else None


@cache
def _who(is_signed_in: bool) -> "Select[Any]":
    """What `_user` takes of an account. Spelled once: every run of a page asks."""
    columns = (getattr(Account, name) for name in ("id", "email", "name", "role", "language"))
    account: Any = bindparam("account")
    query = select(*(col(each) for each in columns))
    query = query.where(col(Account.id) == account, col(Account.active))
    if is_signed_in:
        mine = col(SignIn.id) == bindparam("sign_in"), col(SignIn.account_id) == account
        still = _open_within(**{name: bindparam(name) for name in _limits()})
        query = query.where(select(col(SignIn.id)).where(*mine, *still).exists())
    return query


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
    """Sign out every browser of an account, except one; sign-ins half begun are over, too."""
    _end(session, col(SignIn.account_id) == account_id, col(SignIn.id) != (but_not or 0))
    half.end(session, account_id)


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


def _still(session: Session, account: Account) -> Account:
    """The account as it is now. Raises SignedOut when it is closed or has another password."""
    now = session.get(Account, account.id, populate_existing=True, with_for_update={"read": True})
    if now is None or not now.active or now.password_hash != account.password_hash:
        raise SignedOut(f"account {account.id} was closed meanwhile")
    return now


def _user(account: Any, sign_in: int | None) -> User:
    role, language = Role(account.role), str(account.language)
    return User(account.id, account.email, account.name, role, language, sign_in)


def _is_open() -> list[Any]:
    return _open_within(**_limits())


def _limits() -> dict[str, datetime]:
    now, idle = clock.now(), timedelta(minutes=settings().idle_minutes)
    longest = timedelta(hours=settings().session_hours) + SKEW
    return {"now": now, "longest": now + longest, "first": now - idle, "last": now + idle}


def _open_within(*, now: Any, longest: Any, first: Any, last: Any) -> list[Any]:
    return [
        col(SignIn.revoked_at).is_(None),
        # Nobody stays in for longer because the clock was ahead when they came, or was put back.
        col(SignIn.expires_at).between(now, longest),
        col(SignIn.seen_at).between(first, last),
    ]


def _count(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement)
    return int(result.rowcount)
