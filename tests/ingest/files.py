"""Small files to read: good ones, and ones that no reader should be trusted with."""

import io
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import openpyxl
import xlsxwriter


def workbook(*rows: Sequence[Any], prepare: Any = None) -> bytes:
    """A workbook with these rows; `prepare` may do something to it before it is saved."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    if prepare is not None:
        prepare(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(content: bytes, name: str, part: bytes | None, **more: bytes) -> bytes:
    """A workbook with one part replaced (None: taken out), and more parts added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.infolist():
            if each.filename != name:
                new.writestr(each.filename, old.read(each), zipfile.ZIP_DEFLATED)
        if part is not None:
            new.writestr(name, part, zipfile.ZIP_DEFLATED)
        for added, data in more.items():
            new.writestr(added, data)
    return file.getvalue()


GOOD = workbook(["Name", "City"], ["Nova", "Semey"])
SHEET = "xl/worksheets/sheet1.xml"


def bomb() -> bytes:
    """A hundred megabytes of blanks in a hundred kilobytes."""
    return changed(GOOD, SHEET, b" " * (100 << 20))


def sheet(data: str) -> bytes:
    """A workbook whose sheet holds this XML."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return changed(GOOD, SHEET, f'<?xml version="1.0"?>{data}'.replace("<HEAD>", head).encode())


def entity() -> bytes:
    """A sheet that wants a file of the server as the text of a cell."""
    return sheet(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><HEAD><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"><c r="A2" t="inlineStr">'
        "<is><t>&e;</t></is></c></row></sheetData></worksheet>"
    )


def laughs() -> bytes:
    """Entities that stand for more of themselves, nine times over."""
    names = "abcdefghi"
    entities = '<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names)
    )
    return sheet(
        f'<!DOCTYPE x [{entities}]><HEAD><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        '<t>Name</t></is></c></row><row><c t="inlineStr"><is><t>&i;</t></is></c></row>'
        "</sheetData></worksheet>"
    )


def long() -> bytes:
    """More rows than an import takes, in little space."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = book.add_worksheet()
    for row in range(52_000):
        page.write_string(row, 0, "x")
    book.close()
    return file.getvalue()


def sparse() -> bytes:
    """Two cells, the second in the last place that a sheet has."""

    def far(book: Any) -> None:
        book.active["XFD1048576"] = "x"

    return workbook(["Name"], ["Nova"], prepare=far)


def encrypted() -> bytes:
    """What Excel makes of a workbook with a password, as far as the reader looks."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    )
