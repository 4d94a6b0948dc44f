"""The key by which a colleague's calendar program asks for what is due."""

from datetime import datetime

from sqlmodel import Field

from tracker import clock
from tracker.db import Base


class CalendarFeed(Base, table=True):
    """One a colleague, of which only the hash is known: a password, or a part of the address."""

    __tablename__ = "calendar_feed"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    in_address: bool = False
    created_at: datetime = Field(default_factory=clock.now)
    read_at: datetime | None = None
