"""For `tracker check`: the way to PostgreSQL, and what the account there may do."""

import os
from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import make_url, text

from tracker import db
from tracker.errors import TrackerError
from tracker.findings import Finding, Level
from tracker.settings import THIS_MACHINE, settings

_AT_HOME = (*THIS_MACHINE, "[::1]", "")
_ENCRYPTED = ("require", "verify-ca")
_CURE = "Add sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt to the address."
# To make databases is left to it: a backup is tried out in one of its own.
_MIGHTY = text(
    "SELECT rolsuper OR rolcreaterole OR rolbypassrls OR rolreplication FROM pg_roles"
    " WHERE rolname = current_user"
)


def look() -> Iterator[Finding]:
    if settings().sqlite_file is not None:
        return
    yield from _way()
    with suppress(TrackerError), db.reading() as session:  # said where the database is looked at
        if session.scalar(_MIGHTY):
            yield Finding(
                Level.UNSAFE,
                "The account of PostgreSQL may do more than own this database's tables",
                "Make one for the tracker alone: `CREATE ROLE seriktes LOGIN CREATEDB`.",
            )
        else:
            yield Finding(Level.FINE, "The account of PostgreSQL owns its own tables, and no more")


def _way() -> Iterator[Finding]:
    """A server on this machine, or behind a socket, is not spoken to over a network."""
    away = [host for host in _hosts() if host not in _AT_HOME and not host.startswith("/")]
    if not away:
        return
    mode = _said("sslmode") or os.environ.get("PGSSLMODE", "prefer")
    where = ", ".join(away)
    if mode == "verify-full":
        yield Finding(
            Level.FINE, f"PostgreSQL at {where} is spoken to by TLS, and has to prove itself"
        )
    elif mode in _ENCRYPTED:
        what = f"PostgreSQL at {where} need not prove that it is the one (sslmode={mode})"
        yield Finding(Level.MISSING, what, _CURE)
    else:
        what = f"PostgreSQL at {where} may be spoken to in the clear (sslmode={mode})"
        yield Finding(Level.UNSAFE, what, _CURE)


def _hosts() -> list[str]:
    """All of the address: one before the path, or several behind it with their ports."""
    url = make_url(settings().database_url)
    given = url.query.get("host", ())
    several = [given] if isinstance(given, str) else list(given)
    named = [part for each in several for part in each.split(",")]
    return [url.host or ""] * (not named) + [
        each if each.startswith(("/", "[")) else each.partition(":")[0] for each in named
    ]


def _said(name: str) -> str:
    said = make_url(settings().database_url).query.get(name, "")
    return said if isinstance(said, str) else said[-1]
