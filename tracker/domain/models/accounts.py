"""Colleagues who may sign in, their open sign-ins, and what guards the door."""

from datetime import datetime
from typing import ClassVar

from pydantic import field_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

from tracker import clock
from tracker.access import Role
from tracker.db import Base, Revised, words
from tracker.domain.models.records import LINE, NAME, Draft
from tracker.domain.models.vocabulary import Language
from tracker.names import text


class AccountDraft(Draft):
    """What an administrator types about a colleague."""

    name: str = Field(min_length=2, max_length=NAME)
    email: str = Field(max_length=254)
    role: Role = Field(default=Role.VIEWER, sa_type=words(Role))
    language: Language = Field(default=Language.KK, sa_type=words(Language))

    @field_validator("email")
    @classmethod
    def _lower(cls, email: str) -> str:
        if not text.is_email(email):
            raise PydanticCustomError("email", "not a mail address")
        return email.lower()


class Account(AccountDraft, Revised, table=True):
    """Someone who may sign in. Never deleted: history names them."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=254)
    active: bool = True
    password_hash: str = ""
    created_at: datetime = Field(default_factory=clock.now)
    visited_at: datetime | None = None  # start of the visit now under way
    last_visit_at: datetime | None = None  # start of the one before: "since I was last here"
    search_key: str = ""
    sort_key: str = Field(default="", index=True)

    silent: ClassVar[frozenset[str]] = frozenset(
        {"id", "revision", "password_hash", "created_at", "visited_at", "last_visit_at"}
        | {"search_key", "sort_key"}
    )

    def refresh_keys(self) -> None:
        self.search_key = text.search_key(self.name, self.email)
        self.sort_key = text.sort_key(self.name)


class SignIn(Base, table=True):
    """One browser that is signed in. Only the hash of its cookie is known here."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(default_factory=clock.now)
    seen_at: datetime = Field(default_factory=clock.now)
    expires_at: datetime = Field(index=True)
    revoked_at: datetime | None = None
    agent: str = Field(default="", max_length=LINE)
    # What the university's provider calls its own session, if it says so; None: it was not asked.
    provider_session: str | None = Field(default=None, max_length=LINE)


class Attempt(Base, table=True):
    """One failed try at the door, kept for the rate limit."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True, max_length=200)
    at: datetime = Field(default_factory=clock.now, index=True)


class Secret(Base, table=True):
    """A named value the server keeps to itself: the hash of the set-up code, the form key."""

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=LINE)
    at: datetime = Field(default_factory=clock.now)
