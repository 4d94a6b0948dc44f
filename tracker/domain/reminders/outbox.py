"""Mails on their way: each is put here once, sent by one process at a time, and noted as sent.

A process that wants to send a mail claims it for a while. When it dies, its claim ends by itself,
and another sends the mail – once more, if the first had come to hand it over but not to note so:
the mail server alone can't be asked. Both copies carry the same Message-ID.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.models import Account, DigestChoice, MailState, OutgoingMail
from tracker.domain.models.records import LINE
from tracker.errors import NotFound

CLAIMED = timedelta(minutes=10)  # longer than a server may take over one mail
ATTEMPTS = 10  # over about two days; then a mail is given up
_KEPT = timedelta(days=30)  # after its end
_TROUBLES = 50  # shown at once
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=8)


class Letter(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    html: str


class Claimed(NamedTuple):
    """A mail that is this process's to send, and to whom."""

    id: int
    claim: str
    name: str
    address: str
    letter: Letter
    message_id: str
    created_at: datetime
    direct: bool = False


class Queue(NamedTuple):
    """How many mails wait, since when the oldest does, and how many were given up."""

    waiting: int
    since: datetime | None
    given_up: int


class Trouble(NamedTuple):
    """A mail that was given up, or was refused and is to be tried again."""

    id: int
    account_id: int
    name: str
    address: str
    state: MailState
    attempts: int
    refusal: str
    at: datetime


def put(
    session: Session,
    letter: Letter,
    *,
    key: str,
    account_id: int,
    message_id: str,
    told_before: datetime | None,
    at: datetime | None = None,
    direct: bool = False,
    address: str | None = None,
) -> None:
    """Have it sent. The caller sees to it that a key is put once; the database insists.

    `at` is the look that it tells of. `direct` is about the account itself: it goes to the
    account's own address, wherever reminders go, and what it says is forgotten once it was sent.
    `address` is where it goes instead.
    """
    session.add(
        OutgoingMail(
            key=key,
            account_id=account_id,
            message_id=message_id,
            told_before=told_before,
            created_at=at or clock.now(),
            direct=direct,
            address=address,
            **letter._asdict(),
        )
    )
    session.flush()


def anything(session: Session) -> bool:
    """Whether there is a mail to send now."""
    return session.scalar(select(_claimable(clock.now()).exists())) or False


def claim(session: Session) -> Claimed | None:
    """The mail that is to be sent next, for nobody else from now on; None when there is none.

    For what is about an account somebody waits at the door: it goes before all digests.
    """
    now = clock.now()
    order = col(OutgoingMail.direct).desc(), col(OutgoingMail.next_at), col(OutgoingMail.id)
    query = _claimable(now).order_by(*order).limit(1)
    query = query.with_for_update(of=OutgoingMail, skip_locked=True)
    if (found := session.execute(query).one_or_none()) is None:
        return None
    mail, name, address = found
    mail.claim, mail.claimed_until = secrets.token_hex(16), now + CLAIMED
    session.flush()
    letter = Letter(mail.subject, mail.text, mail.html)
    told = letter, mail.message_id, mail.created_at, mail.direct
    return Claimed(mail.id, mail.claim, name, address, *told)


def sent(session: Session, claimed: Claimed) -> None:
    """The mail server has taken it. True whoever holds the claim by now."""
    mail = _locked(session, claimed.id)
    if mail is not None:
        mail.state, mail.ended_at = MailState.SENT, clock.now()
        mail.claim = mail.claimed_until = mail.refusal = None
        if mail.direct:
            mail.text = mail.html = ""
            mail.address = None
        session.flush()


def failed(session: Session, claimed: Claimed, why: str, *, for_good: bool) -> bool:
    """It was refused: try again later, or give it up. Returns whether it was given up.

    What a mail told that was given up is news again for the next one.
    """
    mail = _locked(session, claimed.id)
    if mail is None or mail.claim != claimed.claim:
        return False
    mail.claim = mail.claimed_until = None
    mail.attempts += 1
    mail.refusal = why[:LINE]
    if for_good or mail.attempts >= ATTEMPTS:
        mail.state, mail.ended_at = MailState.GIVEN_UP, clock.now()
        choice = _choice(session, mail)
        # Where a later one has told more, that one holds what this one told.
        if choice is not None and choice.told_at and choice.told_at <= mail.created_at:
            choice.told_at = mail.told_before
    else:
        mail.next_at = clock.now() + min(_FIRST_PAUSE * 2 ** (mail.attempts - 1), _LONGEST_PAUSE)
    session.flush()
    return mail.state is MailState.GIVEN_UP


def release(session: Session, claimed: Claimed) -> None:
    """It was not tried: somebody else may, at once."""
    mail = _locked(session, claimed.id)
    if mail is not None and mail.claim == claimed.claim:
        mail.claim = mail.claimed_until = None
        session.flush()


def queue(session: Session) -> Queue:
    """How many mails wait and were given up: for `tracker check`."""
    counts = (
        func.count().filter(col(OutgoingMail.state) == MailState.WAITING),
        func.min(OutgoingMail.created_at).filter(col(OutgoingMail.state) == MailState.WAITING),
        func.count().filter(col(OutgoingMail.state) == MailState.GIVEN_UP),
    )
    return Queue(*session.execute(select(*counts)).one())


def purge(session: Session) -> None:
    """Forget mails long after their end, and those to accounts that were closed meanwhile."""
    old = col(OutgoingMail.ended_at) < clock.now() - _KEPT
    closed = and_(col(OutgoingMail.state) == MailState.WAITING, ~col(Account.active))
    query = select(OutgoingMail).join(Account, col(Account.id) == col(OutgoingMail.account_id))
    for mail in session.scalars(query.where(or_(old, closed))):
        session.delete(mail)
    session.flush()


@guarded(Action.MANAGE_ACCOUNTS)
def troubles(session: Session, *, by: User) -> list[Trouble]:
    """Mails that were refused: those given up first, the latest first."""
    mail = OutgoingMail
    query = (
        select(col(mail.id), col(Account.id), col(Account.name), _address(), col(mail.state))
        .add_columns(col(mail.attempts), col(mail.refusal))
        .add_columns(func.coalesce(mail.ended_at, mail.created_at))
        .join(Account, col(Account.id) == col(mail.account_id))
        .outerjoin(DigestChoice, col(DigestChoice.account_id) == col(Account.id))
        .where(col(mail.refusal).is_not(None))
        .order_by(col(mail.state), col(mail.id).desc())
        .limit(_TROUBLES)
    )
    return [Trouble(*row) for row in session.execute(query)]


@guarded(Action.MANAGE_ACCOUNTS)
def try_again(session: Session, mail_id: int, *, by: User) -> None:
    """Send a mail that was refused as soon as possible. Raises NotFound.

    What it tells is no news for the next one any more, unless it is given up once more.
    """
    mail = _locked(session, mail_id)
    if mail is None:
        raise NotFound(f"OutgoingMail {mail_id}")
    if mail.state is not MailState.SENT:
        choice = _choice(session, mail)
        if choice is not None and (choice.told_at is None or choice.told_at < mail.created_at):
            mail.told_before, choice.told_at = choice.told_at, mail.created_at
        mail.state, mail.attempts, mail.next_at = MailState.WAITING, 0, clock.now()
        mail.ended_at = None
        session.flush()


def _claimable(now: datetime) -> "Select[Any, Any, Any]":
    """Mails that may be sent now, with the name and address of whoever gets them."""
    mail = OutgoingMail
    return (
        select(mail, col(Account.name), _address())
        .join(Account, and_(col(Account.id) == col(mail.account_id), col(Account.active)))
        .outerjoin(DigestChoice, col(DigestChoice.account_id) == col(Account.id))
        .where(
            col(mail.state) == MailState.WAITING,
            # Twice as far ahead as anything is put: that was a clock which was wrong. Less may be
            # another process, whose `now` is later than ours.
            or_(col(mail.next_at) <= now, col(mail.next_at) > now + 2 * _LONGEST_PAUSE),
            or_(
                col(mail.claimed_until).is_(None),
                col(mail.claimed_until) < now,
                col(mail.claimed_until) > now + 2 * CLAIMED,
            ),
        )
    )


def _address() -> ColumnElement[str]:
    chosen = func.coalesce(DigestChoice.mail_to, Account.email)
    usual = case((col(OutgoingMail.direct), col(Account.email)), else_=chosen)
    return func.coalesce(OutgoingMail.address, usual)


def _choice(session: Session, mail: OutgoingMail) -> DigestChoice | None:
    """Which remembers what its reader was told last; nothing where the mail is no digest."""
    if mail.direct:
        return None
    return session.get(DigestChoice, mail.account_id, with_for_update=True, populate_existing=True)


def _locked(session: Session, mail_id: int) -> OutgoingMail | None:
    return session.get(OutgoingMail, mail_id, with_for_update=True, populate_existing=True)
