"""Agreements with one or several partners."""

from datetime import date
from typing import ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field, Relationship

from tracker.db import words
from tracker.domain.models.records import NAME, NOTE, WHOLE, Draft, Link, Record
from tracker.domain.models.vocabulary import AgreementKind, Renewal
from tracker.names.text import search_key, sort_key


class AgreementDraft(Draft):
    """What a person types about an agreement."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"promised"})

    title: str = Field(min_length=2, max_length=NAME)
    kind: AgreementKind = Field(default=AgreementKind.MEMORANDUM, sa_type=words(AgreementKind))
    number: str | None = Field(default=None, max_length=100)
    signed_on: date | None = Field(default=None, index=True)
    valid_from: date | None = None
    valid_until: date | None = Field(default=None, index=True)
    renewal: Renewal = Field(default=Renewal.NONE, sa_type=words(Renewal))
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    promised: str | None = Field(default=None, max_length=NOTE)

    @model_validator(mode="after")
    def _in_order(self) -> "AgreementDraft":
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise PydanticCustomError("dates_reversed", "ends before it begins")
        return self


class AgreementPartner(Link, table=True):
    __tablename__ = "agreement_partner"
    belongs_to = ("agreement", "agreement_id")
    shows = ("partners", "partner_id")

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True, ondelete="CASCADE")
    partner_id: int = Field(
        foreign_key="partner.id", primary_key=True, index=True, ondelete="CASCADE"
    )


class Agreement(AgreementDraft, Record, table=True):
    """A memorandum, contract, NDA or programme."""

    sort_key: str = Field(default="", index=True)
    # The article that told of it, with its words; not typed, so an edit leaves them.
    news_item_id: int | None = Field(default=None, foreign_key="news_item.id", index=True)
    quote: str | None = Field(default=None, max_length=NOTE)
    partners: list[AgreementPartner] = Relationship(
        cascade_delete=True, sa_relationship_kwargs=WHOLE
    )

    def refresh_keys(self) -> None:
        self.sort_key = sort_key(self.title)
        self.search_key = search_key(self.title, self.number, self.promised)[:NOTE]
