"""People at partners, and the positions they hold there."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import JSON, Index
from sqlmodel import Field

from tracker.domain.models.records import LINE, NAME, NOTE, Draft, Link, Record
from tracker.names.text import is_email, search_key, sort_key


class PersonDraft(Draft):
    """What a person types about a human at a partner."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"notes"})

    name: str = Field(min_length=2, max_length=NAME)
    other_names: list[str] = Field(default_factory=list, sa_type=JSON)
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=60)
    notes: str | None = Field(default=None, max_length=NOTE)

    @field_validator("email")
    @classmethod
    def _is_address(cls, email: str | None) -> str | None:
        if email and not is_email(email):
            raise PydanticCustomError("email", "not a mail address")
        return email

    @field_validator("phone")
    @classmethod
    def _has_digits(cls, phone: str | None) -> str | None:
        if phone and sum(character.isdigit() for character in phone) < 5:
            raise PydanticCustomError("phone", "too few digits")
        return phone


class Person(PersonDraft, Record, table=True):
    """A human at a partner."""

    # Those touched last are what pickers offer first.
    __table_args__ = (Index("ix_person_updated_at", "updated_at", "id"),)

    sort_key: str = Field(default="", index=True)
    # The one that took them in; set exactly while they are in the trash because of that.
    merged_into_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    # Since when they are a nameless former contact, and stay one.
    erased_at: datetime | None = None

    def refresh_keys(self) -> None:
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(self.name, *self.other_names, self.email, self.phone)


class PositionDraft(Draft):
    """What somebody is at a partner, and from when till when as far as known."""

    partner_id: int = Field(foreign_key="partner.id", index=True, ondelete="CASCADE")
    title: str = Field(default="", max_length=LINE)
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "PositionDraft":
        if self.since and self.until and self.until < self.since:
            raise PydanticCustomError("dates_reversed", "until is before since")
        return self


class Position(PositionDraft, Link, table=True):
    """One position of one person."""

    __table_args__ = (Index("ix_position_partner_person", "partner_id", "person_id"),)
    belongs_to = ("person", "person_id")
    shows = ("positions", "partner_id")

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
