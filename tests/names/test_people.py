"""Names of people: which may mean one person, and which never do."""

import pytest

from tracker.names import people


@pytest.mark.parametrize(
    ("a", "b", "least"),
    [
        ("Ахметов Асқар Болатұлы", "Akhmetov Askar Bolatuly", 1.0),
        ("Ахметов Асқар Болатович", "Ахметов Асқар Болатұлы", 1.0),
        ("Асқар Ахметов", "Ахметов Асқар", 1.0),
        ("Юлия Ким", "Yuliya Kim", 1.0),
        ("Нұрмұхамедов Ерлан", "Нурмухаммедов Ерлан", 1.0),
        ("Нурмухамидов Ерлан", "Нурмухамедов Ерлан", 1.0),
        ("Асқар Ахметов", "Ахметов Асқар Болатұлы", 0.9),
        ("Ахметов А.Б.", "Ахметов Асқар Болатұлы", 0.8),
        ("А. Б. Ахметов", "Ахметов А.", 0.75),
    ],
)
def test_one_person_is_known_however_written(a: str, b: str, least: float) -> None:
    assert people.score(a, b) == people.score(b, a) >= least >= people.SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ахметов Асқар", "Ахметова Асқар"),
        ("Нурмухамедов Ерлан", "Нурмухамедова Ерлан"),
        ("Ахметов Асқар", "Ахметов Болат"),
        ("Ахметов А.Б.", "Ахметов Болат"),
        ("Ахметов", "Ахметов Асқар"),
        ("Ахметов", "Ахметов"),
        ("А.Б.", "А.Б."),
        ("", "Ахметов Асқар"),
        ("Сергей Петров", "Сергей Иванов"),
    ],
)
def test_two_people_stay_two(a: str, b: str) -> None:
    assert people.score(a, b) == people.score(b, a) == 0.0


def test_a_name_is_filed_under_its_whole_words() -> None:
    assert people.keys("Ахметов А.Б.") == people.keys("Akhmetov") != set()
