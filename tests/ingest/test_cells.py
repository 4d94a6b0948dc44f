"""From the text of a cell to what a field takes."""

from datetime import date, datetime, time
from typing import Any

import pytest

from tracker.domain.importing import Problem, Row
from tracker.domain.importing.fields import Bin, Link
from tracker.domain.models import FollowUpStatus, Kind, Sector
from tracker.errors import Invalid
from tracker.i18n import LANGUAGES, speaking, t
from tracker.ingest import cells
from tracker.ingest.tables import Line

APRIL = date(2024, 4, 8)


def read(form: Any, cell: Any, kind: Kind = Kind.PARTNER) -> Any:
    return cells.read(form, cell, kind=kind)


@pytest.mark.parametrize(
    "cell",
    [
        APRIL,
        datetime(2024, 4, 8, 10, 30),
        "2024-04-08",
        "2024-04-08 00:00:00",
        "08.04.2024",
        "8.4.24",
        " 08/04/2024 ",
        "08-04-2024 14:05",
        45390,
        45390.5,
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Any) -> None:
    assert read(date, cell) == APRIL


@pytest.mark.parametrize("cell", ["soon", "31.02.2024", "2024", 5, "04.2024"])
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(Invalid, match="not_a_day"):
        read(date, cell)


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("31.12.9999", "31.12.9999"),
        ("1024-04-08", "08.04.1024"),
        (date(2101, 1, 1), "01.01.2101"),
        (datetime(1899, 12, 31, 9, 0), "31.12.1899"),
        (79_999, "10.01.2119"),
    ],
)
def test_a_day_that_nobody_means_is_refused(cell: Any, typed: str) -> None:
    with pytest.raises(Invalid, match="day_far") as refused:
        read(date, cell)
    assert refused.value.values == {"typed": typed, "first": 1900, "last": 2100}
    for day in (date(1900, 1, 1), date(2100, 12, 31)):
        assert read(date, day) == day


@pytest.mark.parametrize(
    "cell", [time(9, 30), datetime(2024, 4, 8, 9, 30), "9:30", "09.30", "09:30:00", 0.395833333]
)
def test_a_time_is_read_however_it_is_written(cell: Any) -> None:
    assert read(time, cell) == time(9, 30)


def test_what_is_no_time_is_refused() -> None:
    for cell in ("25:00", "9:75", "noon"):
        with pytest.raises(Invalid, match="not_a_time"):
            read(time, cell)


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        (990340000123.0, "990340000123"),
        ("9903 4000 0123", "990340000123"),
        (40000123, "000040000123"),
    ],
)
def test_a_number_that_lost_its_zeros_gets_them_back(cell: Any, digits: str) -> None:
    assert read(Bin, cell) == digits
    assert read(Bin, "unknown") == "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_understood_in_every_language(language: str) -> None:
    with speaking(language):
        assert {read(Sector, t(f"sector.{word}")) for word in Sector} == set(Sector)
    assert read(Sector, "RESEARCH_INSTITUTE") is Sector.RESEARCH_INSTITUTE
    assert read(Sector, "вуз") is Sector.UNIVERSITY
    assert read(FollowUpStatus, "Закрыто") is FollowUpStatus.DONE


def test_an_unknown_word_is_refused_with_those_there_are() -> None:
    with speaking("en"), pytest.raises(Invalid) as no:
        read(Sector, "nonsense")
    assert no.value.values["typed"] == "nonsense"
    assert "Museum, School" in str(no.value.values["words"])


def test_lists_texts_and_numbers() -> None:
    assert read(list, "EMC; Semey Engineering ;\nNova;") == ["EMC", "Semey Engineering", "Nova"]
    assert read(str, 12.0) == "12"
    assert read(str, 1.5) == "1.5"
    assert read(str, datetime(2024, 4, 8, 9, 30)) == "2024-04-08 09:30"
    assert read(str, APRIL) == "2024-04-08"
    assert read(str, "  ") is read(str, None) is None
    assert cells.shown(None) == ""
    assert cells.shown(True) == "True"


def test_the_address_of_a_record_is_known_by_its_kind() -> None:
    assert read(Link, "https://t.kz/partner?id=7") == ("https://t.kz/", 7)
    assert read(Link, "partner?id=7") == ("", 7)
    assert read(Link, "https://t.kz/person?id=7") is None


def test_every_fault_of_a_row_is_told_and_empty_cells_say_nothing() -> None:
    lines = [Line(2, ["Nova", None, "x"]), Line(3, ["", "nonsense", "soon"])]
    good, bad = cells.rows(lines, Kind.EVENT, ["name_en", "kind", None])
    assert good == Row(2, {"name_en": "Nova"})
    assert isinstance(bad, list)
    (bad_both,) = list(cells.rows(lines[1:], Kind.EVENT, ["name_en", "kind", "starts_on"]))
    assert [each.code for each in bad_both if isinstance(each, Problem)] == [
        "unknown_word",
        "not_a_day",
    ]
