"""How the follow-ups that fit are laid out: what an address says beside its filters."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Layout(StrEnum):
    """Three looks at the same follow-ups."""

    LIST = "list"
    BOARD = "board"
    CALENDAR = "calendar"


class Span(StrEnum):
    """How much of the calendar is seen at once."""

    MONTH = "month"
    WEEK = "week"


class Look(NamedTuple):
    """A layout; of the calendar also which month or week, by any of its days. None: today's."""

    view: Layout = Layout.LIST
    span: Span = Span.MONTH
    day: date | None = None
