"""Evidence packs: for indicators of an accreditation, what was found to show them, frozen."""

from datetime import date, datetime
from typing import Any

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import JSON, Index
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, Revised, words
from tracker.domain.models.records import NAME, Draft
from tracker.domain.models.vocabulary import Indicator, Kind


class EvidencePackDraft(Draft):
    """What a person chooses: the indicators, the days, and the unit with all below it."""

    name: str = Field(min_length=2, max_length=NAME)
    since: date
    until: date
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    indicators: list[str] = Field(default_factory=list, sa_type=JSON)

    @field_validator("indicators")
    @classmethod
    def _are_known(cls, typed: list[str]) -> list[str]:
        return [Indicator(each).value for each in typed]

    @model_validator(mode="after")
    def _makes_sense(self) -> "EvidencePackDraft":
        if self.until < self.since:
            raise PydanticCustomError("dates_reversed", "ends before it begins")
        if not self.indicators:
            raise PydanticCustomError("no_indicator", "nothing to show")
        return self


class EvidencePack(EvidencePackDraft, Revised, table=True):
    """A pack. Once frozen it never changes; until then it holds no items, and is looked up anew.

    `fingerprint` is the checksum of what was frozen.
    """

    __tablename__ = "evidence_pack"

    id: int | None = Field(default=None, primary_key=True)
    key: str | None = Field(default=None, max_length=64, unique=True)  # of the save that made it
    made_by: int = Field(foreign_key="account.id", index=True)
    made_at: datetime = Field(default_factory=clock.now)
    frozen_by: int | None = Field(default=None, foreign_key="account.id", index=True)
    frozen_at: datetime | None = None
    fingerprint: str | None = Field(default=None, max_length=64)


class EvidenceItem(Base, table=True):
    """One record that shows an indicator, as it was: `revision`, its words, gaps and files.

    No keys to the record or its files: those may go, and this stays.
    """

    __tablename__ = "evidence_item"
    __table_args__ = (Index("ix_evidence_item_pack", "pack_id", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    pack_id: int = Field(foreign_key="evidence_pack.id", ondelete="CASCADE")
    place: int
    indicator: Indicator = Field(sa_type=words(Indicator))
    kind: Kind = Field(sa_type=words(Kind))
    record_id: int
    record_revision: int
    was: dict[str, Any] = Field(sa_type=JSON)
    gaps: list[str] = Field(sa_type=JSON)
    files: list[dict[str, Any]] = Field(sa_type=JSON)
