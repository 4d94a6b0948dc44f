"""Finding who is meant among many names."""

import pytest

from tracker.names import index, lexicon
from tracker.names.index import NameIndex

UNIVERSITY, CEMENT, SCHOOL, AKIMAT = range(4)


@pytest.fixture
def names() -> NameIndex:
    """A university, a plant, a school and an authority."""
    found = NameIndex()
    found.put(
        UNIVERSITY,
        ["Шығыс Қазақстан техникалық университеті", "East Kazakhstan Technical University"],
        "Өскемен",
    )
    found.put(CEMENT, ["ТОО «Цементный завод Семей»", None, ""])
    found.put(SCHOOL, ["Secondary School No. 37"], "Семей")
    found.put(AKIMAT, ["Akimat of Oskemen city"])
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ШҚТУ", UNIVERSITY),
        ("вкту", UNIVERSITY),
        ("техуниверситет Усть-Каменогорск", UNIVERSITY),
        ("цемзавод семей", CEMENT),
        ("wtvtyn ctvtq", CEMENT),
        ("semey cement", CEMENT),
        ("школа 37", SCHOOL),
        ("irjkf 37", SCHOOL),
        ("аким Усть-Каменогорска", AKIMAT),
        ("Өскемен әкімдігінен", AKIMAT),
    ],
)
def test_it_is_found_however_it_is_typed(names: NameIndex, typed: str, meant: int) -> None:
    assert names.find(typed)[0][0] == meant


@pytest.mark.parametrize("typed", ["", "   ", "«»", "zzzzzz", "💥"])
def test_nothing_is_found_for_nonsense(names: NameIndex, typed: str) -> None:
    assert names.find(typed) == []


def test_the_best_come_first_and_no_more_than_asked(names: NameIndex) -> None:
    found = names.find("Oskemen", limit=2)
    assert len(found) == 2
    assert found[0][1] >= found[1][1]
    assert all(0.0 <= score <= 1.0 for _, score in found)


def test_a_renamed_record_is_found_by_its_new_name(names: NameIndex) -> None:
    names.put(CEMENT, ["ТОО «Спектромарт»"])
    assert names.find("Spektromart")[0][0] == CEMENT
    assert CEMENT not in dict(names.find("цементный завод"))


def test_a_dropped_record_is_not_found(names: NameIndex) -> None:
    names.drop(CEMENT)
    names.drop(CEMENT)
    assert len(names) == 3
    assert CEMENT not in dict(names.find("цементный завод Семей"))


def test_what_was_dropped_is_cleared_away_in_time(
    names: NameIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_KEPT", 2)
    for _ in range(10):
        names.put(CEMENT, ["ТОО «Спектромарт»"])
    assert names.find("Spektromart")[0][0] == CEMENT
    assert names.find("школа 37")[0][0] == SCHOOL


def test_other_words_make_another_index() -> None:
    bare = NameIndex(lexicon.parse({"kind": {"school": {"ru": "школ", "en": "school"}}}))
    bare.put(1, ["Школа Дала"])
    assert bare.find("Dala school")[0][0] == 1
