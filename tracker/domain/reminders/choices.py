"""Who wants a digest how often, and who is due one now."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, Role, User, guarded
from tracker.domain.models import (
    Account,
    DigestChoice,
    DigestChoiceDraft,
    MailState,
    OutgoingMail,
    Rhythm,
)

_WORKING_DAYS = range(5)


class Due(NamedTuple):
    """A colleague at whose concerns it is time to look."""

    user: User
    rhythm: Rhythm
    looked_at: datetime | None
    told_at: datetime | None


@guarded(Action.SETTLE_OWN)
def choice(session: Session, *, by: User) -> DigestChoiceDraft:
    """What the person chose; daily, to their own address, until they do."""
    kept = session.get(DigestChoice, by.id)
    return DigestChoiceDraft.model_validate(kept.model_dump()) if kept else DigestChoiceDraft()


@guarded(Action.SETTLE_OWN)
def choose(session: Session, draft: DigestChoiceDraft, *, by: User) -> None:
    """From now on so. Whoever wants none gets none of those that still wait, or were given up and
    could be tried again, either; what is about the account itself is sent all the same."""
    _locked(session, by.id).sqlmodel_update(draft.model_dump())
    if draft.rhythm is Rhythm.OFF:
        theirs = col(OutgoingMail.account_id) == by.id, ~col(OutgoingMail.direct)
        unsent = select(OutgoingMail).where(*theirs, col(OutgoingMail.state) != MailState.SENT)
        for mail in session.scalars(unsent):
            session.delete(mail)
    session.flush()


def due(session: Session, now: datetime) -> list[Due]:
    """Open accounts whose digest is due: on working days, once a day or once from Monday on.

    While a digest to somebody waits there is no other: theirs will hold what is new by then.
    """
    waits = exists().where(_waits(), col(OutgoingMail.account_id) == col(Account.id))
    query = (
        select(Account, DigestChoice)
        .outerjoin(DigestChoice, col(DigestChoice.account_id) == col(Account.id))
        .where(col(Account.active), ~waits)
        .order_by(col(Account.id))
    )
    today = clock.local(now).date()
    found = []
    for account, kept in session.execute(query):
        kept = kept or DigestChoice(account_id=account.id)
        if _is_due(kept, today):
            user = User(
                account.id, account.email, account.name, Role(account.role), account.language
            )
            found.append(Due(user, Rhythm(kept.rhythm), kept.looked_at, kept.told_at))
    return found


def looked(session: Session, seen: Due, *, now: datetime, told: bool) -> bool:
    """Note a look; `told` when a mail says what it found. False where another process was first.

    The second of two waits here until the first has committed.
    """
    kept = _locked(session, seen.user.id)
    if (kept.looked_at, kept.rhythm) != (seen.looked_at, seen.rhythm):
        return False
    kept.looked_at = now
    if told:
        kept.told_at = now
    session.flush()
    return True


def _waits() -> ColumnElement[bool]:
    """A digest that was not sent yet; a warning or a link to the account is none."""
    waiting = col(OutgoingMail.state) == MailState.WAITING
    return and_(waiting, ~col(OutgoingMail.direct))


def _is_due(kept: DigestChoice, today: date) -> bool:
    if kept.rhythm == Rhythm.OFF or today.weekday() not in _WORKING_DAYS:
        return False
    weekly = kept.rhythm == Rhythm.WEEKLY
    since = today - timedelta(days=today.weekday()) if weekly else today
    return kept.looked_at is None or clock.local(kept.looked_at).date() < since


def _locked(session: Session, account_id: int) -> DigestChoice:
    """The choice, made where it is missing, and nobody else's to change in the meantime."""
    account = select(col(Account.id)).where(col(Account.id) == account_id)
    session.execute(account.with_for_update(key_share=True))
    kept = session.get(DigestChoice, account_id, populate_existing=True)
    if kept is None:
        kept = DigestChoice(account_id=account_id)
        session.add(kept)
    return kept
