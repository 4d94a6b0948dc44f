"""What `tracker check` finds: one thing that was looked at, how it is, and the cure."""

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    FINE = "fine"
    MISSING = "missing"  # it works, but something useful is not there
    UNSAFE = "unsafe"


class Finding(NamedTuple):
    """One thing that was looked at, how it is, and what to do about it."""

    level: Level
    what: str
    cure: str = ""
