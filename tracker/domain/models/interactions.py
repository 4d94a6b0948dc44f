"""Interactions: dated contacts with partners, their people and our colleagues."""

from datetime import date, time
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, Relationship

from tracker.db import words
from tracker.domain.models.records import LINE, NOTE, WHOLE, Draft, Link, Record
from tracker.domain.models.vocabulary import InteractionKind
from tracker.names.text import search_key


class InteractionDraft(Draft):
    """What a person types about a contact. The ids become link rows."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"summary", "outcome"})

    kind: InteractionKind = Field(default=InteractionKind.MEETING, sa_type=words(InteractionKind))
    happened_on: date
    happened_at: time | None = None
    place: str | None = Field(default=None, max_length=LINE)
    summary: str = Field(min_length=2, max_length=NOTE)
    outcome: str | None = Field(default=None, max_length=NOTE)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)


class InteractionPartner(Link, table=True):
    __tablename__ = "interaction_partner"
    __table_args__ = (
        Index("ix_interaction_partner_met", "partner_id", "met_on", "interaction_id"),
    )
    belongs_to = ("interaction", "interaction_id")
    shows = ("partners", "partner_id")
    silent: ClassVar[frozenset[str]] = Link.silent | {"met_on"}

    interaction_id: int = Field(foreign_key="interaction.id", primary_key=True, ondelete="CASCADE")
    partner_id: int = Field(foreign_key="partner.id", primary_key=True, ondelete="CASCADE")
    # The day of the contact, None while that is in the trash. See `domain.met_on`, who keeps it.
    met_on: date | None = None


class InteractionPerson(Link, table=True):
    __tablename__ = "interaction_person"
    belongs_to = ("interaction", "interaction_id")
    shows = ("people", "person_id")

    interaction_id: int = Field(foreign_key="interaction.id", primary_key=True, ondelete="CASCADE")
    person_id: int = Field(
        foreign_key="person.id", primary_key=True, index=True, ondelete="CASCADE"
    )


class InteractionColleague(Link, table=True):
    __tablename__ = "interaction_colleague"
    belongs_to = ("interaction", "interaction_id")
    shows = ("colleagues", "account_id")

    interaction_id: int = Field(foreign_key="interaction.id", primary_key=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="account.id", primary_key=True, index=True)


class Interaction(InteractionDraft, Record, table=True):
    """A meeting, call, letter or visit that took place."""

    __table_args__ = (
        Index(
            "ix_interaction_day",
            "happened_on",
            "id",
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    partners: list[InteractionPartner] = Relationship(
        cascade_delete=True, sa_relationship_kwargs=WHOLE
    )
    people: list[InteractionPerson] = Relationship(
        cascade_delete=True, sa_relationship_kwargs=WHOLE
    )
    colleagues: list[InteractionColleague] = Relationship(
        cascade_delete=True, sa_relationship_kwargs=WHOLE
    )

    def refresh_keys(self) -> None:
        self.search_key = search_key(self.summary, self.outcome, self.place)[:NOTE]
