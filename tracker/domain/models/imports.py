"""Files that came in: what was chosen for them, what became of their rows, and the way back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, Revised, words
from tracker.domain.models.records import LINE, NAME
from tracker.domain.models.vocabulary import Kind


class ImportMode(StrEnum):
    """Which rows are taken: those of new records, those of known ones, or all."""

    BOTH = "both"
    CREATE = "create"
    UPDATE = "update"


class Doubt(StrEnum):
    """What to do with a name that is like a known one, as long as nobody says who is meant."""

    SKIP = "skip"
    NEW = "new"


class ImportState(StrEnum):
    """How far an import has come."""

    NEW = "new"  # its columns are being named
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"
    FAILED = "failed"


class Fate(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    LEFT = "left"
    REJECTED = "rejected"


class Import(Revised, table=True):
    """One file on its way in, or come in. The file itself lies beside it."""

    id: int | None = Field(default=None, primary_key=True)
    kind: Kind = Field(sa_type=words(Kind))
    state: ImportState = Field(default=ImportState.NEW, sa_type=words(ImportState))
    created_at: datetime = Field(default_factory=clock.now, index=True)
    created_by: int = Field(foreign_key="account.id", index=True)
    seen_at: datetime = Field(default_factory=clock.now)  # last sign of life of its process
    finished_at: datetime | None = None
    file_name: str = Field(max_length=NAME)
    sha256: str = Field(max_length=64, index=True)
    sheet: str = Field(default="", max_length=LINE)
    total: int = 0  # rows
    looked_at: int = 0  # of them, by the check under way
    # For each column: its header, its field or None; for each of the first rows what it says.
    headers: list[str] = Field(default_factory=list, sa_type=JSON)
    columns: list[str | None] = Field(default_factory=list, sa_type=JSON)
    sample: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    notes: list[Any] = Field(default_factory=list, sa_type=JSON)
    mode: ImportMode = Field(default=ImportMode.BOTH, sa_type=words(ImportMode))
    creates_partners: bool = False
    doubt: Doubt = Field(default=Doubt.SKIP, sa_type=words(Doubt))
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    created: int = 0
    updated: int = 0
    left: int = 0
    rejected: int = 0
    partners: int = 0  # created beside, because a row named them
    undo_id: int | None = None
    failure: str = Field(default="", max_length=LINE)  # the code of the refusal


class ImportFile(Base, table=True):
    """The bytes that were given. Thrown away after a month."""

    __tablename__ = "import_file"

    import_id: int = Field(foreign_key="import.id", primary_key=True, ondelete="CASCADE")
    content: bytes


class ImportFindings(Base, table=True):
    """What was found in a file, and goes with it.

    Not beside its bytes: to change a row SQLite takes the whole of it into memory, several times.
    """

    __tablename__ = "import_findings"

    import_id: int = Field(
        foreign_key="import_file.import_id", primary_key=True, ondelete="CASCADE"
    )
    problems: list[Any] = Field(default_factory=list, sa_type=JSON)
    questions: list[Any] = Field(default_factory=list, sa_type=JSON)
    shown: list[Any] = Field(default_factory=list, sa_type=JSON)
    likely: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class ImportMapping(Base, table=True):
    """Which fields somebody chose for the columns of such a file, for the next one like it."""

    __tablename__ = "import_mapping"

    kind: Kind = Field(sa_type=words(Kind), primary_key=True)
    headers_key: str = Field(primary_key=True, max_length=64)
    fields: dict[str, str | None] = Field(default_factory=dict, sa_type=JSON)
    account_id: int = Field(foreign_key="account.id", index=True)
    at: datetime = Field(default_factory=clock.now)
