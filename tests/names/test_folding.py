"""One name in whatever letters it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.names.folding import (
    fold,
    look_alike,
    loose,
    one_script,
    other_layouts,
    stems,
    twin,
)

NAMES = st.text(st.sampled_from("АаВвСсеоррхуШшқғәABCcehoxyz№7 .-«»'’ёЁİıßﬁ"), max_size=40)


@given(st.text() | NAMES)
def test_folding_twice_changes_nothing(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)


@given(st.text() | NAMES)
def test_any_word_has_a_sound(typed: str) -> None:
    for word in fold(typed).split():
        assert all(stems(word))
        assert loose(loose(word)).isprintable()


@given(st.text(st.sampled_from("АаВвёЁәӘҢңйЙшABCxyzİ019"), min_size=1, max_size=20))
def test_a_word_alone_folds_as_it_does_among_others(word: str) -> None:
    assert fold(word) == fold(f"{word}.")


def test_quotes_case_and_signs_do_not_count() -> None:
    assert fold("«СЕМЕЙ»  Инжиниринг, №7") == fold("семей инжиниринг 7")


@pytest.mark.parametrize("typed", ["Shаkarim", "Universitу", "Шaкарим", "KАZ"])
def test_a_word_is_in_one_script(typed: str) -> None:
    scripts = {"Cyrillic" if letter > "\u0400" else "Latin" for letter in one_script(typed)}
    assert len(scripts) == 1


def test_a_name_is_asked_for_in_the_other_script_where_its_letters_look_the_same() -> None:
    assert look_alike("ТОО «ЕМС»") == "TOO EMC"
    assert look_alike("EMC") == "ЕМС"
    assert [look_alike(name) for name in ("Семей", "BMW", "№ 7", "")] == [None] * 4


def test_capitals_that_look_alike_are_alike() -> None:
    assert twin("ТОО") == twin("TOO")
    assert twin("ЕМС") == twin("EMC")


@pytest.mark.parametrize(
    "spellings",
    [
        ["Шәкәрім", "Shakarim", "Şäkärim", "Шакарим"],
        ["Торайғыров", "Toraighyrov", "Торайгыров", "Toraigyrov"],
        ["Есенов", "Yessenov", "Esenov"],
        ["Қызылорда", "Kyzylorda", "Qyzylorda", "Кызылорда"],
        ["Әуезов", "Auezov"],
        ["Xinjiang", "Sinjiang"],
        ["Lanzhou", "Ланьчжоу", "Ланьжоу"],
        ["Щучинск", "Shchuchinsk", "Schuchinsk"],
        ["Востокцветмет", "Vostoktsvetmet", "Vostokcvetmet"],
        ["Boğaziçi", "Bogazichi"],
    ],
)
def test_spellings_of_one_word_sound_alike(spellings: list[str]) -> None:
    assert len({loose(fold(word)) for word in spellings}) == 1


@pytest.mark.parametrize(
    ("inflected", "plain"),
    [
        ("Шакарима", "Шакарим"),
        ("Абая", "Абай"),
        ("Козыбаева", "Козыбаев"),
        ("Кассельский", "Кассель"),
        ("Шәкәрімнің", "Шәкәрім"),
        ("Семейде", "Семей"),
    ],
)
def test_endings_do_not_count(inflected: str, plain: str) -> None:
    assert loose(fold(plain)) in stems(fold(inflected))


@pytest.mark.parametrize(
    ("english", "russian"),
    [("Green", "Грин"), ("Trade", "Трейд")],
)
def test_english_is_heard_in_cyrillic(english: str, russian: str) -> None:
    assert set(stems(fold(english))) & set(stems(fold(russian)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ctvtq", "семей"),
        ("гтшсуа", "unicef"),
        ("irjkf 37", "школа 37"),
        ("frbvfn", "акимат"),
        ("2rsvlsr", "әкімдік".replace("і", "ы")),
    ],
)
def test_the_wrong_keyboard_is_read(typed: str, meant: str) -> None:
    assert meant in other_layouts(typed)


def test_digits_alone_have_no_other_keyboard() -> None:
    assert other_layouts("2024") == []
