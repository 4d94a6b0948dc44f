"""The rows that were not taken, as a file of the kind that was given, each with its reasons."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO, StringIO

from tracker.domain.importing import Problem
from tracker.domain.models import Kind
from tracker.export import csv as csv_file
from tracker.export import xlsx
from tracker.export.cells import inert
from tracker.export.sheets import Column, Row, Sheet
from tracker.i18n import knows, t
from tracker.ingest import cells, tables
from tracker.ingest.shapes import Cell


def write(name: str, content: bytes, sheet: str, kind: Kind, problems: Iterable[Problem]) -> bytes:
    """The file: the columns as they were, and one more with the reasons. Cards become CSV."""
    reasons = by_row(kind, problems)
    form = tables.form_of(name)
    titles = [*tables.top(name, content, sheet), t("import.reason")]
    rows = (
        [*line.cells, reasons[line.number]]
        for line in tables.read(name, content, sheet)
        if line.number in reasons
    )
    return _workbook(titles, rows) if form == "xlsx" else _text(titles, rows)


def ending(name: str) -> str:
    """What the file's name ends with."""
    return "xlsx" if tables.form_of(name) == "xlsx" else "csv"


def media_type(name: str) -> str:
    return xlsx.MEDIA_TYPE if ending(name) == "xlsx" else csv_file.MEDIA_TYPE


def by_row(kind: Kind, problems: Iterable[Problem]) -> Mapping[int, str]:
    """The sentences for each row that was rejected."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for problem in problems:
        found[problem.number].append(sentence(kind, problem))
    return {number: " ".join(said) for number, said in found.items()}


def sentence(kind: Kind, problem: Problem) -> str:
    """What is wrong, and in which field, in the language spoken here."""
    said = t(f"error.{problem.code}", **problem.values)
    name = label(kind, problem.field)
    return f"{name}: {said}" if name else said


def label(kind: Kind, field: str) -> str:
    """What a field is called; nothing for what is no field but the row itself."""
    key = f"field.{kind}_{field}" if knows(f"field.{kind}_{field}") else f"field.{field}"
    if field == "link":
        return t("export.link")
    return t(key) if knows(key) else ""


def _workbook(titles: list[str], rows: Iterable[list[Cell]]) -> bytes:
    columns = [Column(str(place), title, 24) for place, title in enumerate(titles)]
    file = BytesIO()
    plain = (Row([cells.shown(cell) for cell in row]) for row in rows)
    xlsx.write(Sheet(t("import.rejected_rows"), (), columns, plain), file)
    return file.getvalue()


def _text(titles: list[str], rows: Iterable[list[Cell]]) -> bytes:
    return "".join(_lines(titles, rows)).encode("utf-8-sig", errors="replace")


def _lines(titles: list[str], rows: Iterable[list[Cell]]) -> Iterator[str]:
    head: list[Cell] = [*titles]
    for row in (head, *rows):
        line = StringIO(newline="")
        writer = csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([inert(cells.shown(cell)) for cell in row])
        yield line.getvalue()
