"""Tags: free words that a person puts on records."""

from sqlmodel import Field

from tracker.db import Base
from tracker.domain.models.records import LINE


class Tag(Base, table=True):
    """One word or phrase, the same for every record that carries it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=LINE)
    key: str = Field(unique=True, max_length=LINE)  # its search key: one tag, whatever the case
