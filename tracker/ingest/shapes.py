"""What readers and their callers agree on: limits, cells, and what may be said of a file."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

MEGABYTES = 20
MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 32_767

Cell = str | float | bool | date | datetime | time | None


class ImportNote(StrEnum):
    """What a person should know of a file that could be read all the same."""

    LOST_LETTERS = "lost_letters"
    FORMULAS = "formulas"
    MERGED = "merged"
    OTHER_SHEETS = "other_sheets"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"


class Said(NamedTuple):
    """A note, filled in."""

    note: ImportNote
    values: dict[str, Any] = {}  # noqa: RUF012 - never changed
