"""A frozen pack of evidence as a workbook, and as a ZIP of that with its files.

The same pack gives the same bytes, in the same language: nothing here asks the clock, the address
of the tracker, or what the records have become. Archives are stored, not compressed, so that no
other version of the compressor makes other bytes.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import ceil
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter
from sqlmodel import Session

from tracker.access import User
from tracker.domain.evidence import packs
from tracker.domain.evidence.details import FileRef, Item, Names
from tracker.domain.evidence.packs import Look
from tracker.export import xlsx
from tracker.export.cells import fitting
from tracker.i18n import current, t
from tracker.i18n.formats import day, moment
from tracker.i18n.labels import evidence_title

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # that a ZIP can say: the same whenever it is made
_LONGEST_NAME = 100
MEDIA_TYPES = {"xlsx": xlsx.MEDIA_TYPE, "zip": "application/zip"}
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_A4 = 9
_LINE = 15  # points

_Line = list[str | int]
_Table = tuple[list[tuple[str, int]], list[_Line]]  # titles with widths, and the lines


def workbook(pack: Look) -> bytes:
    """What was found for each indicator, and all gaps."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    frozen = pack.pack.frozen_at
    properties = {"title": fitting(pack.pack.name)[:255]}
    book.set_properties({**properties, "created": frozen.replace(tzinfo=None) if frozen else None})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#5B6472"}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F7"}),
        "plain": book.add_format({"valign": "top", "text_wrap": True, "align": "left"}),
        "gap": book.add_format({"valign": "top", "text_wrap": True, "font_color": "#9F1D1D"}),
    }
    _sheet(book, looks, t("evidence.summary"), pack.pack.name, _notes(pack), _summary(pack))
    paths = {file.sha256: path(file) for file in _each_once(pack.items)}
    for place, indicator in enumerate(pack.indicators, start=1):
        name = t(f"indicator.{indicator}")
        about = [t(f"evidence.about_{indicator}")]
        _sheet(book, looks, f"{place} {name}", name, about, _records(pack.of(indicator), paths))
    for word, table in (("gaps", _gaps(pack)), ("files", _files(pack))):
        _sheet(book, looks, t(f"evidence.{word}"), t(f"evidence.{word}"), [], table)
    book.close()
    return _stored(file)


def archive(session: Session, pack: Look, file: IO[bytes], *, by: User) -> None:
    """The workbook and each file once, by its checksum; what was erased since is told."""
    with ZipFile(file, "w", ZIP_STORED) as zipped:
        _add(zipped, f"{file_name(pack)}.xlsx", workbook(pack))
        missing = []
        for each in _each_once(pack.items):
            content = packs.content(session, each, by=by)
            if content is None:
                missing.append(each)
            else:
                _add(zipped, path(each), content)
        if missing:
            lines = [
                t("evidence.erased"),
                *(f"{each.name}  SHA-256 {each.sha256}" for each in missing),
            ]
            _add(zipped, f"{t('evidence.missing')}.txt", "\r\n".join(lines).encode("utf-8-sig"))


def write(session: Session, pack: Look, form: str, file: IO[bytes], *, by: User) -> None:
    """The pack in one of `MEDIA_TYPES`."""
    if form == "zip":
        archive(session, pack, file, by=by)
    else:
        file.write(workbook(pack))


def path(file: FileRef) -> str:
    """Where a file is in the ZIP."""
    return f"files/{file.sha256[:12]} {_safe(file.name)}"


def file_name(pack: Look) -> str:
    """What the pack's own files are called, without their ending."""
    return _safe(pack.pack.name)


def _notes(pack: Look) -> list[str]:
    kept = pack.pack
    notes = [(t("evidence.period"), f"{day(kept.since)} – {day(kept.until)}")]
    if pack.unit:
        notes.append((t("field.unit_id"), _in(pack.unit)))
    if kept.frozen_at is not None:
        notes.append((t("evidence.frozen"), f"{moment(kept.frozen_at)}, {pack.frozen_by}"))
    notes.append((t("evidence.fingerprint"), f"SHA-256 {kept.fingerprint}"))
    return [f"{what}: {value}" for what, value in notes]


def _summary(pack: Look) -> _Table:
    columns = [
        (t("evidence.indicator"), 44),
        (t("evidence.definition"), 70),
        (t("evidence.records"), 12),
        (t("evidence.with_gaps"), 16),
        (t("evidence.files"), 10),
    ]
    lines: list[_Line] = []
    for indicator in pack.indicators:
        items = pack.of(indicator)
        gaps = sum(bool(item.gaps) for item in items)
        files = len(list(_each_once(items)))
        about = t(f"evidence.about_{indicator}")
        lines.append([t(f"indicator.{indicator}"), about, len(items), gaps, files])
    return columns, lines


def _records(items: list[Item], paths: Mapping[str, str]) -> _Table:
    """`paths` say where in the ZIP the file of a checksum is, under whatever name it hangs here."""
    columns = [
        ("№", 5),
        (t("evidence.record"), 40),
        (t("field.number"), 12),
        (t("evidence.from"), 12),
        (t("evidence.to"), 12),
        (t("field.partners"), 32),
        (t("field.unit_id"), 26),
        (t("field.status"), 16),
        (t("field.outcome"), 36),
        (t("field.place"), 20),
        (t("evidence.files"), 36),
        (t("evidence.gaps"), 24),
        (t("evidence.address"), 26),
    ]
    lines = [_line(place, item, paths) for place, item in enumerate(items, start=1)]
    # What no record of an indicator has would only take the width of the paper.
    used = [at for at in range(len(columns)) if not lines or any(line[at] for line in lines)]
    return [columns[at] for at in used], [[line[at] for at in used] for line in lines]


def _line(place: int, item: Item, paths: Mapping[str, str]) -> _Line:
    was = item.was
    return [
        place,
        evidence_title(item),
        was.number or "",
        _day(was.since),
        _day(was.until),
        "\n".join(_in(names) for names in was.partners),
        _in(was.unit) if was.unit else "",
        t(was.status) if was.status else "",
        was.outcome or "",
        was.place or "",
        "\n".join(dict.fromkeys(paths[file.sha256] for file in item.files)),
        _listed(item),
        f"{item.kind} {item.record_id}, {t('evidence.revision', n=item.revision)}",
    ]


def _files(pack: Look) -> _Table:
    columns = [(t("evidence.files"), 70), (t("evidence.size"), 14), ("SHA-256", 68)]
    return columns, [[path(file), file.size, file.sha256] for file in _each_once(pack.items)]


def _gaps(pack: Look) -> _Table:
    columns = [(t("evidence.indicator"), 44), (t("evidence.record"), 60), (t("evidence.gaps"), 44)]
    lines: list[_Line] = []
    for indicator in pack.indicators:
        name, items = t(f"indicator.{indicator}"), pack.of(indicator)
        lines += [[name, evidence_title(item), _listed(item)] for item in items if item.gaps]
        lines += [] if items else [[name, "", t("evidence.nothing")]]
    return columns, lines


def _sheet(
    book: Any,
    looks: dict[str, Any],
    tab: str,
    title: str,
    notes: list[str],
    table: _Table,
) -> None:
    """A title, what has to be known of it, and a table whose header stays in sight."""
    page = book.add_worksheet("".join(c for c in tab if c not in "[]:*?/\\'")[:31])
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, fitting(title), looks["title"])
    for at, note in enumerate(notes, start=1):
        page.write_string(at, 0, fitting(note), looks["note"])
    columns, lines = table
    head = len(notes) + 2
    for place, (name, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(head, place, fitting(name), looks["head"])
    page.freeze_panes(head + 1, 0)
    page.repeat_rows(head)
    gaps = t("evidence.gaps")
    for at, line in enumerate(lines, start=head + 1):
        page.set_row(at, _LINE * max(_lines(cell, columns[n][1]) for n, cell in enumerate(line)))
        for place, cell in enumerate(line):
            look = looks["gap" if columns[place][0] == gaps else "plain"]
            if isinstance(cell, int):
                page.write_number(at, place, cell, look)
            else:
                page.write_string(at, place, fitting(cell), look)


def _lines(cell: str | int, width: int) -> int:
    """How many lines a cell takes in a column; not every program works that out."""
    return sum(max(1, ceil(1.1 * len(line) / width)) for line in str(cell).split("\n"))


def _stored(file: IO[bytes]) -> bytes:
    """The same workbook without compression."""
    plain = io.BytesIO()
    with ZipFile(file) as packed, ZipFile(plain, "w", ZIP_STORED) as zipped:
        for name in packed.namelist():
            _add(zipped, name, packed.read(name))
    return plain.getvalue()


def _add(zipped: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _FIRST_DAY)
    entry.create_system = 3  # wherever it is made
    entry.external_attr = 0o644 << 16
    zipped.writestr(entry, content)


def _each_once(items: Iterable[Item]) -> Iterator[FileRef]:
    """The files of all records, in order; one that hangs on several under its first name."""
    seen: set[str] = set()
    for file in (file for item in items for file in item.files):
        if file.sha256 not in seen:
            seen.add(file.sha256)
            yield file


def _safe(name: str) -> str:
    """A name that every system can give a file; its ending stays."""
    clean = _UNSAFE.sub("_", name).strip(" .") or "_"
    stem, dot, ending = clean.rpartition(".")
    room = _LONGEST_NAME - len(ending) - 1
    return f"{stem[:room]}{dot}{ending}" if dot and len(ending) < 10 else clean[:_LONGEST_NAME]


def _day(iso: str | None) -> str:
    return day(date.fromisoformat(iso)) if iso else ""


def _in(names: Names) -> str:
    return names[current()]


def _listed(item: Item) -> str:
    return ", ".join(t(f"gap.{gap}") for gap in item.gaps)
