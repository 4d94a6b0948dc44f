"""How often one may try at the door. Counted in the database, so for all processes together.

Whoever is not known is counted three times, and any of the three can say no:

- their place (an address; of IPv6 the network of one customer): 10 tries in a minute;
- their place and the account together: 5 in 15 minutes;
- the account, by all strangers of the world together: 30 passwords in an hour, 20 codes in a day.

A stranger can make the last of these true for a colleague, but not shut that colleague out: a
browser in which the account was signed in before (`known_browsers`) is counted by itself alone, 5
tries in 15 minutes, and so is one that is signed in. What strangers do neither helps nor hinders
it. A colleague on a new browser who is slowed down by strangers asks for a link by mail: choosing a
password by it makes that browser a known one.

So an account hears at most 720 guesses of a password a day from all strangers together, and 480
from each browser in which its owner was signed in. Of codes, 20 a day from strangers: each has
three chances in a million, and only whoever knows the password gets so far.
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import and_, delete, func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.domain.models import Attempt
from tracker.errors import TooManyAttempts

Limit = tuple[int, timedelta]

PER_PLACE: Limit = (10, timedelta(minutes=1))
PER_PLACE_AND_ACCOUNT: Limit = (5, timedelta(minutes=15))
PER_ACCOUNT: Limit = (30, timedelta(hours=1))
PER_CODES: Limit = (20, timedelta(days=1))
PER_MAILS: Limit = (3, timedelta(hours=1))  # with a link, that anybody can ask for
ONE_S_OWN: Limit = (5, timedelta(minutes=15))
# Of the ways to the provider that began at a place: a whole house may stand behind one.
BEGUN_PER_PLACE: Limit = (60, timedelta(minutes=1))

_LONGEST = timedelta(days=1)


def attempt(
    session: Session, place: str, account: str, *, own: str = "", in_all: Limit | None = None
) -> list[int]:
    """Count a try before it is made; give the result to `forgive` when it was right.

    `own` names a counter that only the owner of the account can reach; then it alone counts.
    Raises TooManyAttempts, with `minutes` to wait.
    """
    where, who = _place(place), _short(account)
    limits = {
        f"address {where}": PER_PLACE,
        f"both {where} {who}": PER_PLACE_AND_ACCOUNT,
        f"account {who}": in_all or PER_ACCOUNT,
    }
    return _count(session, {f"own {own}": ONE_S_OWN} if own else limits)


def attempt_from(session: Session, place: str) -> list[int]:
    """The same where nobody has said yet for which account: the place alone is counted."""
    return _count(session, {f"address {_place(place)}": PER_PLACE})


def begin(session: Session, place: str) -> None:
    """Count somebody who sets out for the provider. Raises TooManyAttempts."""
    _count(session, {f"begun {_place(place)}": BEGUN_PER_PLACE})


def forgive(session: Session, attempts: list[int]) -> None:
    """Forget tries that turned out to be right."""
    session.execute(delete(Attempt).where(col(Attempt.id).in_(attempts)))


def purge(session: Session) -> None:
    """Forget tries that count no more."""
    now = clock.now()
    counts = col(Attempt.at).between(now - _LONGEST, now + _LONGEST)
    session.execute(delete(Attempt).where(~counts))


def _count(session: Session, limits: dict[str, Limit]) -> list[int]:
    _in_turn(session, limits)
    now = clock.now()
    # One that lies far ahead was made while the clock was wrong, and shuts nobody out until then.
    recent = (
        and_(col(Attempt.key) == key, col(Attempt.at).between(now - window, now + window))
        for key, (_, window) in limits.items()
    )
    query = select(col(Attempt.key), func.count(), func.min(Attempt.at)).where(or_(*recent))
    for key, made, first in session.execute(query.group_by(Attempt.key)):
        limit, window = limits[key]
        if made >= limit:
            left = first + window - now
            raise TooManyAttempts(key, minutes=max(1, -(-int(left.total_seconds()) // 60)))
    return _note(session, list(limits))


def _in_turn(session: Session, keys: Iterable[str]) -> None:
    """Of many at once each sees those before it. SQLite lets one write at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        numbers = sorted(
            int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True) for key in keys
        )
        session.execute(select(*(func.pg_advisory_xact_lock(number) for number in numbers)))


def _note(session: Session, keys: list[str]) -> list[int]:
    rows = [Attempt(key=key) for key in keys]
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
