"""What changed on which record; and which saves were already stored."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.vocabulary import Kind

_OF_STAGES = text("kind = 'partner' AND field = 'stage'")


class Change(Base, table=True):
    """One field of one record, from what to what, by whom, when. Never updated, never deleted."""

    __table_args__ = (
        Index("ix_change_record", "kind", "record_id", "id"),
        Index("ix_change_at", "at", "id"),
        Index(
            "ix_change_stage",
            *("record_id", "at"),
            sqlite_where=_OF_STAGES,
            postgresql_where=_OF_STAGES,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=clock.now)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    kind: Kind = Field(sa_type=words(Kind))
    record_id: int
    field: str = Field(max_length=60)  # empty: the record itself came to be
    old: str | None = None
    new: str | None = None


class SaveKey(Base, table=True):
    """A save that was stored, by the key its form made: the same key is never stored twice."""

    __tablename__ = "save_key"

    key: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    kind: Kind = Field(sa_type=words(Kind))
    record_id: int
    at: datetime = Field(default_factory=clock.now, index=True)
