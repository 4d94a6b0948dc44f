"""The first minutes of an installation: a code for the one who installs, an account for them."""

import hashlib
import secrets
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from tracker import db
from tracker.access import Role
from tracker.domain import account_keeping, passwords
from tracker.domain.models import Account, AccountDraft, Partner, Secret
from tracker.domain.rate_limits import attempt, forgive
from tracker.domain.sign_ins import somebody
from tracker.errors import AlreadySetUp, WrongSetupCode

_NAME = "setup code "
# No letters that are read as another: 32 of them, so twelve are 60 bits.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def setup_code(session: Session) -> str:
    """A new code for the first administrator. Only its hash is kept; each start makes another.

    Raises AlreadySetUp once there is an account.
    """
    if somebody(session):
        raise AlreadySetUp
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    session.add(Secret(name=_NAME + _hash(letters)[:32], value=_hash(letters)))
    session.flush()
    return "-".join(letters[at : at + 4] for at in range(0, 12, 4))


def first_administrator(code: str, draft: AccountDraft, password: str, *, address: str) -> Account:
    """The account of the one who has the code from the server's terminal, as administrator.

    Manages its own transactions. Raises WrongSetupCode, TooManyAttempts, AlreadySetUp, and
    Invalid for a weak password.
    """
    with db.transaction() as session:
        if somebody(session):
            raise AlreadySetUp
        tries = attempt(session, address, "set-up")
        right = _hash(_letters(code)) in set(session.scalars(_codes(Secret.value)))
    if not right:
        raise WrongSetupCode
    with db.transaction() as session:
        forgive(session, tries)
    hashed = passwords.chosen(password, draft.name, draft.email)
    administrator = draft.model_copy(update={"role": Role.ADMINISTRATOR})
    with db.transaction() as session:
        # Of two who finish at once the second waits here, and then finds no code any more.
        taken: Any = session.execute(delete(Secret).where(col(Secret.name).startswith(_NAME)))
        if taken.rowcount == 0 or somebody(session):
            raise AlreadySetUp
        return account_keeping.add(session, administrator, hashed)


def is_empty(session: Session) -> bool:
    """Whether nothing was recorded yet, so that an example can still be put in."""
    return session.scalar(select(col(Partner.id)).limit(1)) is None


def _codes(column: Any) -> Any:
    return select(column).where(col(Secret.name).startswith(_NAME))


def _letters(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter in _LETTERS)


def _hash(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()
