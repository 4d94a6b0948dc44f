"""Whom the university's provider speaks of, and what the door gave out for one way through it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from tracker import clock
from tracker.domain.models.door import Door
from tracker.domain.models.records import LINE


class Identity(Door, table=True):
    """The owner of an account as a provider knows them. Its subject never changes, a mail may."""

    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="uq_identity_subject"),
        UniqueConstraint("account_id", "issuer", name="uq_identity_account"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    issuer: str = Field(max_length=LINE)
    subject: str = Field(max_length=LINE)
    created_at: datetime = Field(default_factory=clock.now)


class Ticket(Door, table=True):
    """Good for one way through the door, and for minutes. Only the hash of its secret is known."""

    key: str = Field(primary_key=True, max_length=64)
    content: dict[str, Any] = Field(sa_type=JSON)
    expires_at: datetime = Field(index=True)
