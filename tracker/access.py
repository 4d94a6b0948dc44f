"""Who may do what. One table, read by pages to hide and by the domain to refuse.

Every public function of the domain that takes a session carries `@guarded(Action.…)`. The guard
reads the role from the database in the same transaction as the work, so that a role withdrawn a
second ago is withdrawn for the click that is already under way.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Boolean, Integer, String, bindparam, column, select, table
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.errors import NotAllowed, SignedOut


class Role(StrEnum):
    VIEWER = "viewer"
    LIAISON = "liaison"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    READ = "read"
    SETTLE_OWN = "settle_own"  # one's own language, password and sign-ins
    EDIT = "edit"  # record and correct
    EXPORT = "export"
    ASSIGN = "assign"  # give work to others, in bulk
    DELETE = "delete"  # into the trash, and back
    MERGE = "merge"  # two records that are one
    IMPORT = "import"
    ERASE = "erase"  # a person's data, for good
    UNDO = "undo"  # take a whole merge or import back
    SEE_HISTORY = "see_history"  # of everybody, not of one record
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_WORDS = "manage_words"  # what names are compared with


_READS = frozenset({Action.READ, Action.SETTLE_OWN})
_LIAISON = _READS | {Action.EDIT}
_MANAGER = _LIAISON | {
    *(Action.EXPORT, Action.ASSIGN, Action.DELETE, Action.SEE_HISTORY),
    *(Action.MERGE, Action.IMPORT, Action.UNDO, Action.ERASE),
}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VIEWER: _READS,
    Role.LIAISON: _LIAISON,
    Role.MANAGER: _MANAGER,
    Role.ADMINISTRATOR: frozenset(Action),
}


@dataclass(frozen=True)
class User:
    """A colleague at work. `sign_in` is the row of the browser's session, None on the console."""

    id: int
    email: str
    name: str
    role: Role
    language: str = "kk"
    sign_in: int | None = None


# The tables are named here rather than imported: access is an inner ring and knows no models.
_ACCOUNT = table(
    "account", column("id", Integer), column("role", String), column("active", Boolean)
)
_SIGN_IN = table(
    "sign_in",
    column("id", Integer),
    column("account_id", Integer),
    column("expires_at", UTCDateTime),
    column("revoked_at", UTCDateTime),
)
# Written once: every transaction of every page asks one of them.
_ROLE = select(_ACCOUNT.c.role).where(_ACCOUNT.c.id == bindparam("account"), _ACCOUNT.c.active)
_ROLE_SIGNED_IN = _ROLE.where(
    select(_SIGN_IN.c.id)
    .where(
        _SIGN_IN.c.id == bindparam("sign_in"),
        _SIGN_IN.c.account_id == bindparam("account"),
        _SIGN_IN.c.revoked_at.is_(None),
        _SIGN_IN.c.expires_at > bindparam("now", type_=UTCDateTime),
    )
    .exists()
)
_ACTOR = "actor"

P = ParamSpec("P")
R = TypeVar("R")

_log = logging.getLogger("tracker")

# Filled by the decorator; a test walks the domain and finds every function here.
GUARDED: dict[str, Action] = {}


def can(user: User, action: Action) -> bool:
    """Whether the role the page was drawn for includes the action: for hiding, not for safety."""
    return action in ALLOWED[user.role]


def require(session: Session, by: User, action: Action) -> None:
    """Refuse unless the account may do this now; remember who acts, for the history.

    Raises SignedOut when the account or its sign-in is gone, NotAllowed when the role is too small.
    One query a transaction, however many guarded functions it calls.
    """
    known = session.info.get(("role", by.id, by.sign_in))
    if known is None:
        known = session.info["role", by.id, by.sign_in] = _role_now(session, by)
    if action not in ALLOWED[known]:
        # Whoever gets here was offered no button for it, or lost the role a moment ago.
        _log.warning("refused: account %s may not %s", by.id, action)
        raise NotAllowed(f"account {by.id} may not {action}")
    session.info[_ACTOR] = by.id


def actor(session: Session) -> int | None:
    """The account that acts in this transaction; None while the system itself does."""
    found: int | None = session.info.get(_ACTOR)
    return found


def guarded(
    action: Action,
) -> Callable[[Callable[Concatenate[Session, P], R]], Callable[Concatenate[Session, P], R]]:
    """Declare what a domain function needs; it must take a keyword argument `by: User`."""

    def declare(
        verb: Callable[Concatenate[Session, P], R],
    ) -> Callable[Concatenate[Session, P], R]:
        GUARDED[f"{verb.__module__}.{verb.__qualname__}"] = action

        @wraps(verb)
        def checked(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            if not isinstance(by, User):
                raise NotAllowed(f"{verb.__qualname__} was called by nobody")
            require(session, by, action)
            return verb(session, *args, **kwargs)

        return checked

    return declare


def _role_now(session: Session, by: User) -> Role:
    if by.sign_in is None:
        found = session.connection().execute(_ROLE, {"account": by.id})
    else:
        now = {"account": by.id, "sign_in": by.sign_in, "now": datetime.now(UTC)}
        found = session.connection().execute(_ROLE_SIGNED_IN, now)
    role = found.scalar()
    if role is None:
        raise SignedOut(f"account {by.id} is not signed in any more")
    return Role(role)
