"""Partners: organisations outside the university."""

import re
from typing import ClassVar

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import JSON, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from tracker.db import words
from tracker.domain.models.records import LINE, NOTE, Draft, Link, Named, Record, SortedNames
from tracker.domain.models.vocabulary import Sector, Stage, Tier
from tracker.names import identity_numbers, regions
from tracker.names.regions import Region
from tracker.names.text import search_key


class PartnerDraft(Named, Draft):
    """What a person types about a partner."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"notes"})

    aliases: list[str] = Field(default_factory=list, sa_type=JSON)
    legal_form: str | None = Field(default=None, max_length=60)
    bin: str | None = Field(default=None, max_length=12)
    sector: Sector = Field(default=Sector.INDUSTRY, sa_type=words(Sector))
    tier: Tier = Field(default=Tier.REGULAR, sa_type=words(Tier))
    stage: Stage = Field(default=Stage.IDENTIFIED, sa_type=words(Stage))
    city: str | None = Field(default=None, max_length=LINE)
    region: str | None = Field(default=None, max_length=LINE)
    website: str | None = Field(default=None, max_length=LINE)
    parent_id: int | None = Field(default=None, foreign_key="partner.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    notes: str | None = Field(default=None, max_length=NOTE)

    @field_validator("bin", mode="before")
    @classmethod
    def _digits(cls, typed: object) -> str | None:
        # A spreadsheet may give a number.
        digits = re.sub(r"[\s-]", "", str(typed or ""))
        if digits and not is_bin(digits):
            raise PydanticCustomError("bin", "not a BIN")
        return digits or None

    @field_validator("website", mode="before")
    @classmethod
    def _web_address(cls, typed: object) -> str | None:
        return web_address(typed)

    @model_validator(mode="after")
    def _has_a_name(self) -> "PartnerDraft":
        if not self.names:
            raise PydanticCustomError("name_missing", "no name in any language")
        return self


class Partner(PartnerDraft, SortedNames, Record, table=True):
    """An organisation that the university works with, or hopes to."""

    __table_args__ = (
        Index(
            "ux_partner_bin",
            "bin",
            unique=True,
            # Of those that have one: an index of all alive would be read for anything at all.
            sqlite_where=sql("bin IS NOT NULL AND deleted_at IS NULL"),
            postgresql_where=sql("bin IS NOT NULL AND deleted_at IS NULL"),
        ),
        # With what counts need beside the word, so that they read nothing else.
        Index("ix_partner_sector", "sector", "stage", "deleted_at"),
        Index("ix_partner_stage", "stage", "deleted_at"),
        Index(
            "ix_partner_region",
            *("region_code", "town_key", "sector", "tier", "stage", "deleted_at"),
        ),
        Index("ix_partner_created_at", "created_at", "deleted_at"),
        # Those touched last are what pickers offer first.
        Index("ix_partner_updated_at", "updated_at", "id"),
    )

    # The one that took it in; set exactly while it is in the trash because of that.
    merged_into_id: int | None = Field(default=None, foreign_key="partner.id", index=True)

    # Where it is, read from what was typed as its region and city.
    region_code: Region = Field(default=Region.UNKNOWN, sa_type=words(Region))
    town_key: str | None = Field(default=None, max_length=regions.LONGEST_TOWN)

    silent: ClassVar[frozenset[str]] = Record.silent | {"region_code", "town_key"}

    def refresh_keys(self) -> None:
        self.region_code, self.town_key = regions.place_of(self.region, self.city)
        self.sort_names(self)
        self.search_key = search_key(*self.names, *self.aliases, self.bin, self.city)


class PartnerTag(Link, table=True):
    __tablename__ = "partner_tag"
    belongs_to = ("partner", "partner_id")
    shows = ("tags", "tag_id")

    partner_id: int = Field(foreign_key="partner.id", primary_key=True, ondelete="CASCADE")
    tag_id: int = Field(foreign_key="tag.id", primary_key=True, index=True, ondelete="CASCADE")


def is_bin(digits: str) -> bool:
    """Whether twelve digits carry the check digit of a Kazakhstan business number."""
    return bool(re.fullmatch(r"[0-9]{12}", digits)) and identity_numbers.carries_check(digits)


def web_address(typed: object) -> str | None:
    """An http(s) address with its scheme, or None; refuses everything else (javascript:, …)."""
    if not typed:
        return None
    text = str(typed)
    address = text if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) else f"https://{text}"
    if not re.fullmatch(r"https?://[^\s/$.?#<>\"'`]+[^\s<>\"'`]*", address, re.IGNORECASE):
        raise PydanticCustomError("web_address", "not a web address")
    return address
