"""Pairs of records that may be one and the same, and the search for them."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.vocabulary import Kind


class SuggestedPair(Base, table=True):
    """Two partners, or two people, that may be one. `a` is the lower id, so a pair is one row.

    A pair that somebody called different stays, dismissed, so that it is never suggested again.
    """

    __tablename__ = "suggested_pair"
    __table_args__ = (
        UniqueConstraint("kind", "a", "b"),
        Index("ix_suggested_pair_best", "kind", "dismissed_at", "score", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: Kind = Field(sa_type=words(Kind))
    a: int
    b: int = Field(index=True)
    score: float
    certain: bool
    why: list[list[str]] = Field(default_factory=list, sa_type=JSON)  # a code, then its words
    found_at: datetime = Field(default_factory=clock.now)
    dismissed_at: datetime | None = None
    dismissed_by: int | None = Field(default=None, foreign_key="account.id", index=True)


class DuplicateScan(Base, table=True):
    """One run of the search, and how far it is."""

    __tablename__ = "duplicate_scan"

    id: int | None = Field(default=None, primary_key=True)
    started_at: datetime = Field(default_factory=clock.now)
    started_by: int | None = Field(default=None, foreign_key="account.id", index=True)
    seen_at: datetime = Field(default_factory=clock.now)  # when it last said how far it is
    finished_at: datetime | None = None
    done: int = 0
    total: int = 0
    found: int = 0  # pairs that were not known before
    failed: bool = False
