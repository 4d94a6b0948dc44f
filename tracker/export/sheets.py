"""A sheet on its way out: what the formats for people are given."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.models import Kind


class Link(NamedTuple):
    """The address of a record's own page. Ours, never something a person typed."""

    address: str


def link_to(base: str, kind: Kind, number: int) -> Link:
    """The page of a record; `base` is the address of the tracker."""
    return links_to(base, kind)(number)


def links_to(base: str, kind: Kind) -> Callable[[int], Link]:
    """The same for many records of a kind."""
    begins = f"{base.rstrip('/')}/{kind}?id="
    return lambda number: Link(f"{begins}{number}")


Cell = str | int | float | date | Link | None


class Column(NamedTuple):
    """`key` names the column to programs, `title` to people; `width` is in letters."""

    key: str
    title: str
    width: int


class Row(NamedTuple):
    """One line. `is_late` colours it; some cell says the same in words."""

    cells: Sequence[Cell]
    is_late: bool = False


class Summary(NamedTuple):
    """Numbers about the rows: a line for each of something, with a total.

    The first `drawn` columns of numbers are drawn as a chart: parts of one bar a line.
    """

    title: str
    columns: Sequence[str]
    lines: Sequence[tuple[str, Sequence[int]]]
    total: tuple[str, Sequence[int]]
    drawn: int


class Sheet(NamedTuple):
    """`notes` say what the list was narrowed to, and when it was made: (what, value).

    `summary` is asked for when the last row has gone by.
    """

    title: str
    notes: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    rows: Iterable[Row]
    summary: Callable[[], Summary] | None = None
