"""JSON for other programs: stable keys, codes instead of words in any language."""

import json
from collections.abc import Iterator
from datetime import date

from tracker.export.sheets import Cell, Link, Sheet

MEDIA_TYPE = "application/json"


def lines(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces: an array with one object a row. Dates as 2024-04-08."""
    keys = [column.key for column in sheet.columns]
    before = "[\n"
    for row in sheet.rows:
        values = dict(zip(keys, map(_plain, row.cells), strict=True))
        yield (before + json.dumps(values, ensure_ascii=False)).encode("utf-8", errors="replace")
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, Link):
        return cell.address
    return cell.isoformat() if isinstance(cell, date) else cell
