"""What somebody is typing just now, and has not saved; and the sign that writing works."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from tracker import clock
from tracker.db import Base

_JSON: Any = JSON(none_as_null=True)


class UnsentText(Base, table=True):
    """The long fields of one opening of a form. Only its writer's; no part of any record.

    `place` names the form and the record it is about, `key` this opening of it: the same key
    under which its save is stored once. `is_done`: it was saved, or is not wanted.
    """

    __tablename__ = "unsent_text"

    key: str = Field(primary_key=True, max_length=32)
    account_id: int = Field(foreign_key="account.id", index=True)
    place: str = Field(default="", max_length=100)
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=_JSON)
    is_done: bool = False
    at: datetime = Field(default_factory=clock.now, index=True)


class Heartbeat(Base, table=True):
    """One row, written again and again: a database that takes it takes saves as well."""

    id: int = Field(default=1, primary_key=True)
    at: datetime = Field(default_factory=clock.now)
