"""Agreements with one or several partners: what was promised, and how they were amended."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field, Relationship

from tracker import clock
from tracker.db import Revised, words
from tracker.domain.models.records import LINE, NAME, NOTE, WHOLE, Draft, Link, Record
from tracker.domain.models.vocabulary import AgreementKind, FollowUpKind, PromisedBy, Renewal
from tracker.names.text import search_key, sort_key

LARGEST_AMOUNT = 1_000_000  # of students, hours, samples in one promise


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
    """A memorandum, contract, NDA or programme.

    `renewed_as_id` is the agreement that goes on where this one ends. `lapses_on` is its last day
    where it was decided to let it go, with the reason.
    """

    sort_key: str = Field(default="", index=True)
    # The article that told of it, with its words; not typed, so an edit leaves them.
    news_item_id: int | None = Field(default=None, foreign_key="news_item.id", index=True)
    quote: str | None = Field(default=None, max_length=NOTE)
    renewed_as_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)
    lapses_on: date | None = None
    lapse_reason: str | None = Field(default=None, max_length=LINE)
    partners: list[AgreementPartner] = Relationship(
        cascade_delete=True, sa_relationship_kwargs=WHOLE
    )

    def refresh_keys(self) -> None:
        self.sort_key = sort_key(self.title)
        self.search_key = search_key(self.title, self.number, self.promised)[:NOTE]


class AgreementPromiseDraft(Draft):
    """One thing that was promised: ten students in practice, every year, until a day."""

    subject: str = Field(min_length=2, max_length=LINE)
    promised_by: PromisedBy = Field(default=PromisedBy.BOTH, sa_type=words(PromisedBy))
    kind: FollowUpKind = Field(default=FollowUpKind.OTHER, sa_type=words(FollowUpKind))
    amount: int | None = Field(default=None, ge=1, le=LARGEST_AMOUNT)
    measure: str | None = Field(default=None, max_length=100)
    every_year: bool = False
    promised_until: date | None = None


class AgreementPromise(AgreementPromiseDraft, Link, Revised, table=True):
    """What was promised in an agreement, a row each, so that what came of it can be counted."""

    __tablename__ = "agreement_promise"
    belongs_to = ("agreement", "agreement_id")
    shows = ("promises", "subject")

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True, ondelete="CASCADE")


class AgreementAmendmentDraft(Draft):
    """What was changed in an agreement by a paper of a later day."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"changed"})

    agreed_on: date
    changed: str = Field(min_length=2, max_length=NOTE)
    new_valid_until: date | None = None


class AgreementAmendment(AgreementAmendmentDraft, Link, table=True):
    """An amendment; `valid_until_before` is the last day as it was, where it moved."""

    __tablename__ = "agreement_amendment"
    belongs_to = ("agreement", "agreement_id")
    shows = ("amendments", "changed")
    silent = Link.silent | {"valid_until_before"}  # it follows from the amendments before

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True, ondelete="CASCADE")
    valid_until_before: date | None = None
    attachment_id: int | None = Field(
        default=None, foreign_key="attachment.id", index=True, ondelete="SET NULL"
    )
    added_at: datetime = Field(default_factory=clock.now)
    added_by: int = Field(foreign_key="account.id", index=True)
