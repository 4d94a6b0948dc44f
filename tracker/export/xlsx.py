"""A workbook: title, what the list was narrowed to, and rows under a header that stays in sight.

Behind it, where the list has one, a sheet of numbers with a chart.
"""

import re
from datetime import date
from functools import cache, lru_cache, partial
from math import ceil
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import xlsxwriter
import xlsxwriter.workbook
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tracker.errors import TooManyRows
from tracker.export.cells import LONGEST, fitting
from tracker.export.sheets import Link, Row, Sheet, Summary

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MOST = 1_048_576  # rows in a sheet; the writer would drop the rest without a word
# Live links; below them stands the bare address. Each is held in memory until the end, and Excel
# calls a file with more than 65,530 damaged.
_LINKS = 10_000
_BARS = 20  # in a chart; more could not be told apart
_COLOURS = ("#0F7285", "#5BA3B0", "#B6D4DA", "#E0A458", "#7A6FB0", "#8A94A3", "#D5DAE1")
_A4 = 9
_PACKED = 3  # of 9; the usual 6 takes twice as long for a sixth less
_LATE = {"font_color": "#9F1D1D", "bg_color": "#FDECEC"}
_FIRST_DAY = date(1899, 12, 30)  # from which a workbook counts
# Letters of a text that may be in a list many times, and how many of them are kept ready.
_SHORT, _AGAIN = 60, 500
_MEANS_ELSE = re.compile("(_x[0-9a-fA-F]{4}_)")  # a sign by its number, to whoever reads the XML


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
        page.put(last, row, formats)
    page.autofilter(head, 0, last, len(sheet.columns) - 1)
    page.repeat_rows(head)
    if sheet.summary is not None:
        _summarise(book, sheet.summary(), formats)
    book.close()


# The workbook makes its file by itself, and has no say in how.
xlsxwriter.workbook.ZipFile = partial(ZipFile, compresslevel=_PACKED)


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
        self.said = lru_cache(maxsize=_AGAIN)(_said)  # units, owners, the words of vocabularies
        self._late = book.add_format({**plain, **_LATE})
        self._days = book.add_format(day), book.add_format({**day, **_LATE})

    def of_row(self, *, is_late: bool) -> tuple[int, int]:
        """The numbers that a row's cells carry: of most of them, and of days."""
        text = self._late if is_late else self.plain
        return text._get_xf_index(), self._days[is_late]._get_xf_index()


class _Page(Worksheet):  # type: ignore[misc]  # which has no types
    """A sheet that is given a row at once, and writes it as one piece of text.

    The writer's own way is by the cell, and takes five times as long. It does all the rest.
    """

    def put(self, number: int, row: Row, formats: _Formats) -> None:
        """Write a row below all others. Text goes in as text only, never as a formula or a link."""
        if number > self.previous_row:
            self._write_single_row(number)
        self._check_dimensions(number, len(row.cells) - 1)
        text, day = formats.of_row(is_late=row.is_late)
        line = number + 1
        pieces = [f'<row r="{line}">']
        for place, cell in enumerate(row.cells):
            at = f'<c r="{_letters(place)}{line}" s="'
            if cell is None:
                if row.is_late:  # which shows its colour
                    pieces.append(f'{at}{text}"/>')
            elif isinstance(cell, str):
                said = formats.said(cell) if len(cell) <= _SHORT else _said(cell)
                pieces.append(f'{at}{text}" t="inlineStr"><is>{said}</is></c>')
            elif isinstance(cell, Link):
                pieces.append(f'{at}{text}" t="inlineStr"><is>{_said(cell.address)}</is></c>')
                self._lead(number, place, cell.address)
            elif isinstance(cell, (int, float)):
                pieces.append(f'{at}{text}"><v>{cell:.16G}</v></c>')
            else:
                pieces.append(f'{at}{day}"><v>{(cell - _FIRST_DAY).days}</v></c>')
        pieces.append("</row>")
        self.fh.write("".join(pieces))

    def _lead(self, row: int, column: int, address: str) -> None:
        if row < _LINKS and address.startswith(("http://", "https://")):
            self.hyperlinks[row][column] = Url(address)


_letters = cache(xl_col_to_name)


def _said(text: str) -> str:
    """A text as the XML of a cell has it."""
    is_plain = text.isprintable()
    if not is_plain or len(text) > LONGEST:
        text = fitting(text)
    if "_x" in text:
        text = _MEANS_ELSE.sub(r"_x005F\1", text)
    if not is_plain:
        text = text.replace("\r", "_x000D_")
    if "&" in text or "<" in text or ">" in text:
        text = escape(text)
    is_bare = text[:1].isspace() or text[-1:].isspace()
    return f'<t xml:space="preserve">{text}</t>' if is_bare else f"<t>{text}</t>"


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
    name = "".join(c for c in title if c not in "[]:*?/\\'")[:31]
    page = book.add_worksheet(name or None, worksheet_class=_Page)
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
