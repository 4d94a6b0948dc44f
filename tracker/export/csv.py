"""CSV as Excel and LibreOffice open it in this country: UTF-8 with its mark, semicolons."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from tracker.export.cells import inert
from tracker.export.sheets import Cell, Link, Sheet

MEDIA_TYPE = "text/csv; charset=utf-8"

_MARK = "\ufeff"  # without it Excel reads the file as cp1251
_AT_ONCE = 200  # lines in a piece


def lines(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces: a line of titles, then the rows. Dates as 2024-04-08."""
    held = StringIO(_MARK, newline="")
    held.seek(0, 2)
    writer = csv.writer(held, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([inert(column.title) for column in sheet.columns])
    for number, row in enumerate(sheet.rows, start=1):
        writer.writerow([_text(cell) for cell in row.cells])
        if number % _AT_ONCE == 0:
            yield _taken(held)
    yield _taken(held)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, Link):
        return cell.address
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(cell).replace(".", ",")  # 3.5 would be the third of May
    return str(cell)


def _taken(held: StringIO) -> bytes:
    text = held.getvalue()
    held.seek(0)
    held.truncate()
    return text.encode("utf-8", errors="replace")
