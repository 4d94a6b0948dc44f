"""Codes: those a telephone makes every half minute, and those on paper for when it is lost."""

import logging

import pyotp
from sqlalchemy import delete, select
from sqlmodel import Session, col

from tracker import clock
from tracker.domain import passwords
from tracker.domain.models import RecoveryCode, SecondFactor
from tracker.domain.second_factor import sealing
from tracker.domain.tokens import hash_of

RECOVERY_CODES = 10
DRIFT = 1  # steps by which a telephone's clock may be off
_SECONDS = 30  # a step; other lengths are not understood by every telephone
_log = logging.getLogger("tracker")
_DIGITS, _LETTERS = "0123456789", "abcdefghijkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """160 bits, in letters that can be typed."""
    return pyotp.random_base32()


def address(secret: str, email: str, issuer: str) -> str:
    """What a telephone reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(secret: str, typed: str, *, after: int = 0) -> int | None:
    """The half minute whose code this is, if it is near and later than `after`."""
    digits = "".join(sign for sign in typed if sign in _DIGITS)
    totp = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // _SECONDS
    for step in range(max(now - DRIFT, after + 1), now + DRIFT + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return step
    return None


def use(session: Session, account_id: int, typed: str) -> bool:
    """Whether a code fits. One that does is used up by this transaction.

    The row is locked, so of two that bring the same code at once the second finds it used.
    """
    if len(_letters(typed)) > 8:
        return _use_recovery(session, account_id, typed)
    row = session.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    secret = sealing.unseal(session, row.secret)
    if secret is None:
        _log.error("account %s: no code fits any more; is TRACKER_SECRET_KEY another?", account_id)
        return False
    step = step_of(secret, typed, after=row.last_step)
    if step is None:
        return False
    # Sealed anew, so that it follows a key that was set or changed meanwhile.
    row.last_step, row.secret = step, sealing.seal(session, secret)
    session.flush()
    return True


def give_out(session: Session, account_id: int) -> list[str]:
    """New codes for paper in place of those there were. Only their hashes are kept."""
    drop(session, account_id)
    made = [passwords.made_up() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=account_id, code_hash=hash_of(_letters(code))) for code in made
    )
    session.flush()
    return made


def drop(session: Session, account_id: int) -> None:
    """Take back the codes on paper."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))


def _use_recovery(session: Session, account_id: int, typed: str) -> bool:
    ours = select(RecoveryCode).where(
        col(RecoveryCode.account_id) == account_id,
        col(RecoveryCode.code_hash) == hash_of(_letters(typed)),
    )
    found = session.scalars(ours.with_for_update()).one_or_none()
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def _letters(typed: str) -> str:
    return "".join(letter for letter in typed.lower() if letter in _LETTERS)
