"""For `tracker check`: whether a stolen password is enough, and what a stolen database holds."""

from collections.abc import Iterator

from sqlmodel import col, select

from tracker import db, migrating
from tracker.domain import passwords
from tracker.domain.models import Account
from tracker.domain.second_factor import asking
from tracker.errors import TrackerError
from tracker.findings import Finding, Level
from tracker.settings import Factor, settings

SECRET = 32  # letters of a key that nobody guesses
_MAKE = "Make one by `openssl rand -base64 32`"


def look() -> Iterator[Finding]:
    """At the managers and administrators, who can take everything away or let others in."""
    path = settings().sqlite_file
    if path and not path.exists():
        return
    try:
        with db.reading() as session:
            if not migrating.is_current(session.connection()):
                return
            strong = select(Account.second_factor).where(
                col(Account.active),
                col(Account.password_hash) != "",
                col(Account.role).in_(asking.STRONG),
            )
            found = session.exec(strong).all()
    except TrackerError:
        return  # said where the database is looked at
    if passwords.are_on():
        yield _of_people(found.count(False))
    yield from _of_the_key(is_needed=any(found))


def _of_people(bare: int) -> Finding:
    if settings().second_factor is Factor.EVERYBODY:
        return Finding(Level.FINE, "Everybody needs a second factor")
    if settings().second_factor is Factor.REQUIRED:
        return Finding(Level.FINE, "Managers and administrators need a second factor")
    if not bare:
        return Finding(Level.FINE, "No manager or administrator comes in by a password alone")
    return Finding(
        Level.MISSING,
        f"{bare} managers and administrators come in by a password alone",
        "Ask them to set up the two-step sign-in under My settings, or set "
        "TRACKER_SECOND_FACTOR=required.",
    )


def _of_the_key(*, is_needed: bool) -> Iterator[Finding]:
    key = settings().secret_key.get_secret_value()
    if key and len(key) < SECRET:
        what = "TRACKER_SECRET_KEY is short enough to be guessed"
        yield Finding(Level.UNSAFE, what, f"{_MAKE}.")
    elif is_needed and not key:
        what = "TRACKER_SECRET_KEY is not set: a copy of the database holds all that makes codes"
        yield Finding(Level.MISSING, what, f"{_MAKE}, and keep it apart from the backups.")
