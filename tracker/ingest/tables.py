"""A file as a table: its headers, its rows with their numbers, and what is to be said of it."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tracker.errors import Invalid
from tracker.ingest import archive, guard, headers
from tracker.ingest.shapes import MEGABYTES, MOST_COLUMNS, MOST_ROWS, Cell, Said

_FORMS = {"xlsx": "xlsx", "xlsm": "xlsx", "xls": "xlsx", "csv": "csv", "tsv": "csv", "txt": "csv"}
_FORMS |= {"vcf": "vcf", "vcard": "vcf"}
ENDINGS = ("xlsx", "csv", "tsv", "txt", "vcf")
_TOP = 20  # rows among which the headers are looked for
_SHOWN = 8  # rows in a sample


class Line(NamedTuple):
    """A row that has something in it, and its number in the file."""

    number: int
    cells: list[Cell]


class Glance(NamedTuple):
    """A file looked at: enough to say what its columns are."""

    headers: list[str]
    sample: list[Line]
    notes: list[Said]
    total: int  # rows below the headers


def form_of(name: str) -> str:
    """How a file of this name is read: xlsx, csv or vcf. Raises Invalid at `file`."""
    ending = name.rpartition(".")[2].lower()
    if ending not in _FORMS:
        raise Invalid("file", "file_not_a_table", name=name, kinds=", ".join(ENDINGS))
    return _FORMS[ending]


def look(name: str, content: bytes, sheet: str = "") -> Glance:
    """Read a file through, keeping little of it. Raises Invalid at `file`."""
    return Table(name, content, sheet).look()


def read(name: str, content: bytes, sheet: str = "") -> Iterator[Line]:
    """The rows below the headers. Raises Invalid at `file`."""
    return iter(Table(name, content, sheet))


def top(name: str, content: bytes, sheet: str = "") -> list[str]:
    """The headers alone."""
    table = Table(name, content, sheet)
    next(iter(table), None)
    return table.headers


class Table:
    """The rows as the guarded reader says them, once the headers are found. One look at a time."""

    def __init__(self, name: str, content: bytes, sheet: str = "") -> None:
        form = form_of(name)
        _check(name, content, form)
        self.name, self.sheet = name, sheet
        self.headers: list[str] = []
        self.notes: list[Said] = []
        self._said = guard.Rows(content, form, sheet)

    def look(self) -> Glance:
        """Read it through, keeping little of it. Raises Invalid at `file`."""
        sample, total = [], 0
        for total, line in enumerate(self, start=1):
            if total <= _SHOWN:
                sample.append(line)
        if not total:
            raise Invalid("file", "file_no_rows", name=self.name)
        return Glance(self.headers, sample, self.notes, total)

    def __iter__(self) -> Iterator[Line]:
        self.notes = []
        lines = self._lines()
        first: list[Line] = []
        for line in lines:
            first.append(line)
            if len(first) == _TOP:
                break
        if not first:
            return
        place = headers.place([line.cells for line in first])
        self.headers = _named(first[place])
        width = len(self.headers)
        for count, line in enumerate(_then(first[place + 1 :], lines), start=1):
            if count > MOST_ROWS:
                raise Invalid("file", "file_rows", most=MOST_ROWS)
            for column, cell in enumerate(line.cells):
                if cell is not None and (column >= width or not self.headers[column]):
                    raise Invalid("file", "column_unnamed", row=line.number, column=column + 1)
            yield Line(line.number, line.cells + [None] * (width - len(line.cells)))

    def _lines(self) -> Iterator[Line]:
        for said in self._said:
            if isinstance(said, Said):
                self.notes.append(said)
                continue
            number, cells = said
            while cells and (cells[-1] is None or not str(cells[-1]).strip()):
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise Invalid("file", "file_columns", most=MOST_COLUMNS)
            if cells:
                yield Line(number, cells)


def _check(name: str, content: bytes, form: str) -> None:
    if not content:
        raise Invalid("file", "file_empty", name=name)
    if len(content) > MEGABYTES << 20:
        raise Invalid("file", "file_too_large", name=name, limit=MEGABYTES)
    is_archive = content.startswith(b"PK\x03\x04")
    if form == "xlsx":
        if not is_archive and not content.startswith(b"\xd0\xcf\x11\xe0"):
            raise Invalid("file", "not_a_workbook")
        archive.check(content)
    elif is_archive or content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8")):
        raise Invalid("file", "not_text")


def _named(line: Line) -> list[str]:
    """The headers. Raises Invalid at `file` for one that is there twice."""
    names = [" ".join(str(cell).split()) if cell is not None else "" for cell in line.cells]
    times = Counter(headers.plain(name) for name in names if name)
    if there := [name for name in names if times[headers.plain(name)] > 1]:
        raise Invalid("file", "column_twice", names=", ".join(f"«{name}»" for name in there))
    return names


def _then(first: list[Line], rest: Iterator[Line]) -> Iterator[Line]:
    yield from first
    yield from rest
