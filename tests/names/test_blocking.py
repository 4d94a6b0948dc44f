"""Which names are compared at all: few, and among them every pair that is one."""

import csv
from pathlib import Path

import pytest

from tracker.names import blocking
from tracker.names.blocking import Blocks
from tracker.names.matching import same

PAIRS = Path(__file__).with_name("pairs.csv")


def met(*records: list[str]) -> set[tuple[int, int]]:
    blocks = Blocks()
    for names in records:
        blocks.expect(names)
    for number, names in enumerate(records):
        blocks.put(number, names)
    return blocks.pairs()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ТОО «Спектромарт»", "Spektromart LLP"),
        ("Шәкәрім университеті", "Shakarim University"),
        ("Қазтұтынуодағы Қарағанды университеті", "Карагандинский университет Казпотребсоюза"),
        ("ШҚТУ", "Шығыс Қазақстан техникалық университеті"),
        ("Управление образования области Жетісу", "Жетісу облысының білім басқармасы"),
        ("Школа № 37", "№ 37 мектеп"),
        ("ТОО «ЕМС»", "EMC"),
        ("АО «ҚазТрансГаз»", "KazTransGas JSC"),
    ],
)
def test_two_spellings_of_one_name_meet(a: str, b: str) -> None:
    assert met([a], [b]) == {(0, 1)}


def test_other_numbers_never_meet() -> None:
    assert met(["Школа «Дала» № 5"], ["Школа «Дала» № 55"]) == set()


def test_what_many_share_brings_nobody_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "RARE", 3)
    assert met(*[[f"Алтай {word}"] for word in ("Абв", "Где", "Жзи", "Клм")]) == set()


def test_what_is_rare_by_itself_brings_together() -> None:
    blocks = Blocks()
    for number, name in enumerate(("Абв", "Где")):
        blocks.put(number, [name], "emc.example")
    assert blocks.pairs() == {(0, 1)}


def test_nearly_all_pairs_known_to_be_one_meet_among_all_names() -> None:
    with PAIRS.open(encoding="utf-8") as opened:
        pairs = [(row["a"], row["b"]) for row in csv.DictReader(opened) if same(row["a"], row["b"])]
    found = met(*[[name] for pair in pairs for name in pair])
    missed = [pair for place, pair in enumerate(pairs) if (2 * place, 2 * place + 1) not in found]
    assert len(missed) <= len(pairs) * 0.05, missed
