"""Events, which may be part of a larger one, and who took part."""

from datetime import date, time
from typing import ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.db import Revised, words
from tracker.domain.models.records import (
    LINE,
    NOTE,
    Draft,
    Link,
    Named,
    Record,
    SortedNames,
)
from tracker.domain.models.vocabulary import Attendance, EventKind, ParticipationRole
from tracker.names.text import search_key


class EventDraft(Named, Draft):
    """What a person types about an event. Its names are its title in up to three languages."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"description"})

    kind: EventKind = Field(default=EventKind.MEETUP, sa_type=words(EventKind))
    starts_on: date = Field(index=True)
    ends_on: date | None = None
    starts_at: time | None = None
    place: str | None = Field(default=None, max_length=LINE)
    parent_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    description: str | None = Field(default=None, max_length=NOTE)

    @model_validator(mode="after")
    def _makes_sense(self) -> "EventDraft":
        if not self.names:
            raise PydanticCustomError("name_missing", "no title in any language")
        if self.ends_on and self.ends_on < self.starts_on:
            raise PydanticCustomError("dates_reversed", "ends before it starts")
        return self


class Event(EventDraft, SortedNames, Record, table=True):
    """Something that took place or will."""

    def refresh_keys(self) -> None:
        self.sort_names(self)
        self.search_key = search_key(*self.names, self.place)


class ParticipationDraft(Draft):
    """How a partner took part in an event, and what came of it."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"outcome"})

    partner_id: int = Field(foreign_key="partner.id", index=True, ondelete="CASCADE")
    role: ParticipationRole = Field(
        default=ParticipationRole.PARTICIPANT, sa_type=words(ParticipationRole)
    )
    outcome: str | None = Field(default=None, max_length=NOTE)
    came: Attendance | None = Field(default=None, sa_type=words(Attendance))


class Participation(ParticipationDraft, Link, Revised, table=True):
    """A partner at an event; once for each role."""

    __table_args__ = (UniqueConstraint("event_id", "partner_id", "role"),)
    belongs_to = ("event", "event_id")
    shows = ("participants", "partner_id")

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True, ondelete="CASCADE")


class EventPerson(Link, table=True):
    """Somebody who is expected at an event, or was there, from a partner."""

    __tablename__ = "event_person"
    belongs_to = ("event", "event_id")
    shows = ("people", "person_id")

    event_id: int = Field(foreign_key="event.id", primary_key=True, ondelete="CASCADE")
    person_id: int = Field(
        foreign_key="person.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    partner_id: int = Field(foreign_key="partner.id", index=True, ondelete="CASCADE")


class EventTag(Link, table=True):
    __tablename__ = "event_tag"
    belongs_to = ("event", "event_id")
    shows = ("tags", "tag_id")

    event_id: int = Field(foreign_key="event.id", primary_key=True, ondelete="CASCADE")
    tag_id: int = Field(foreign_key="tag.id", primary_key=True, index=True, ondelete="CASCADE")
