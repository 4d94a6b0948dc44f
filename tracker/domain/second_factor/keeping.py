"""One's own second factor: setting it up, another telephone, new codes on paper, turning it off.

What changes it manages its own transactions and asks for the password, and for a code where there
is a second factor: whoever finds an open browser can do nothing here. A try is counted before it
is looked at. Raises WrongPassword, WrongCode, TooManyAttempts.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple, TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker import db
from tracker.access import Action, Role, User, guarded
from tracker.domain import own_password, proving, rate_limits, sign_ins
from tracker.domain.models import Account, RecoveryCode, SecondFactor
from tracker.domain.second_factor import asking, codes, half, sealing
from tracker.door_errors import FactorRequired, OfferOver, WrongCode
from tracker.errors import NotFound

# How long the picture for the telephone may stay open.
OFFER_LASTS = timedelta(minutes=30)

T = TypeVar("T")


class Standing(NamedTuple):
    """How one's own second factor is. `has_password`: without one it is not asked for."""

    is_on: bool
    codes_left: int
    is_required: bool
    has_password: bool


class Offer(NamedTuple):
    """A secret that is not in effect yet, and the same sealed, to be given back with a code."""

    secret: str
    sealed: str


@guarded(Action.SETTLE_OWN)
def standing(session: Session, *, by: User) -> Standing:
    left = select(func.count()).where(col(RecoveryCode.account_id) == by.id).scalar_subquery()
    columns = col(Account.second_factor), left, col(Account.role), col(Account.password_hash)
    row = session.execute(select(*columns).where(col(Account.id) == by.id)).one()
    return Standing(row[0], row[1], asking.is_required(Role(row[2])), bool(row[3]))


@guarded(Action.SETTLE_OWN)
def offer(session: Session, *, by: User, again: str = "") -> Offer:
    """A secret to set up, the same one once more where `again` is what was sealed before."""
    secret = _offered(session, again, by) or codes.new_secret()
    return Offer(secret, sealing.seal(session, f"{by.id} {secret}"))


def set_up(password: str, code: str, sealed: str, fits: str, *, by: User) -> list[str]:
    """Have the telephone that makes codes like `fits` from now on; returns codes for paper.

    `code` is one of the telephone before, where there was one. Signs other browsers out.
    """

    def put(session: Session) -> list[str]:
        sign_ins.end_of_account(session, by.id, but_not=by.sign_in)
        return put_in(session, sealed, fits, by=by)

    return _proved(password, code, put, by=by, may_be_first=True)


def turn_off(password: str, code: str, *, by: User) -> None:
    """Raises FactorRequired for those who need one: they may only change the telephone."""

    def take(session: Session) -> None:
        account = _own(session, by=by)
        if asking.is_required(Role(account.role)):
            raise FactorRequired
        remove(session, account)

    _proved(password, code, take, by=by)


def new_codes(password: str, code: str, *, by: User) -> list[str]:
    """Codes for paper in place of those there were."""
    return _proved(password, code, lambda session: codes.give_out(session, by.id), by=by)


@guarded(Action.SETTLE_OWN)
def put_in(session: Session, sealed: str, fits: str, *, by: User) -> list[str]:
    """Keep an offered secret, if the telephone has it. Who is asked has been proved before.

    Raises OfferOver when the offer is too old, WrongCode.
    """
    secret = _offered(session, sealed, by)
    if secret is None:
        raise OfferOver
    step = codes.step_of(secret, fits)
    if step is None:
        raise WrongCode
    kept = session.get(SecondFactor, by.id) or SecondFactor(account_id=by.id, secret="")
    kept.secret, kept.last_step = sealing.seal(session, secret), step
    session.add(kept)
    _own(session, by=by).second_factor = True
    session.flush()
    half.end(session, by.id)
    return codes.give_out(session, by.id)


@guarded(Action.MANAGE_ACCOUNTS)
def reset(session: Session, account_id: int, *, by: User) -> None:
    """For a colleague who has lost the telephone: it is off, and they are signed out everywhere.

    Raises ProofDue, NotFound.
    """
    proving.expect(session, by)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(f"Account {account_id}")
    remove(session, account)
    sign_ins.end_of_account(session, account_id)


def remove(session: Session, account: Account) -> None:
    """Forget a second factor, without asking who asks: for the console, and the functions here."""
    assert account.id is not None
    account.second_factor = False
    if (kept := session.get(SecondFactor, account.id)) is not None:
        session.delete(kept)
    session.flush()
    codes.drop(session, account.id)


def _proved(
    password: str,
    code: str,
    act: Callable[[Session], T],
    *,
    by: User,
    may_be_first: bool = False,
) -> T:
    """Do it in the transaction that uses the code up."""
    own_password.prove(password, by=by)
    with db.transaction() as session:
        tries = rate_limits.attempt(session, "", "", own=f"code of {by.id}")
    with db.transaction() as session:
        is_first = may_be_first and not _own(session, by=by).second_factor
        if not is_first and not codes.use(session, by.id, code):
            raise WrongCode
        done = act(session)
        rate_limits.forgive(session, tries)
        return done


@guarded(Action.SETTLE_OWN)
def _own(session: Session, *, by: User) -> Account:
    """Locked, so that of two changes at once the second sees the first."""
    return session.get_one(Account, by.id, with_for_update=True, populate_existing=True)


def _offered(session: Session, sealed: str, by: User) -> str | None:
    said = sealing.unseal(session, sealed, within=OFFER_LASTS) or ""
    owner, _, secret = said.partition(" ")
    return secret if secret and owner == str(by.id) else None
