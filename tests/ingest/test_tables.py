"""Files as tables: what is read, what is said of it, and what is refused with which sentence."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from sys import getrefcount
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest import files
from tests.ingest.files import workbook
from tracker import archives, shielded
from tracker.encodings import decode
from tracker.errors import Invalid
from tracker.export import csv
from tracker.export.sheets import Column, Row, Sheet
from tracker.ingest import guard, tables
from tracker.ingest.separated import separator_of
from tracker.ingest.shapes import ImportNote

_ROWS = [["Атауы", "БИН"], ["«Қазақ Ұлттық» ЖШС", "990340000123"], ["Ғылым, өнер; еңбек", "1"]]
_RUSSIAN = [["Название", "Город"], ["ТОО «Абай»", "Семей"]]


def cells(name: str, content: bytes) -> list[list[Any]]:
    return [line.cells for line in tables.read(name, content)]


def refused(name: str, content: bytes) -> Invalid:
    with pytest.raises(Invalid) as no:
        tables.look(name, content)
    return no.value


def text(rows: list[list[str]], sign: str, encoding: str) -> bytes:
    quoted = (sign.join(f'"{cell}"' for cell in row) for row in rows)
    return "\r\n".join(quoted).encode(encoding)


@pytest.mark.parametrize("sign", list(";,\t|"))
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "kz1048"]
)
def test_a_text_file_says_neither_its_letters_nor_its_sign(encoding: str, sign: str) -> None:
    rows = _RUSSIAN if encoding == "cp1251" else _ROWS
    content = text(rows, sign, encoding)
    assert decode(content)[0].lstrip("\ufeff") == text(rows, sign, "utf-8").decode()
    assert separator_of(decode(content)[0]) == sign


def test_a_text_file_becomes_a_table() -> None:
    content = text(_ROWS, ";", "utf-8-sig")
    glance = tables.look("old.csv", content)
    assert (glance.headers, glance.total, glance.notes) == (_ROWS[0], 2, [])
    assert cells("old.csv", content) == _ROWS[1:]


def test_excel_may_tell_the_sign_in_the_first_line() -> None:
    content = b"sep=|\r\nName|City\r\nA;B;C|Semey\r\n"
    assert [tuple(line) for line in tables.read("a.csv", content)] == [(3, ["A;B;C", "Semey"])]


def test_an_old_encoding_that_nobody_can_tell_is_read_all_the_same() -> None:
    assert decode("Привет, мир! Ёлка стоит у дома.".encode("koi8_r"))[1]


def test_letters_that_were_lost_on_saving_are_spoken_of() -> None:
    content = "Атауы;Қаласы\r\nҚазақ ұлттық университеті;Семей".encode("cp1251", "replace")
    assert [said.note for said in tables.look("a.csv", content).notes] == [ImportNote.LOST_LETTERS]
    assert tables.look("a.csv", text(_RUSSIAN, ";", "cp1251")).notes == []


def test_our_own_files_come_back_as_they_went() -> None:
    written = ["=1+1", "+7 701 123 45 67", "'=x", "@a", "-5", "plain", "'plain"]
    columns = [Column("a", "Name", 9)]
    sheet = Sheet("", (), columns, [Row([each]) for each in written])
    assert [row[0] for row in cells("a.csv", b"".join(csv.lines(sheet)))] == written


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_have_letters(content: bytes) -> None:
    assert isinstance(decode(content)[0], str)


def test_a_workbook_becomes_a_table() -> None:
    content = workbook(
        ["Name", "Day", "BIN", "Moment", "Yes"],
        ["Nova", date(2024, 4, 8), 990340000123, datetime(2024, 4, 8, 10, 30), True],
        [None],
        [" ", None, None, None, None],
        ["Last"],
    )
    assert cells("a.xlsx", content)[0] == [
        "Nova",
        date(2024, 4, 8),
        990340000123,
        datetime(2024, 4, 8, 10, 30),
        True,
    ]
    assert [line.number for line in tables.read("a.xlsx", content)] == [2, 5]


def test_a_title_and_notes_may_stand_above_the_headers() -> None:
    content = workbook(["Follow-ups"], ["Shown: Open"], [], ["Partner", "Due"], ["EMC", "x"])
    assert tables.look("a.xlsx", content).headers == ["Partner", "Due"]
    assert [line.number for line in tables.read("a.xlsx", content)] == [5]


def test_what_a_person_should_know_of_a_workbook_is_said() -> None:
    def prepare(book: Any) -> None:
        book.active["A3"] = "=1+1"
        book.active.merge_cells("A4:A5")
        book.active.row_dimensions[6].hidden = True
        book.create_sheet("Empty")
        book.create_sheet("Second")["A1"] = "x"

    content = workbook(["Name"], ["a"], ["b"], ["c"], [None], ["d"], prepare=prepare)
    notes = {said.note: said.values for said in tables.look("a.xlsx", content).notes}
    assert notes == {
        ImportNote.OTHER_SHEETS: {"sheet": "Sheet", "others": "Second"},
        ImportNote.MERGED: {"n": 1, "row": 4},
        ImportNote.FORMULAS: {"n": 1},
        ImportNote.HIDDEN_ROWS: {"n": 1},
    }


def test_the_first_sheet_in_sight_that_has_something_is_read_or_the_one_asked_for() -> None:
    def prepare(book: Any) -> None:
        book.create_sheet("Empty", 0)
        hidden = book.create_sheet("Hidden", 1)
        hidden.append(["Other"])
        hidden.append(["x"])
        hidden.sheet_state = "hidden"

    content = workbook(["Name"], ["a"], prepare=prepare)
    assert tables.look("a.xlsx", content).headers == ["Name"]
    asked = tables.look("a.xlsx", content, "Hidden")
    assert asked.headers == ["Other"]
    assert ImportNote.HIDDEN_SHEET in [said.note for said in asked.notes]
    with pytest.raises(Invalid, match="no_such_sheet"):
        tables.look("a.xlsx", content, "None")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b"\r\n\r\n", "file_no_rows"),
        ("a.csv", b"Name;City\r\n", "file_no_rows"),
        ("a.csv", b"x" * ((20 << 20) + 1), "file_too_large"),
        ("a.csv", files.GOOD, "not_text"),
        ("a.csv", b"Name\r\n\x00\x01\x02", "not_text"),
        ("a.csv", b"Name;Name \r\na;b", "column_twice"),
        ("a.csv", b"Name;;City\r\na;b;c", "column_unnamed"),
        ("a.csv", b"Name;City\r\na;b;c", "column_unnamed"),
        ("a.csv", b"Name;City\r\n" + b"a" * (2 << 20), "text_broken"),
        ("a.csv", b'Name;City\r\n"Nova;x\r\nVega;y\r\n', "text_broken"),
        ("a.csv", b"x\r\n" * 50_002, "file_rows"),
        ("a.csv", b"x\r\n" * 300_000, "file_rows"),
        ("a.csv", b";".join(b"%d" % n for n in range(101)) + b"\r\nx", "file_columns"),
        ("a.pdf", b"%PDF", "file_not_a_table"),
        ("a.vcf", b"Name;City", "not_cards"),
        ("a.xlsx", b"Name;City\r\na;b", "not_a_workbook"),
        ("a.xlsx", files.GOOD[:2000], "workbook_broken"),
        ("a.xlsx", files.changed(files.GOOD, "xl/workbook.xml", None), "not_a_workbook"),
        ("a.xlsx", files.changed(files.GOOD, "xl/workbook.xml", b"<x"), "workbook_broken"),
        ("a.xlsm", files.changed(files.GOOD, "xl/vbaProject.bin", b"x"), "workbook_macros"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook_old"),
        ("a.xlsx", files.encrypted(), "workbook_encrypted"),
        ("a.xlsx", files.bomb(), "workbook_bomb"),
        ("a.xlsx", files.long, "file_rows"),  # takes a second to make
        ("a.xlsx", workbook(list(range(101)), ["x"]), "file_columns"),
        ("a.xlsx", files.sparse(), "file_unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_with_its_reason(
    name: str, content: bytes | Callable[[], bytes], code: str
) -> None:
    assert refused(name, content() if callable(content) else content).code == code


def test_a_workbook_of_too_many_parts_or_of_one_twice_is_refused() -> None:
    many = files.changed(files.GOOD, "x", b"", **{f"part{n}": b"" for n in range(2001)})
    assert refused("a.xlsx", many).code == "workbook_bomb"
    twice = files.changed(files.GOOD, "x", b"", **{"xl/workbook.xml": b"<x/>"})
    assert refused("a.xlsx", twice).code == "workbook_bomb"


def test_parts_that_are_modest_one_by_one_may_be_too_much_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1_000)
    assert refused("a.xlsx", files.GOOD).code == "workbook_bomb"


def test_a_small_workbook_may_still_say_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many cells can share one long text; the file has it once, its reader says it each time."""
    monkeypatch.setattr(guard, "LARGEST", 1_000)
    assert refused("a.csv", b"Name\r\n" + b"Nova\r\n" * 1_000).code == "file_unreadable"


def test_empty_columns_on_the_left_keep_their_place() -> None:
    assert tables.look("a.xlsx", workbook([None, "Name"], [None, "Nova"])).headers == ["", "Name"]


def test_a_locked_part_is_refused() -> None:
    content = bytearray(files.GOOD)
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(start)
        content[at + (6 if start.endswith(b"\x04") else 8)] |= 1
    assert refused("a.xlsx", bytes(content)).code == "workbook_encrypted"


@pytest.mark.parametrize("content", [files.entity(), files.laughs()], ids=["entity", "laughs"])
def test_no_entity_is_followed(content: bytes) -> None:
    try:
        found = cells("a.xlsx", content)
    except Invalid:
        return
    assert "root:" not in str(found)
    assert len(str(found)) < 1000


def test_a_workbook_with_flipped_bytes_is_read_or_refused() -> None:
    for place in itertools.islice(range(40, len(files.GOOD), 211), 30):
        content = bytearray(files.GOOD)
        content[place] ^= 0xFF
        # Whatever else is raised would end the page.
        with suppress(Invalid):
            tables.look("a.xlsx", bytes(content))


def test_whoever_looks_again_sees_the_same_without_another_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = "Атауы;Қаласы\r\nҚазақ ұлттық университеті;Семей".encode("cp1251", "replace")
    table = tables.Table("a.csv", content)
    first, glance = list(table), table.look()
    monkeypatch.setattr(shielded, "_CHILD", "no program")
    assert list(table) == first
    assert table.look() == glance
    assert (len(first), len(glance.notes)) == (1, 1)


def test_a_file_is_not_held_once_it_is_read() -> None:
    content = b"".join([b"Name\n", b"Nova\n"])
    alone = getrefcount(content)
    table = tables.Table("a.csv", content)
    assert getrefcount(content) > alone
    table.look()
    assert getrefcount(content) == alone
    assert [line.cells for line in table] == [["Nova"]]


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shielded, "_CHILD", "import time; time.sleep(60)")
    monkeypatch.setattr(shielded, "SECONDS", 0.2)
    assert refused("a.csv", b"Name\r\nx").code == "file_unreadable"


def test_the_reader_can_write_no_file_and_take_little_memory() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from tracker import shielded; "
    code += "shielded.limit(); {}"
    for act in ("open('/tmp/x', 'w').write('x' * 9999)", "bytes(900 << 20)"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shielded, "_CHILD", code.format(act))
            assert refused("a.csv", b"Name\r\nx").code == "file_unreadable"


_CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Әлиев;Марат;;;\r\nORG:EMC\\, Ltd;Sales\r\nTITLE:Director\r\n"
    "item1.EMAIL;TYPE=work:marat@emc.kz\r\nTEL;TYPE=cell:+7 701\r\n  111\r\nTEL:8 702\r\n"
    "NOTE:One\\nTwo\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN;CHARSET=UTF-8:Дана\r\nTEL;VALUE=uri:tel:+7-701\r\nX-A\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=D0=94=\r\n=D0=B0\r\n"
    "END:VCARD\r\n"
)


def test_address_cards_become_a_table_of_people() -> None:
    assert cells("a.vcf", _CARDS.encode()) == [
        [
            "Әлиев Марат",
            None,
            "EMC, Ltd",
            "Director",
            "marat@emc.kz",
            "+7 701 111, 8 702",
            "One\nTwo",
        ],
        ["Дана", None, None, None, None, "+7-701", None],
        ["Да", None, None, None, None, None, None],
    ]


@pytest.mark.parametrize(
    ("charset", "said"),
    [
        ("windows-1251", "=C4=E0"),
        ('"koi8-r"', "=E4=C1"),
        ("utf-8", "=D0=94=D0=B0"),
        ("nobody-knows", "=D0=94=D0=B0"),
        ("hex", "=D0=94=D0=B0"),
    ],
)
def test_a_card_of_an_old_program_says_in_which_letters_it_is(charset: str, said: str) -> None:
    name = f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{said}"
    card = f"BEGIN:VCARD\r\nVERSION:2.1\r\n{name}\r\nEND:VCARD\r\n"
    assert cells("a.vcf", card.encode())[0][0] == "Да"
