"""Rows of a workbook. Runs in the guarded child only: a malicious file may end the process."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import python_calamine as calamine

from tracker.errors import Invalid
from tracker.ingest.shapes import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, ImportNote, Said

_SPARE = 1_000  # empty rows that may stand between the others


def rows(content: bytes, sheet: str = "") -> Iterator[Said | tuple[int, list[Cell]]]:
    """What is to be said of the workbook, then the rows of a sheet: as a rule the first in sight.

    Raises Invalid at `file`.
    """
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        page = book.get_sheet_by_name(_chosen(book, sheet))
    except calamine.PasswordError:
        raise Invalid("file", "workbook_encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise Invalid("file", "workbook_broken") from None
    if page.total_height > MOST_ROWS + _SPARE:
        raise Invalid("file", "file_rows", most=MOST_ROWS)
    if page.total_width > MOST_COLUMNS:
        raise Invalid("file", "file_columns", most=MOST_COLUMNS)
    yield from _notes(book, page, content)
    # Row by row it leaves out the empty columns on the left.
    left: list[Cell] = [None] * (page.start[1] if page.start else 0)
    for number, row in enumerate(page.iter_rows(), start=1):
        yield number, left + [_cell(value) for value in row]


def _chosen(book: calamine.CalamineWorkbook, sheet: str) -> str:
    if sheet:
        if sheet not in book.sheet_names:
            raise Invalid("file", "no_such_sheet", sheet=sheet)
        return sheet
    seen = [each.name for each in _sheets(book) if _is_visible(each)]
    names = seen or book.sheet_names
    full = (name for name in names if book.get_sheet_by_name(name).end)
    return next(full, names[0])


def _sheets(book: calamine.CalamineWorkbook) -> list[calamine.SheetMetadata]:
    return [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]


def _is_visible(sheet: calamine.SheetMetadata) -> bool:
    return sheet.visible == calamine.SheetVisibleEnum.Visible


def _notes(book: Any, page: calamine.CalamineSheet, content: bytes) -> Iterator[Said]:
    others = [
        each.name
        for each in _sheets(book)
        if each.name != page.name and book.get_sheet_by_name(each.name).end
    ]
    if others:
        yield Said(ImportNote.OTHER_SHEETS, {"sheet": page.name, "others": ", ".join(others)[:300]})
    if any(not _is_visible(each) for each in _sheets(book) if each.name == page.name):
        yield Said(ImportNote.HIDDEN_SHEET, {"sheet": page.name})
    if merged := page.merged_cell_ranges:
        (first, _), _ = merged[0]
        yield Said(ImportNote.MERGED, {"n": len(merged), "row": first + 1})
    xml = _xml(content, book.sheet_names.index(page.name))
    if formulas := len(re.findall(rb"<f[ >]", xml)):
        yield Said(ImportNote.FORMULAS, {"n": formulas})
    if hidden := len(re.findall(rb"<row [^>]*hidden=\"(?:1|true)\"", xml)):
        yield Said(ImportNote.HIDDEN_ROWS, {"n": hidden})


def _xml(content: bytes, place: int) -> bytes:
    """The part of the archive with a sheet; nothing when it is not where it usually is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = f"xl/worksheets/sheet{place + 1}.xml"
        return archive.read(name) if name in archive.namelist() else b""


def _cell(value: Any) -> Cell:
    if value == "" or value is None:
        return None
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    return str(value) if isinstance(value, timedelta) else value
