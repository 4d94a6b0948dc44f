"""Coming in by the university's provider, which has proved who somebody is.

An account is tied to the provider's name for its owner, which never changes: the first time by a
mail address that the provider vouches for, never by one that it does not – anybody can claim that.
Which role the groups give is asked at every sign-in. Nobody is signed in here yet, so these
functions are not guarded.
"""

import logging
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import account_keeping, drafts, passwords, proving, sign_ins
from tracker.domain.models import Account, AccountDraft, Identity
from tracker.domain.saving import id_of
from tracker.domain.sign_ins import Opened, Proof
from tracker.door_errors import (
    AccountClosed,
    MailUnverified,
    NoRole,
    OtherIdentity,
    ProofDue,
    ProviderFaulty,
)
from tracker.errors import EmailTaken, LastAdministrator
from tracker.settings import Otherwise, settings

_log = logging.getLogger("tracker")


class Proved(NamedTuple):
    """What a provider says of somebody, once its signature has been checked."""

    issuer: str
    subject: str
    email: str = ""
    is_verified: bool = False
    name: str = ""
    groups: frozenset[str] = frozenset()
    session: str = ""  # what the provider calls this visit, if it does
    at: datetime | None = None  # when it last asked them who they are, if it says so


def enter(who: Proved, *, language: str, agent: str = "", address: str = "") -> Opened:
    """Open the door for somebody whom the provider knows; `language` is for a new colleague.

    No second factor of ours is asked for: that is the provider's business.
    Manages its own transactions. Raises NoRole, MailUnverified, OtherIdentity, AccountClosed,
    and ProviderFaulty where the provider says too little for a new account.
    """
    try:
        return _enter(who, language, agent, address)
    except (IntegrityError, EmailTaken, OtherIdentity):
        # Of two windows of a new colleague the second finds what the first has just made, perhaps
        # between looking for the one and for the other. Whose account it is not is told so again.
        return _enter(who, language, agent, address)


def again(who: Proved, *, by: User) -> None:
    """Somebody who is signed in was asked there once more. Manages its own transaction.

    Raises OtherIdentity for another person, and ProofDue where the provider let in, without asking,
    somebody whom it had asked before.
    """
    with db.transaction() as session:
        account = _tied(session, who)
        if account is None or account.id != by.id:
            raise OtherIdentity(f"account {by.id} was proved by somebody else")
        if who.at is not None and clock.now() - who.at > proving.FRESH:
            raise ProofDue("the provider did not ask again")
        proving.note(session, by=by)


def leave(session: Session, who: Proved) -> None:
    """The provider says that this person left it: what it opened here ends."""
    tied = select(col(Identity.account_id)).where(*_is(who.issuer, who.subject))
    if (account_id := session.scalar(tied)) is not None:
        sign_ins.end_of_provider(session, account_id, who.session)


def role_of(groups: frozenset[str]) -> Role | None:
    """The largest role that the groups give; None when they give none."""
    given = (role for role in reversed(Role) if groups & _groups_of(role))
    usual = Role.VIEWER if settings().oidc_otherwise is Otherwise.VIEWER else None
    return next(given, usual)


def decides_roles() -> bool:
    """Whether any group is mapped to a role. If not, roles are given on the page of accounts."""
    return any(_groups_of(role) for role in Role)


def _enter(who: Proved, language: str, agent: str, address: str) -> Opened:
    with db.transaction() as session:
        account = _tied(session, who) or _tied_by_mail(session, who) or _new(session, who, language)
        if not account.active:
            raise AccountClosed(f"account {account.id}")
        if _has_a_role(session, account, who):
            return sign_ins.open_for(
                session,
                account,
                agent=agent,
                address=address,
                proof=Proof.PROVIDER,
                provider_session=who.session,
                proved_at=who.at,
            )
        # What the groups gave before must not go on in other windows.
        sign_ins.end_of_account(session, id_of(account))
    raise NoRole(f"account {account.id}")


def _tied(session: Session, who: Proved) -> Account | None:
    mine = select(Account).join(Identity, col(Identity.account_id) == col(Account.id))
    return session.scalars(mine.where(*_is(who.issuer, who.subject))).one_or_none()


def _tied_by_mail(session: Session, who: Proved) -> Account | None:
    """The account with this mail address, which is from now on this person's."""
    mail = who.email.strip().lower()
    if not who.is_verified or not mail:
        return None
    account = session.scalars(select(Account).where(col(Account.email) == mail)).one_or_none()
    if account is None:
        return None
    # A mail address may be given to a new colleague one day; the account is still the old one's.
    others = select(col(Identity.id)).where(
        col(Identity.account_id) == account.id, col(Identity.issuer) == who.issuer
    )
    if session.scalar(others) is not None:
        raise OtherIdentity(f"account {account.id} is tied to another subject")
    _tie(session, account, who)
    return account


def _new(session: Session, who: Proved, language: str) -> Account:
    if not who.is_verified or not who.email:
        raise MailUnverified
    role = role_of(who.groups)
    if role is None or not settings().oidc_new_accounts:
        raise NoRole("somebody without an account")
    typed = {
        "name": who.name.strip() or who.email.partition("@")[0],
        "email": who.email,
        "role": role,
        "language": language,
    }
    try:
        draft = drafts.checked(AccountDraft, typed)
    except drafts.InvalidDraft as invalid:
        wrong = ", ".join(each.field for each in invalid.problems)
        raise ProviderFaulty(f"no account can be made of the claims: {wrong}") from invalid
    account = account_keeping.add(session, draft, passwords.NONE)
    _tie(session, account, who)
    return account


def _tie(session: Session, account: Account, who: Proved) -> None:
    session.add(Identity(account_id=id_of(account), issuer=who.issuer, subject=who.subject))
    session.flush()


def _has_a_role(session: Session, account: Account, who: Proved) -> bool:
    """Give the account the role of the person's groups; another one ends its open sign-ins."""
    if not decides_roles():
        return True
    role = role_of(who.groups)
    if role == account.role:
        return True
    try:
        account_keeping.keep_an_administrator(session, account)
    except LastAdministrator:
        _log.warning(
            "account %s stays administrator against its groups: there is no other", account.id
        )
        return True
    if role is None:
        return False
    account.role = role
    session.flush()
    sign_ins.end_of_account(session, id_of(account))
    return True


def _groups_of(role: Role) -> frozenset[str]:
    said = settings()
    text = {
        Role.ADMINISTRATOR: said.oidc_administrators,
        Role.MANAGER: said.oidc_managers,
        Role.LIAISON: said.oidc_liaison,
        Role.VIEWER: said.oidc_viewers,
    }[role]
    # Some directories name groups with commas inside.
    names = text.split(";" if ";" in text else ",")
    return frozenset(name.strip() for name in names if name.strip())


def _is(issuer: str, subject: str) -> list[Any]:
    return [col(Identity.issuer) == issuer, col(Identity.subject) == subject]
