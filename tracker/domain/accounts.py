"""What can be asked and done about the accounts of colleagues, and about one's own.

A changed role, a closed account and a new password end the account's sign-ins at once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, select
from sqlalchemy import update as sql_update
from sqlmodel import Session, col

from tracker import clock, db
from tracker.access import Action, Role, User, guarded
from tracker.domain import (
    account_keeping,
    lists,
    own_password,
    passwords,
    proving,
    saving,
    sign_ins,
    unchanged,
)
from tracker.domain.models import Account, AccountDraft, Identity, Kind, Language, SignIn
from tracker.domain.passwords import Hashed
from tracker.domain.saving import id_of
from tracker.errors import NotFound, WrongPassword
from tracker.settings import settings

# A visit ends when nothing was opened for this long.
_VISIT = timedelta(minutes=30)
# While it lasts it is written down only so often.
_NOTED = timedelta(minutes=5)


# Told in the transaction that changes the mail address of an account, with the old one.
on_move: list[Callable[[Session, Account, str], None]] = []


class AccountRow(NamedTuple):
    """One line of the list of accounts."""

    id: int
    name: str
    email: str
    role: Role
    language: Language
    active: bool
    seen_at: datetime | None
    second_factor: bool
    by_provider: bool  # tied to somebody whom the university's provider knows
    by_password: bool

    @property
    def is_invited(self) -> bool:
        """Nothing opens it yet."""
        return not (self.by_password or self.by_provider)


class SignInRow(NamedTuple):
    """One browser in which a person is signed in."""

    id: int
    agent: str
    address: str  # of the network
    created_at: datetime
    seen_at: datetime
    is_this: bool


@guarded(Action.MANAGE_ACCOUNTS)
def search(
    session: Session, text: str = "", *, by: User, active: bool | None = None, page: int = 1
) -> lists.Page[AccountRow]:
    """One page of the accounts that fit, open ones first; `active` None means all."""
    query = _rows().where(*lists.matching(col(Account.search_key), text))
    if active is not None:
        query = query.where(col(Account.active) == active)
    query = query.order_by(col(Account.active).desc(), col(Account.sort_key), col(Account.id))
    return lists.paged(session, query, AccountRow, page=page)


@guarded(Action.MANAGE_ACCOUNTS)
def get(session: Session, account_id: int, *, by: User) -> Account:
    """Raises NotFound."""
    return _found(session, account_id)


@guarded(Action.MANAGE_ACCOUNTS)
def create(
    session: Session,
    draft: AccountDraft,
    *,
    password: Hashed | None,
    by: User,
    key: str | None = None,
) -> Account:
    """Without a password the account waits for its invitation. Raises EmailTaken, ProofDue.

    The same `key` twice stores one account and returns it.
    """
    known = saving.claim(session, key, Kind.ACCOUNT, by=by)
    if known is not None:
        return _found(session, known)
    proving.expect(session, by)
    account = account_keeping.add(session, draft, password)
    saving.settle(session, key, account.id)
    return account


@guarded(Action.MANAGE_ACCOUNTS)
def update(
    session: Session, account_id: int, draft: AccountDraft, *, revision: int, by: User
) -> Account:
    """Raises Stale, EmailTaken, LastAdministrator, and ProofDue for another address or role.

    Another role signs the person out; of another address `on_move` is told.
    """
    account = _found(session, account_id)
    saving.expect(account, revision)
    account_keeping.refuse_same(session, draft.email, but_not=account_id)
    is_other_role, old = account.role != draft.role, account.email
    if is_other_role or old != draft.email:
        proving.expect(session, by)
    if is_other_role:
        account_keeping.keep_an_administrator(session, account)
    if old != draft.email:
        account_keeping.drop_links(session, account_id)
    account.sqlmodel_update(draft.model_dump())
    session.flush()
    if is_other_role:
        sign_ins.end_of_account(session, account_id)
    if old != draft.email:
        for listener in on_move:
            listener(session, account, old)
    return account


@guarded(Action.MANAGE_ACCOUNTS)
def deactivate(session: Session, account_id: int, *, revision: int, by: User) -> Account:
    """Close an account; its history stays. Raises ProofDue, Stale, LastAdministrator."""
    proving.expect(session, by)
    account = _found(session, account_id)
    saving.expect(account, revision)
    account_keeping.keep_an_administrator(session, account)
    account.active = False
    session.flush()
    account_keeping.drop_links(session, account_id)
    sign_ins.end_of_account(session, account_id)
    return account


@guarded(Action.MANAGE_ACCOUNTS)
def reactivate(session: Session, account_id: int, *, revision: int, by: User) -> Account:
    """Open a closed account again. Raises ProofDue, Stale."""
    proving.expect(session, by)
    account = _found(session, account_id)
    saving.expect(account, revision)
    account.active = True
    session.flush()
    return account


@guarded(Action.MANAGE_ACCOUNTS)
def reset_password(session: Session, account_id: int, password: Hashed, *, by: User) -> None:
    """Give a colleague who forgot theirs a new password, and sign them out everywhere.

    Raises ProofDue, PasswordsOff.
    """
    proving.expect(session, by)
    passwords.expect_on()
    account_keeping.replace_password(session, _found(session, account_id), password)


@guarded(Action.MANAGE_ACCOUNTS)
def untie(session: Session, account_id: int, *, by: User) -> None:
    """Forget whom the university's provider means by an account, and end what it let in.

    Who comes with the account's verified mail address next is tied to it. Raises ProofDue.
    """
    proving.expect(session, by)
    session.execute(delete(Identity).where(col(Identity.account_id) == account_id))
    sign_ins.end_of_provider(session, account_id)


@guarded(Action.READ)
def colleagues(session: Session, *, by: User) -> list[tuple[int, str]]:
    """Ids and names of everybody who may sign in, to pick from."""
    query = select(col(Account.id), col(Account.name)).where(col(Account.active))
    query = query.order_by(col(Account.sort_key))
    return unchanged.of_kinds(
        session,
        [Kind.ACCOUNT],
        "accounts.colleagues",
        lambda: [(row[0], row[1]) for row in session.execute(query)],
    )


@guarded(Action.SETTLE_OWN)
def set_language(session: Session, language: Language, *, by: User) -> None:
    """The language in which the person reads everything."""
    _found(session, by.id).language = language
    session.flush()


def change_password(old: str, new: str, *, by: User) -> None:
    """Replace one's own password; other browsers are signed out, this one stays.

    Manages its own transactions, because checking is slow. Raises WrongPassword, PasswordsOff,
    TooManyAttempts, and Invalid for a weak password.
    """
    stored = own_password.prove(old, by=by)
    hashed = passwords.chosen(new, by.name, by.email)
    with db.transaction() as session:
        _set_own_password(session, hashed, instead_of=stored, by=by)


@guarded(Action.SETTLE_OWN)
def own_sign_ins(session: Session, *, by: User) -> list[SignInRow]:
    """The browsers in which the person is signed in, the one used last first."""
    return _sign_ins(session, by.id, by)


@guarded(Action.MANAGE_ACCOUNTS)
def sign_ins_of(session: Session, account_id: int, *, by: User) -> list[SignInRow]:
    """The browsers in which a colleague is signed in."""
    return _sign_ins(session, account_id, by)


@guarded(Action.MANAGE_ACCOUNTS)
def sign_out_everywhere(session: Session, account_id: int, *, by: User) -> None:
    """Sign a colleague out of every browser: a telephone was lost. Raises ProofDue."""
    proving.expect(session, by)
    sign_ins.end_of_account(session, account_id)


@guarded(Action.SETTLE_OWN)
def sign_out(session: Session, sign_in: int, *, by: User) -> None:
    """Sign out one of one's own browsers. Raises ProofDue."""
    proving.expect(session, by)
    sign_ins.end_one(session, by.id, sign_in)


@guarded(Action.SETTLE_OWN)
def sign_out_elsewhere(session: Session, *, by: User) -> None:
    """Sign out every browser of one's own but this one. Raises ProofDue."""
    proving.expect(session, by)
    sign_ins.end_of_account(session, by.id, but_not=by.sign_in)


@guarded(Action.SETTLE_OWN)
def last_visit(session: Session, *, by: User) -> tuple[datetime | None, bool]:
    """When the person was here the time before, and whether this visit is noted already.

    What is not noted is for `visit` to write: reading a page never waits for a writer.
    """
    columns = col(Account.visited_at), col(Account.last_visit_at)
    seen, before = session.execute(select(*columns).where(col(Account.id) == by.id)).one()
    return _time_before(seen, before), seen is not None and clock.now() - seen < _NOTED


@guarded(Action.SETTLE_OWN)
def visit(session: Session, *, by: User) -> datetime | None:
    """Note that the person is here; when they were here the time before, or None.

    A visit begins with the first page after half an hour without any. Cheap to call often: it
    writes at most once in five minutes.
    """
    account, now = _found(session, by.id), clock.now()
    seen, before = account.visited_at, account.last_visit_at
    if seen is not None and now - seen < _NOTED:
        return before
    before = _time_before(seen, before)
    # Not through the object: being here is no edit, and must not make an administrator's stale.
    here = sql_update(Account).where(col(Account.id) == by.id)
    session.execute(here.values(visited_at=now, last_visit_at=before))
    return before


def _time_before(seen: datetime | None, before: datetime | None) -> datetime | None:
    return seen if seen is None or clock.now() - seen > _VISIT else before


@guarded(Action.SETTLE_OWN)
def _set_own_password(session: Session, new: Hashed, *, instead_of: str, by: User) -> None:
    account = _found(session, by.id)
    if account.password_hash != instead_of:
        raise WrongPassword
    account_keeping.replace_password(session, account, new, but_not=by.sign_in)


def _sign_ins(session: Session, account_id: int, by: User) -> list[SignInRow]:
    now = clock.now()
    query = (
        select(SignIn)
        .where(col(SignIn.account_id) == account_id, col(SignIn.revoked_at).is_(None))
        .where(col(SignIn.expires_at) > now)
        .where(col(SignIn.seen_at) > now - timedelta(minutes=settings().idle_minutes))
        .order_by(col(SignIn.seen_at).desc())
    )
    return [
        SignInRow(
            *(id_of(row), row.agent, row.address, row.created_at, row.seen_at),
            is_this=row.id == by.sign_in,
        )
        for row in session.scalars(query)
    ]


def _rows() -> "Select[Any]":
    seen = (
        select(func.max(SignIn.seen_at))
        .where(col(SignIn.account_id) == col(Account.id))
        .correlate(Account)
        .scalar_subquery()
    )
    tied = select(col(Identity.id)).where(col(Identity.account_id) == col(Account.id))
    columns: list[Any] = [Account.id, Account.name, Account.email, Account.role, Account.language]
    columns += [Account.active, func.coalesce(Account.visited_at, seen), Account.second_factor]
    return select(*columns, tied.exists(), col(Account.password_hash) != "")


def _found(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(f"Account {account_id}")
    return account
