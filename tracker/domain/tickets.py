"""Tickets of the door: given out for one way through it, and taken back once.

Whoever comes back has to bring every part of the secret; only its hash is kept. Of several
servers, and of several who bring the same ticket at once, one gets what it holds.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from tracker import clock
from tracker.domain.models import Ticket
from tracker.domain.sign_ins import hash_of


def give(session: Session, *secret: str, content: dict[str, Any], lasts: timedelta) -> None:
    """Keep something for whoever brings the secret back in time."""
    session.add(Ticket(key=_key(secret), content=content, expires_at=clock.now() + lasts))
    session.flush()


def take(session: Session, *secret: str) -> dict[str, Any] | None:
    """What was kept; None when it was taken already, has expired, or never was."""
    mine = delete(Ticket).where(col(Ticket.key) == _key(secret))
    content: dict[str, Any] | None = session.scalars(
        mine.where(col(Ticket.expires_at) > clock.now()).returning(col(Ticket.content))
    ).one_or_none()
    return content


def purge(session: Session) -> None:
    """Forget what nobody came back for."""
    session.execute(delete(Ticket).where(col(Ticket.expires_at) < clock.now()))


def _key(secret: tuple[str, ...]) -> str:
    return hash_of("\n".join(secret))
