"""A workbook: title, what the list was narrowed to, and rows under a header that stays in sight.

Behind it, where the list has one, a sheet of numbers with a chart.
"""

from math import ceil
from typing import IO, Any

import xlsxwriter

from tracker.errors import TooManyRows
from tracker.export.cells import fitting
from tracker.export.sheets import Cell, Link, Sheet, Summary

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MOST = 1_048_576  # rows in a sheet; the writer would drop the rest without a word
# Live links; below them stands the bare address. Each is held in memory until the end, and Excel
# calls a file with more than 65,530 damaged.
_LINKS = 10_000
_BARS = 20  # in a chart; more could not be told apart
_COLOURS = ("#0F7285", "#5BA3B0", "#B6D4DA", "#E0A458", "#7A6FB0", "#8A94A3", "#D5DAE1")
_A4 = 9
_LATE = {"font_color": "#9F1D1D", "bg_color": "#FDECEC"}


def write(sheet: Sheet, file: IO[bytes]) -> None:
    """Write the whole workbook, holding one row in memory. Raises TooManyRows."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": fitting(sheet.title)[:255]})
    page = _page(book, sheet.title)
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
    if sheet.summary is not None:
        _summarise(book, sheet.summary(), formats)
    book.close()


class _Formats:
    """The looks of cells; a workbook wants each made once."""

    def __init__(self, book: Any) -> None:
        plain = {"valign": "top", "text_wrap": True}
        day = {"valign": "top", "num_format": "dd.mm.yyyy", "align": "left"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#5B6472"})
        self.plain = book.add_format(plain)
        self.total = book.add_format({"bold": True, "top": 1, "valign": "top"})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F7"})
        counted = {"bold": True, "bottom": 1, "bg_color": "#EEF2F7", "align": "right"}
        self.counted = book.add_format({**counted, "text_wrap": True, "valign": "bottom"})
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
    return head


def _page(book: Any, title: str) -> Any:
    """A sheet of the workbook, ready to be printed."""
    # Reading aloud and printing need a name; a sheet's may not hold all of these characters.
    page = book.add_worksheet("".join(c for c in title if c not in "[]:*?/\\'")[:31] or None)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&R&P / &N")
    return page


def _summarise(book: Any, summary: Summary, formats: _Formats) -> None:
    """A sheet of its own: the numbers, their total, and the chart below."""
    page = _page(book, summary.title)
    page.set_column(0, 0, 36)
    page.set_column(1, len(summary.columns) - 1, 14)
    page.write_string(0, 0, fitting(summary.title), formats.title)
    for place, title in enumerate(summary.columns):
        page.write_string(2, place, fitting(title), formats.counted if place else formats.head)
    for at, (name, numbers) in enumerate([*summary.lines, summary.total], start=3):
        is_total = at == len(summary.lines) + 3
        page.write_string(at, 0, fitting(name), formats.total if is_total else formats.plain)
        for place, number in enumerate(numbers, start=1):
            page.write_number(at, place, number, formats.total if is_total else formats.plain)
    page.freeze_panes(3, 1)
    if summary.lines and summary.drawn:
        page.insert_chart(len(summary.lines) + 5, 0, _chart(book, page.get_name(), summary))


def _chart(book: Any, page: str, summary: Summary) -> Any:
    """A bar for each of the first lines. It carries its numbers, for programs that only look."""
    shown = summary.lines[:_BARS]
    first, last = 3, 2 + len(shown)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for place in range(1, summary.drawn + 1):
        chart.add_series(
            {
                "name": [page, 2, place],
                "name_data": [summary.columns[place]],
                "categories": [page, first, 0, last, 0],
                "categories_data": [fitting(name) for name, _ in shown],
                "values": [page, first, place, last, place],
                "values_data": [numbers[place - 1] for _, numbers in shown],
                "fill": {"color": _COLOURS[(place - 1) % len(_COLOURS)]},
                "gap": 60,
            }
        )
    chart.set_title({"name": summary.title, "name_font": {"size": 12}})
    # The first line on top, and yet the numbers below; whole ones, since half a record is none.
    chart.set_y_axis({"reverse": True})
    longest = max(sum(numbers[: summary.drawn]) for _, numbers in shown)
    grid = {"visible": True, "line": {"color": "#D5DAE1"}}
    unit = max(1, ceil(longest / 10))
    chart.set_x_axis({"label_position": "high", "major_unit": unit, "major_gridlines": grid})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 140 + 28 * len(shown)})
    return chart


def _put(page: Any, at: tuple[int, int], cell: Cell, look: Any) -> None:
    """Text goes in as text only: the general `write` would make formulas and links of it."""
    if cell is None:
        page.write_blank(*at, None, look)
    elif isinstance(cell, Link):
        _link(page, at, cell.address, look)
    elif isinstance(cell, str):
        page.write_string(*at, fitting(cell), look)
    elif isinstance(cell, int | float):
        page.write_number(*at, cell, look)
    else:
        page.write_datetime(*at, cell, look)


def _link(page: Any, at: tuple[int, int], address: str, look: Any) -> None:
    if address.startswith(("http://", "https://")) and at[0] < _LINKS:
        page.write_url(*at, address, look)
    else:
        page.write_string(*at, address, look)
