"""A workbook: title, what the list was narrowed to, and rows under a header that stays in sight."""

from typing import IO, Any

import xlsxwriter

from tracker.errors import TooManyRows
from tracker.export.cells import fitting
from tracker.export.sheets import Cell, Link, Sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MOST = 1_048_576  # rows in a sheet; the writer would drop the rest without a word
# Live links; below them stands the bare address. Each is held in memory until the end, and Excel
# calls a file with more than 65,530 damaged.
_LINKS = 10_000
_LATE = {"font_color": "#9F1D1D", "bg_color": "#FDECEC"}


def write(sheet: Sheet, file: IO[bytes]) -> None:
    """Write the whole workbook, holding one row in memory. Raises TooManyRows."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    # Reading aloud and printing need a name; a sheet's may not hold all of these characters.
    page = book.add_worksheet("".join(c for c in sheet.title if c not in "[]:*?/\\'")[:31] or None)
    formats = _Formats(book)
    head = _top(page, sheet, formats)
    last = head
    for last, row in enumerate(sheet.rows, start=head + 1):
        if last >= _MOST:
            raise TooManyRows(f"more than {_MOST} rows")
        for place, cell in enumerate(row.cells):
            _put(page, (last, place), cell, formats.of(cell, is_late=row.is_late))
    page.autofilter(head, 0, last, len(sheet.columns) - 1)
    page.repeat_rows(head)
    book.close()


class _Formats:
    """The looks of cells; a workbook wants each made once."""

    def __init__(self, book: Any) -> None:
        plain = {"valign": "top", "text_wrap": True}
        day = {"valign": "top", "num_format": "dd.mm.yyyy", "align": "left"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#5B6472"})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F7"})
        self._cells = {
            (is_day, is_late): book.add_format({**look, **(_LATE if is_late else {})})
            for is_day, look in ((False, plain), (True, day))
            for is_late in (False, True)
        }

    def of(self, cell: Cell, *, is_late: bool) -> Any:
        return self._cells[hasattr(cell, "isoformat"), is_late]


def _top(page: Any, sheet: Sheet, formats: _Formats) -> int:
    """Everything above the rows; the number of the header's line."""
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    page.write_string(0, 0, fitting(sheet.title), formats.title)
    for line, (what, value) in enumerate(sheet.notes, start=1):
        page.write_string(line, 0, fitting(f"{what}: {value}"), formats.note)
    head = len(sheet.notes) + 2
    for place, column in enumerate(sheet.columns):
        page.write_string(head, place, fitting(column.title), formats.head)
    page.freeze_panes(head + 1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    return head


def _put(page: Any, at: tuple[int, int], cell: Cell, look: Any) -> None:
    """Text goes in as text only: the general `write` would make formulas and links of it."""
    if cell is None:
        page.write_blank(*at, None, look)
    elif isinstance(cell, Link):
        _link(page, at, cell.address, look)
    elif isinstance(cell, str):
        page.write_string(*at, fitting(cell), look)
    elif isinstance(cell, int):
        page.write_number(*at, cell, look)
    else:
        page.write_datetime(*at, cell, look)


def _link(page: Any, at: tuple[int, int], address: str, look: Any) -> None:
    if address.startswith(("http://", "https://")) and at[0] < _LINKS:
        page.write_url(*at, address, look)
    else:
        page.write_string(*at, address, look)
