"""Rows of a text file whose cells stand between semicolons, commas, tabs or bars."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from tracker.encodings import decode, has_lost_letters
from tracker.errors import Invalid
from tracker.export.cells import restored
from tracker.ingest.shapes import LONGEST_CELL, Cell, ImportNote, Said

_SEPARATORS = ";,\t|"
_LOOKED_AT = 30  # rows
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # by Excel, in a first line of its own

csv.field_size_limit(1 << 20)


def rows(content: bytes) -> Iterator[Said | tuple[int, list[Cell]]]:
    """What is to be said of the file, then its rows with their numbers.

    Raises Invalid at `file` for what is no text, or text that no table can be made of.
    """
    text, encoding = decode(content)
    if "\0" in text:
        raise Invalid("file", "not_text")
    if has_lost_letters(text, encoding):
        yield Said(ImportNote.LOST_LETTERS)
    told = _TOLD.match(text)
    separator = told[1] if told else separator_of(text)
    if told:
        text = text[told.end() :]
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    number = 1 if told else 0
    try:
        for row in reader:
            number += 1
            cells: list[Cell] = [restored(cell)[:LONGEST_CELL] or None for cell in row]
            yield number, cells
    except csv.Error:
        raise Invalid("file", "text_broken", row=number + 1) from None


def separator_of(text: str) -> str:
    """The sign that cuts the first rows into the same number of cells most often."""
    return max(_SEPARATORS, key=lambda sign: (_agreement(text, sign), -_SEPARATORS.index(sign)))


def _agreement(text: str, sign: str) -> float:
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign)
    try:
        widths = [len(row) for row in islice(reader, _LOOKED_AT) if row]
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, times = Counter(widths).most_common(1)[0]
    # Many cells in every row say more than few.
    return 0.0 if width == 1 else times / len(widths) + min(width, 20) / 40
