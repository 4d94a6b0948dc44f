"""Files that go out: each format opened with a reader that is not our writer."""

import csv as reader
import io
import json as reader_of_json
from datetime import date, time
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tracker.errors import TooManyRows
from tracker.export import csv, json, xlsx
from tracker.export.cells import fitting, restored
from tracker.export.sheets import Cell, Column, Link, Row, Sheet

COLUMNS = (
    Column("name", "Атауы", 40),
    Column("due", "Мерзімі", 12),
    Column("number", "№", 8),
    Column("link", "Сілтеме", 30),
)
ADDRESS = "https://tracker.uni.example/follow_up?id=7"
HOSTILE = (
    "=1+1",
    "+77011234567",
    "@SUM(A1)",
    '=HYPERLINK("http://e/"&A1)',
    "{=1}",
    "http://evil.example/x",
    "internal:Sheet2!A1",
    "00123",
    "1e5",
    "_x0041_",
)


def sheet(*names: Cell) -> Sheet:
    rows = [Row((name, date(2024, 4, 8), 7, Link(ADDRESS))) for name in names]
    return Sheet("Тапсырмалар: [ашық]", (("Жауапты", "Айгерім"),), COLUMNS, rows)


def workbook(given: Sheet) -> bytes:
    file = io.BytesIO()
    xlsx.write(given, file)
    return file.getvalue()


def table(given: Sheet) -> list[list[str]]:
    text = b"".join(csv.lines(given)).decode("utf-8-sig")
    return list(reader.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_date_in_a_workbook_is_a_date() -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook(sheet("Әліби")))).active
    assert page is not None
    cell = page["B5"]
    assert (cell.is_date, cell.number_format, cell.value.date()) == (
        True,
        "dd.mm.yyyy",
        date(2024, 4, 8),
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheet("Әліби")))).get_sheet_by_index(
        0
    )
    assert rows.to_python()[4][:3] == ["Әліби", date(2024, 4, 8), 7.0]


def test_a_workbook_says_on_top_what_it_was_narrowed_to() -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook(sheet("EMC")))).active
    assert page is not None
    assert [page["A1"].value, page["A2"].value] == ["Тапсырмалар: [ашық]", "Жауапты: Айгерім"]
    assert [cell.value for cell in page[4]] == ["Атауы", "Мерзімі", "№", "Сілтеме"]
    assert page.freeze_panes == "A5"
    assert page.auto_filter.ref == "A4:D5"


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_becomes_a_formula_or_a_link(typed: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook(sheet(typed)))).active
    assert page is not None
    assert (page["A5"].data_type, page["A5"].hyperlink) == ("s", None)
    assert page["A5"].value.replace("_x005F", "") == typed


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_a_workbook_brings_back_every_text_that_it_can_hold(names: list[str]) -> None:
    raw = io.BytesIO(workbook(sheet(*names)))
    rows = CalamineWorkbook.from_filelike(raw).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[4:]] == [fitting(name) for name in names]
    page = openpyxl.load_workbook(raw).active
    assert page is not None
    assert {cell.data_type for cell in page["A"][4:]} <= {"s", "n"}  # n: an empty text


def test_signs_that_mean_something_in_the_file_of_a_workbook_are_only_text() -> None:
    with ZipFile(io.BytesIO(workbook(sheet("_x0041_", "a\rb", " a ", "<&>")))) as book:
        written = book.read("xl/worksheets/sheet1.xml").decode()
    for text in ("_x005F_x0041_", "a_x000D_b", 'preserve"> a <', "&lt;&amp;&gt;"):
        assert text in written


def test_every_row_leads_back_to_its_record() -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook(sheet("EMC")))).active
    assert page is not None
    assert page["D5"].hyperlink.target == ADDRESS


def test_a_late_row_is_coloured() -> None:
    late = Sheet("Late", (), COLUMNS[:1], [Row(("EMC",), is_late=True), Row(("Nova",))])
    page = openpyxl.load_workbook(io.BytesIO(workbook(late))).active
    assert page is not None
    assert page["A4"].font.color.rgb == "FF9F1D1D"
    assert page["A5"].font.color is None or page["A5"].font.color.rgb != "FF9F1D1D"


def test_an_empty_list_is_a_workbook_too() -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook(sheet()))).active
    assert page is not None
    assert page.max_row == 4


def test_a_list_that_a_workbook_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST", 6)
    with pytest.raises(TooManyRows):
        workbook(sheet("one", "two", "three"))


def test_csv_opens_in_excel() -> None:
    raw = b"".join(csv.lines(sheet("Әліби; «EMC»")))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines() == [
        '"Атауы";"Мерзімі";"№";"Сілтеме"',
        f'"Әліби; «EMC»";"2024-04-08";"7";"{ADDRESS}"',
    ]
    assert raw.count(b"\r\n") == 2


def test_csv_leaves_an_unknown_value_empty() -> None:
    assert table(sheet(None))[1][0] == ""


def test_csv_comes_in_pieces() -> None:
    assert len(list(csv.lines(sheet(*["EMC"] * 450)))) == 3


@given(st.lists(st.text(max_size=20), max_size=5))
def test_csv_brings_back_every_text(names: list[str]) -> None:
    assert [restored(line[0]) for line in table(sheet(*names))[1:]] == names


@given(st.lists(st.text(max_size=20), max_size=5))
def test_json_brings_back_every_text(names: list[str]) -> None:
    given = [{"name": name, "due": date(2024, 4, 8), "at": time(9, 30)} for name in names]
    rows = reader_of_json.loads(b"".join(json.lines(given)))
    assert [row["name"] for row in rows] == names
    assert all((row["due"], row["at"]) == ("2024-04-08", "09:30:00") for row in rows)


def test_a_large_workbook_can_be_written_to_disk(tmp_path: Path) -> None:
    with (tmp_path / "list.xlsx").open("wb") as file:
        xlsx.write(sheet(*["EMC"] * 2000), file)
    book = CalamineWorkbook.from_path(tmp_path / "list.xlsx")
    assert len(book.get_sheet_by_index(0).to_python()) == 2004
