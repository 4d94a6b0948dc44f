"""Whole pieces of work that can be taken back, and the journal that makes it possible."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.records import LINE


class UndertakingKind(StrEnum):
    MERGE = "merge"
    IMPORT = "import"
    BULK = "bulk"  # one act on many records that were picked from a list
    HAND_OVER = "hand_over"  # a colleague's work, given to those who go on with it


class Undertaking(Base, table=True):
    """A merge, an import, an act on many: rows changed at once, which can be taken back at once."""

    __table_args__ = (Index("ix_undertaking_at", "at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: UndertakingKind = Field(sa_type=words(UndertakingKind))
    title: str = Field(default="", max_length=LINE)
    account_id: int = Field(foreign_key="account.id", index=True)
    at: datetime = Field(default_factory=clock.now)
    size: int = 0  # rows that it changed
    undone_at: datetime | None = None
    undone_by: int | None = Field(default=None, foreign_key="account.id", index=True)


class JournalRow(Base, table=True):
    """One row that an undertaking changed: as it was, and as it left it.

    Ids ascend in the order of the work, so that descending is the order of taking it back.
    """

    __tablename__ = "journal_row"
    __table_args__ = (Index("ix_journal_row_key", "table_name", "row_key"),)

    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True, ondelete="CASCADE")
    table_name: str = Field(max_length=60)
    row_key: str = Field(max_length=200)  # the primary key, as JSON
    before: str | None = None  # the columns, as JSON; None: it was not there
    after: str | None = None  # None: it was taken away


class IdFloor(Base, table=True):
    """The highest id that a table has given away to rows that are gone: see `undoing`."""

    __tablename__ = "id_floor"

    table_name: str = Field(primary_key=True, max_length=60)
    highest: int
