"""How often one may try at the door. Counted in the database, so for all processes together."""

import hashlib
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from tracker import clock
from tracker.domain.models import Attempt
from tracker.errors import TooManyAttempts

# Somebody from outside can make the last of these true for an account, and so shut its owner out.
# It is therefore wide, and its window short; guessing a good password at that pace takes ages.
PER_ADDRESS = (10, timedelta(minutes=1))
PER_ADDRESS_AND_ACCOUNT = (5, timedelta(minutes=15))
PER_ACCOUNT = (60, timedelta(minutes=10))
# Of the ways to the provider that began at an address: a whole house may stand behind one.
BEGUN_PER_ADDRESS = (60, timedelta(minutes=1))

_LONGEST = timedelta(minutes=15)

Limits = dict[str, tuple[int, timedelta]]


def attempt(session: Session, address: str, account: str) -> list[int]:
    """Count a try before it is made; give the result to `forgive` when it was right.

    Raises TooManyAttempts, with `minutes` to wait.
    """
    place, who = _place(address), _short(account)
    limits: Limits = {
        f"address {place}": PER_ADDRESS,
        f"both {place} {who}": PER_ADDRESS_AND_ACCOUNT,
        f"account {who}": PER_ACCOUNT,
    }
    return _counted(session, limits)


def attempt_from(session: Session, address: str) -> list[int]:
    """The same where nobody has said yet for which account: the address alone is counted."""
    return _counted(session, {f"address {_place(address)}": PER_ADDRESS})


def begin(session: Session, address: str) -> None:
    """Count somebody who sets out for the provider. Raises TooManyAttempts."""
    _counted(session, {f"begun {_place(address)}": BEGUN_PER_ADDRESS})


def forgive(session: Session, attempts: list[int]) -> None:
    """Forget tries that turned out to be right."""
    session.execute(delete(Attempt).where(col(Attempt.id).in_(attempts)))


def purge(session: Session) -> None:
    """Forget tries that count no more."""
    session.execute(delete(Attempt).where(col(Attempt.at) < clock.now() - _LONGEST))


def _counted(session: Session, limits: Limits) -> list[int]:
    for key, (limit, window) in limits.items():
        _refuse_after(session, key, limit, window)
    return _note(session, limits)


def _refuse_after(session: Session, key: str, limit: int, window: timedelta) -> None:
    now = clock.now()
    recent = col(Attempt.key) == key, col(Attempt.at) > now - window
    made = session.scalar(select(func.count()).select_from(Attempt).where(*recent)) or 0
    if made >= limit:
        first: datetime | None = session.scalar(select(func.min(Attempt.at)).where(*recent))
        left = (first or now) + window - now
        raise TooManyAttempts(key, minutes=max(1, -(-int(left.total_seconds()) // 60)))


def _note(session: Session, limits: Limits) -> list[int]:
    rows = [Attempt(key=key) for key in limits]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows if row.id is not None]


def _place(address: str) -> str:
    """An address, or the network of one IPv6 customer: those have billions of addresses each."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(found) if found.version == 4 else str(ip_network(f"{found}/64", strict=False))


def _short(account: str) -> str:
    """What is typed as an account may be anything, also a password: only a hash is kept."""
    return hashlib.sha256(account.encode()).hexdigest()[:32]
