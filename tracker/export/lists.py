"""Any list as a file: for a colleague in their language, for a program in codes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from enum import StrEnum
from itertools import count
from operator import attrgetter
from typing import IO, Any

from sqlmodel import Session

from tracker import clock
from tracker.access import User
from tracker.domain import addresses
from tracker.domain.addresses import LISTS, Asked
from tracker.domain.exports import (
    agreements,
    events,
    follow_ups,
    interactions,
    news,
    partners,
    people,
    units,
)
from tracker.domain.follow_ups import Look
from tracker.domain.models import Kind
from tracker.errors import NotFound
from tracker.export import csv, json, meetings, notes, summaries, vcard, xlsx
from tracker.export.cells import listed
from tracker.export.columns import COLUMNS
from tracker.export.sheets import Cell, Column, Row, Sheet, link_to, links_to
from tracker.i18n import speaking, t, word
from tracker.settings import settings

_ROWS: dict[Kind, Callable[..., Iterable[Any]]] = {
    Kind.PARTNER: partners.all_rows,
    Kind.PERSON: people.all_rows,
    Kind.EVENT: events.all_rows,
    Kind.NEWS_ITEM: news.all_rows,
    Kind.INTERACTION: interactions.all_rows,
    Kind.FOLLOW_UP: follow_ups.all_rows,
    Kind.AGREEMENT: agreements.all_rows,
    Kind.UNIT: units.all_rows,
}
# As lists are called in addresses and on the command line: `follow-ups`.
NAMES = {listed.word.replace("_", "-"): kind for kind, listed in LISTS.items()}


class Format(StrEnum):
    """What a file of a list may be; also its ending."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    VCF = "vcf"
    PDF = "pdf"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        return str(_writer(self).MEDIA_TYPE)

    @property
    def is_text(self) -> bool:
        """Whether it can be read as it is, on a console for instance."""
        return self in (Format.CSV, Format.JSON, Format.VCF)


# What only one list can be.
_ONLY = {Format.VCF: Kind.PERSON, Format.PDF: Kind.FOLLOW_UP, Format.DOCX: Kind.FOLLOW_UP}


def formats_of(kind: Kind) -> list[Format]:
    return [form for form in Format if _ONLY.get(form, kind) is kind]


def write(
    session: Session,
    file: IO[bytes],
    kind: Kind,
    asked: Asked,
    *,
    by: User,
    form: Format,
    base: str,
) -> int:
    """Write every record that fits; returns how many. `base` is our address, for the links.

    Raises NotAllowed, NotFound for a format that the list has not, TooManyRows for a workbook
    of more than a million, and TooManyLines for a document of some hundreds.
    """
    if form not in formats_of(kind):
        raise NotFound(f"{kind} as {form}")
    wanted, sort, descending, _ = asked
    rows = count()
    whole = _ROWS[kind](session, wanted, by=by, sort=sort, descending=descending)
    found = (row for row in whole if next(rows) >= 0)
    with speaking(by.language):
        if form is Format.VCF:
            file.writelines(vcard.cards(found, base))
        elif form is Format.JSON:
            file.writelines(json.lines(_for_programs(found, kind, base)))
        elif form is Format.CSV:
            file.writelines(csv.lines(_for_people(found, kind, base)))
        else:
            said = list(notes.of(session, kind, wanted, by=by))
            if form is Format.XLSX:
                summary = summaries.ByOwner() if kind is Kind.FOLLOW_UP else None
                sheet = _for_people(summary.counted(found) if summary else found, kind, base)
                told = summary.told if summary else None
                xlsx.write(sheet._replace(notes=said, summary=told), file)
            else:
                paper = meetings.of_follow_ups(found, said, by=by, base=base)
                _writer(form).write(paper, file)
    return next(rows)


def fields(kind: Kind, form: Format) -> list[str]:
    """What a file of it says of each record, as keys of the catalogue."""
    if form in (Format.JSON, Format.VCF):
        return []
    return [each.word for each in COLUMNS[kind]]


def address(kind: Kind, form: Format, asked: Asked) -> str:
    """Where the tracker hands out this list as a file."""
    query = addresses.query(kind, asked._replace(look=Look()))
    path = f"/download/{LISTS[kind].word.replace('_', '-')}.{form}"
    return f"{path}?{query}" if query else path


def name(kind: Kind, form: Format) -> str:
    """The file's name in the present language: `Follow-ups 2024-04-08.xlsx`."""
    return f"{t(f'nav.{LISTS[kind].word}')} {clock.today().isoformat()}.{form}"


def _writer(form: Format) -> Any:
    """Documents are few, and what writes them takes a while to load: that need not wait here."""
    if form is Format.PDF:
        from tracker.export import table_pdf

        return table_pdf
    if form is Format.DOCX:
        from tracker.export import table_docx

        return table_docx
    return {"csv": csv, "xlsx": xlsx, "json": json, "vcf": vcard}[form]


def _for_people(found: Iterable[Any], kind: Kind, base: str) -> Sheet:
    fields = COLUMNS[kind]
    columns = [Column(each.word, t(each.word), each.width) for each in fields]
    columns.append(Column("link", t("export.link"), 44))
    show, link = _Shown(), links_to(base, kind)
    of_row = [each.shown for each in fields]
    is_late = attrgetter("is_overdue") if kind is Kind.FOLLOW_UP else lambda _: False

    def row_of(found: Any) -> Row:
        values = [get(found) for get in of_row]
        cells: list[Any] = [
            each if each is None or each.__class__ in _AS_IT_IS else show(each) for each in values
        ]
        cells.append(link(found.id))
        return Row(cells, is_late(found))

    return Sheet(t(f"nav.{LISTS[kind].word}"), (), columns, map(row_of, found))


_AS_IT_IS = frozenset((str, int, float, date))


class _Shown:
    """Values as a cell shows them; the words of vocabularies are looked up once a file."""

    def __init__(self) -> None:
        self._words: dict[int, str] = {}  # by the members themselves, of which there is one each
        self._zone = settings().zone

    def __call__(self, value: Any) -> Cell:
        if (found := self._words.get(id(value))) is not None:
            return found
        if isinstance(value, StrEnum):
            said = self._words[id(value)] = word(value)
            return said
        if isinstance(value, tuple):
            return (listed(value) or None) if value else None
        if isinstance(value, datetime):
            return value.astimezone(self._zone).date()
        return f"{value:%H:%M}" if isinstance(value, time) else value


def _for_programs(found: Iterable[Any], kind: Kind, base: str) -> Iterator[dict[str, Any]]:
    for row in found:
        yield {**_plain(row), "link": link_to(base, kind, row.id).address}


def _plain(row: Any) -> dict[str, Any]:
    """A row by its fields, and so the rows inside it."""
    return {
        key: [_plain(each) if hasattr(each, "_asdict") else each for each in value]
        if isinstance(value, tuple)
        else value
        for key, value in row._asdict().items()
    }
