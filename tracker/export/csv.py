"""CSV as Excel and LibreOffice open it in this country: UTF-8 with its mark, semicolons."""

from collections.abc import Iterator, Sequence

from tracker.export.cells import inert
from tracker.export.sheets import Cell, Link, Sheet

MEDIA_TYPE = "text/csv; charset=utf-8"

_MARK = "\ufeff"  # without it Excel reads the file as cp1251
_BETWEEN = '";"'
_AT_ONCE = 200  # lines in a piece


def lines(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces: a line of titles, then the rows. Dates as 2024-04-08."""
    held = [_MARK, _line([column.title for column in sheet.columns])]
    for row in sheet.rows:
        held.append(_line(row.cells))
        if len(held) >= _AT_ONCE:
            yield "".join(held).encode("utf-8", errors="replace")
            held.clear()
    yield "".join(held).encode("utf-8", errors="replace")


def _line(cells: Sequence[Cell]) -> str:
    """All cells in quotes. The writer of the library looks at each letter, and takes ten times."""
    texts = [
        # As most are: nothing of it has to be changed.
        cell
        if cell.__class__ is str and cell[:1].isalnum() and '"' not in cell
        else ""
        if cell is None
        else _text(cell).replace('"', '""')
        for cell in cells
    ]
    return f'"{_BETWEEN.join(texts)}"\r\n'


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, Link):
        return cell.address
    if isinstance(cell, float):
        return str(cell).replace(".", ",")  # 3.5 would be the third of May
    return str(cell)
