"""How accounts are kept, without asking who asks: for the set-up, the console and `accounts`.

Whoever has the server's console owns the database anyway; history then names the system.
"""

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Role
from tracker.domain import sign_ins
from tracker.domain.models import Account, AccountDraft, AccountLink, MailState, OutgoingMail
from tracker.domain.passwords import Hashed
from tracker.domain.saving import id_of
from tracker.errors import EmailTaken, LastAdministrator, NotFound
from tracker.names.text import mail_key


def add(session: Session, draft: AccountDraft, password: Hashed | None) -> Account:
    """Without a password the account waits for its invitation. Raises EmailTaken."""
    refuse_same(session, draft.email)
    account = Account.model_validate({**draft.model_dump(), "password_hash": password or ""})
    session.add(account)
    session.flush()
    return account


def with_email(session: Session, email: str) -> Account:
    """Raises NotFound."""
    wanted = select(Account).where(col(Account.email) == mail_key(email))
    if (account := session.scalars(wanted).one_or_none()) is None:
        raise NotFound(email)
    return account


def replace_password(
    session: Session, account: Account, password: Hashed, *, but_not: int | None = None
) -> None:
    """Set a password and end the account's sign-ins, except one, and the links to choose one."""
    account.password_hash = password
    session.flush()
    drop_links(session, id_of(account))
    sign_ins.end_of_account(session, id_of(account), but_not=but_not)


def drop_links(session: Session, account_id: int) -> None:
    """Links by which a password could be chosen lead nowhere from now on, and mails with them that
    were not sent yet go to nobody."""
    theirs = select(AccountLink).where(col(AccountLink.account_id) == account_id)
    links = session.scalars(theirs).all()
    unsent = select(OutgoingMail).where(
        col(OutgoingMail.key).in_([name_of_mail(link.token_hash) for link in links]),
        col(OutgoingMail.state) != MailState.SENT,
    )
    for each in (*links, *session.scalars(unsent)):
        session.delete(each)
    session.flush()


def name_of_mail(token_hash: str) -> str:
    """By which the outbox knows the mail with a link."""
    return f"link/{token_hash}"


def refuse_same(session: Session, email: str, *, but_not: int | None = None) -> None:
    """Raises EmailTaken when another account has this mail address."""
    others = select(col(Account.id)).where(col(Account.id) != (but_not or 0))
    if session.scalar(others.where(col(Account.email) == email)) is not None:
        raise EmailTaken(email, email=email)


def keep_an_administrator(session: Session, leaving: Account) -> None:
    """Refuse unless another administrator stays. Of two who close each other, the second waits."""
    query = (
        select(col(Account.id))
        .where(col(Account.role) == Role.ADMINISTRATOR, col(Account.active))
        .order_by(col(Account.id))
        .with_for_update()
    )
    if set(session.scalars(query)) == {leaving.id}:
        raise LastAdministrator
