"""What became of the backups that were made by the clock."""

from datetime import date, datetime

from sqlmodel import Field

from tracker import clock
from tracker.db import Base
from tracker.domain.models.records import LINE, NAME


class BackupRun(Base, table=True):
    """The backup of a day: one, whichever of the servers makes it."""

    __tablename__ = "backup_run"

    day: date = Field(primary_key=True)
    began_at: datetime = Field(default_factory=clock.now)
    ended_at: datetime | None = None
    file: str = Field(default="", max_length=NAME)
    size: int = 0  # bytes
    refusal: str = Field(default="", max_length=LINE)  # the code of what went wrong
    why: str = Field(default="", max_length=LINE)  # and what the system said
