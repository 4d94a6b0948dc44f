"""A table on paper, for a meeting or a folder: what the writers of PDF and of Word are given.

Whatever has a title, columns and lines can be one: a list today, a report tomorrow.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.export.sheets import Column

# How it looks, in both formats: colours as six digits, sizes in points.
INK, SOFT, LOUD, TINT, HEAD, LINE = "1B2430", "5B6472", "9F1D1D", "FDECEC", "EEF2F7", "C3CBD6"
TITLE, TEXT, SMALL = 16.0, 8.5, 7.5
MARGIN = 14.0  # millimetres


class Told(NamedTuple):
    """What a cell says: below it, smaller, what explains it. What is loud is coloured.

    `address` is ours, never something a person typed; the text leads there.
    """

    text: str
    below: str = ""
    is_loud: bool = False
    address: str = ""


class Paper(NamedTuple):
    """`house` stands above the title, `notes` below it: (what, value). A column's `width` is its
    share of the line. Whoever `signs` finds a place for it at the end."""

    house: str
    title: str
    notes: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    lines: Sequence[Sequence[Told]]
    author: str
    signs: Sequence[str] = ()


def narrowed(paper: Paper) -> str:
    """The notes on one line."""
    return " · ".join(f"{what}: {value}" for what, value in paper.notes)


def shares(columns: Sequence[Column], whole: float) -> list[float]:
    """The widths of the columns of a line that is so wide."""
    parts = sum(column.width for column in columns)
    return [whole * column.width / parts for column in columns]
