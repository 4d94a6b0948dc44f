"""Colleagues who may sign in."""

from datetime import datetime
from typing import ClassVar

from pydantic import field_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

from tracker import clock
from tracker.access import Role
from tracker.db import Revised, words
from tracker.domain.models.records import NAME, Draft
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
    password_hash: str = ""  # empty: no password opens it
    second_factor: bool = False  # a code is asked for after the password
    created_at: datetime = Field(default_factory=clock.now)
    visited_at: datetime | None = None  # start of the visit now under way
    last_visit_at: datetime | None = None  # start of the one before: "since I was last here"
    toured_at: datetime | None = None  # was shown around, or did not want to be
    search_key: str = ""
    sort_key: str = Field(default="", index=True)

    silent: ClassVar[frozenset[str]] = frozenset(
        {"id", "revision", "password_hash", "created_at", "visited_at", "last_visit_at"}
        | {"toured_at", "search_key", "sort_key"}
    )

    def refresh_keys(self) -> None:
        self.search_key = text.search_key(self.name, self.email)
        self.sort_key = text.sort_key(self.name)
