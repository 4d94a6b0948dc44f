"""From the text of a cell to what a field takes: words of a vocabulary, days, lists, digits."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from tracker.domain import days
from tracker.domain.importing.fields import FIELDS, Bin, Form, Link
from tracker.domain.importing.outcome import Problem, Row
from tracker.domain.models import Kind
from tracker.errors import Invalid
from tracker.export.cells import parted
from tracker.i18n import LANGUAGES, catalogue, t
from tracker.ingest import headers
from tracker.ingest.shapes import Cell
from tracker.ingest.tables import Line
from tracker.names.text import clean_line, clean_text

_EXCEL_BEGINS = date(1899, 12, 30)
_EXCEL_DAYS = range(61, 80_000)  # before it, Excel believes in a 29 February 1900
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_HOUR = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?")
_OURS = re.compile(r"(https?://[^?\s]*/)?([a-z_]+)\?id=([0-9]{1,9})")


def rows(
    lines: Iterable[Line], kind: Kind, columns: Sequence[str | None]
) -> Iterator[Row | list[Problem]]:
    """Each line as a row of our fields, or as everything that does not fit in it."""
    fields = [(place, name) for place, name in enumerate(columns) if name]
    for line in lines:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for place, name in fields:
            try:
                value = read(FIELDS[kind][name], line.cells[place], kind=kind)
            except Invalid as wrong:
                problems.append(Problem(line.number, name, wrong.code, wrong.values))
                continue
            # An empty cell says nothing, so what is known of the record stays.
            if value not in (None, "", []):
                values[name] = value
        yield problems or Row(line.number, values)


def read(form: Form, cell: Cell, *, kind: Kind) -> Any:
    """What a cell says, or None when it is empty. The field's name is for the caller to add."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if form is date:
        return _day(cell)
    if form is time:
        return _time(cell)
    text = _text(cell)
    if form is list:
        return [each for part in parted(text) if (each := clean_line(part))]
    if form is Bin:
        digits = re.sub(r"[\s-]", "", text)
        # A spreadsheet takes the number for a number, and its first zeros for nothing.
        return digits.zfill(12) if digits.isdecimal() else text
    if form is Link:
        return _link(text, kind)
    return _word(form, text) if issubclass(form, StrEnum) else clean_text(text)


def shown(cell: Cell) -> str:
    """A cell as a person reads it."""
    return "" if cell is None else _text(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _day(cell: Cell) -> date:
    return days.meant("day", _any_day(cell))


def _any_day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and int(cell) in _EXCEL_DAYS:
        return _EXCEL_BEGINS + timedelta(days=int(cell))
    text = str(cell).strip()
    try:
        if found := _ISO.match(text):
            return date(*(int(part) for part in found.groups()))
        if found := _DAY.match(text):
            day, month, year = (int(part) for part in found.groups())
            return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        pass
    raise Invalid("day", "not_a_day", typed=text[:60])


def _time(cell: Cell) -> time:
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and 0 <= cell < 1:
        return (datetime.min + timedelta(seconds=round(cell * 86_400))).time()
    text = str(cell).strip()
    if (found := _HOUR.fullmatch(text)) and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    raise Invalid("time", "not_a_time", typed=text[:60])


def _link(text: str, kind: Kind) -> tuple[str, int] | None:
    """The address that a page of ours begins with, and the record's number; None for any other."""
    found = _OURS.fullmatch(text.strip())
    return (found[1] or "", int(found[3])) if found and found[2] == kind else None


def _word(form: type[StrEnum], text: str) -> StrEnum:
    if (found := vocabulary(form).get(headers.plain(text))) is not None:
        return form(found)
    section = section_of(form)
    words = ", ".join(t(f"{section}.{word}") for word in form)
    raise Invalid("word", "unknown_word", typed=text[:60], words=words)


@cache
def vocabulary(form: type[StrEnum]) -> Mapping[str, str]:
    """Every way to say a word of a vocabulary: its code, three languages, and synonyms."""
    section = section_of(form)
    known = {headers.plain(word): str(word) for word in form}
    for word in form:
        for code in LANGUAGES:
            known.setdefault(headers.plain(str(catalogue()[f"{section}.{word}"][code])), str(word))
    for word, others in headers.words()["values"].get(section, {}).items():
        for other in others:
            known.setdefault(headers.plain(other), word)
    return known


def section_of(form: type[StrEnum]) -> str:
    """`FollowUpKind` → `follow_up_kind`: the section of the catalogue with its words."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", form.__name__).lower()
