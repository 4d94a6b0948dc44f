"""Links by which a person chooses a password: an invitation, or because it was forgotten.

A link is a random token of 256 bits, of which only the hash is kept. It works once, for seven days
or for one hour, until there is a newer one, and only while its account is open and has the mail
address to which the link went. Looking at it uses nothing up: scanners of mail open every link.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlmodel import Session, col

from tracker import clock, db
from tracker.access import Action, User, guarded
from tracker.domain import account_keeping, known_browsers, passwords, proving, tokens
from tracker.domain.models import Account, AccountLink, Identity, Purpose
from tracker.domain.rate_limits import PER_MAILS, attempt
from tracker.domain.saving import id_of
from tracker.domain.tokens import hash_of
from tracker.door_errors import LinkOver
from tracker.errors import NotFound
from tracker.names.text import mail_key

LASTS = {Purpose.INVITATION: timedelta(days=7), Purpose.RESET: timedelta(hours=1)}


class Link(NamedTuple):
    """A link that was just made, and for whom. The token is stored nowhere."""

    token: str
    purpose: Purpose
    account_id: int
    name: str
    email: str
    language: str
    until: datetime


class Chosen(NamedTuple):
    """Whose password was chosen, and what the browser is to keep: it is a known one from now on."""

    email: str
    known: str


@guarded(Action.MANAGE_ACCOUNTS)
def make(session: Session, account_id: int, *, by: User) -> Link:
    """An invitation for whoever has no way in yet, else a link to choose a password.

    Raises ProofDue, PasswordsOff, and NotFound, also for a closed account.
    """
    proving.expect(session, by)
    passwords.expect_on()
    account = session.get(Account, account_id)
    if account is None or not account.active:
        raise NotFound(f"Account {account_id}")
    return _made(session, account)


def ask(session: Session, email: str) -> Link | None:
    """Somebody at the door says that they forgot the password of this account.

    None, which nobody must be told, where there is no such account or no password opens it:
    an invitation is the administrator's to renew, single sign-on has nothing to forget.
    """
    known = select(Account).where(col(Account.email) == mail_key(email), col(Account.active))
    account = session.scalars(known).one_or_none()
    return _made(session, account) if account and account.password_hash else None


def count(session: Session, email: str, *, address: str, known: str) -> None:
    """Count that a mail was asked for, whether there is such an account or not.

    Raises PasswordsOff, TooManyAttempts.
    """
    passwords.expect_on()
    wanted = mail_key(email)
    account = session.scalar(select(col(Account.id)).where(col(Account.email) == wanted))
    here = known_browsers.find(session, account or 0, known)
    own = f"mail {here}" if here else ""
    attempt(session, address, f"mail {wanted}", own=own, in_all=PER_MAILS)


def read(session: Session, token: str) -> Account:
    """Whose password the link is for. Raises LinkOver, and PasswordsOff where none opens."""
    passwords.expect_on()
    query = (
        select(Account)
        .join(AccountLink, col(AccountLink.account_id) == col(Account.id))
        .where(
            col(AccountLink.token_hash) == hash_of(token),
            col(AccountLink.expires_at) > clock.now(),
            col(AccountLink.email) == col(Account.email),
            col(Account.active),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise LinkOver
    return found


def choose(token: str, password: str, *, known: str = "") -> Chosen:
    """Set the password, use the link up, and sign the person out everywhere.

    Manages its own transactions, because hashing is slow. Raises LinkOver, PasswordsOff, and
    Invalid for a weak password, which uses nothing up.
    """
    with db.reading() as session:
        account = read(session, token)
    hashed = passwords.chosen(password, account.name, account.email)
    with db.transaction() as session:
        # Of two who use it at once, the second waits here and then finds it used.
        mine = select(AccountLink).where(col(AccountLink.token_hash) == hash_of(token))
        session.scalars(mine.with_for_update()).one_or_none()
        account = read(session, token)
        account_keeping.replace_password(session, account, hashed)
        known = known_browsers.remember(session, id_of(account), known)
        return Chosen(account.email, known)


def purge(session: Session) -> None:
    """Forget links that are too old."""
    session.execute(delete(AccountLink).where(col(AccountLink.expires_at) < clock.now()))


def _made(session: Session, account: Account) -> Link:
    token, account_id = tokens.new(), id_of(account)
    has_a_way = bool(account.password_hash) or _is_tied(session, account_id)
    purpose = Purpose.RESET if has_a_way else Purpose.INVITATION
    until = clock.now() + LASTS[purpose]
    kept = session.get(AccountLink, (account_id, purpose), with_for_update=True)
    if kept is None:
        kept = AccountLink(account_id=account_id, purpose=purpose, expires_at=until)
    kept.token_hash, kept.email, kept.expires_at = hash_of(token), account.email, until
    session.add(kept)
    session.flush()
    told = account.name, account.email, account.language
    return Link(token, purpose, account_id, *told, until)


def _is_tied(session: Session, account_id: int) -> bool:
    """Whether the university's provider lets its owner in, so that nobody has to invite them."""
    tied = select(col(Identity.id)).where(col(Identity.account_id) == account_id)
    return session.scalar(tied.limit(1)) is not None
