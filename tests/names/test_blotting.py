"""Somebody's name is found in texts however it is written there, and made unreadable."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.names.blotting import BLOT, texts, traces

MARAT = traces(["Марат Әлиев", "Алиев Марат Ерланович"], ["+7 701 555 44 33"], ["Marik"])


@pytest.mark.parametrize(
    "text",
    [
        "Марат Әлиев",
        "МАРАТ ӘЛИЕВ",
        "Алиевым Маратом",
        "Марату\nАлиеву",
        "Марат Ерланович",
        "М. Әлиевтің",
        "М.Е. Алиев",
        "Алиев М.",
        "+7 701 555 44 33",
        "marik",
    ],
)
def test_every_way_of_writing_a_name_is_found(text: str) -> None:
    assert MARAT is not None
    told = f"Met {text}, and spoke."
    blotted = MARAT.blotted(told)
    assert blotted.startswith("Met ")
    assert blotted.endswith(", and spoke.")
    assert len(blotted) == len(told)
    assert BLOT in blotted
    assert MARAT.stand_in(told)


@pytest.mark.parametrize("text", ["Марат", "Марат Сериков", "Самарат Әлиева", "701"])
def test_other_people_stay(text: str) -> None:
    assert MARAT is not None
    assert MARAT.blotted(text) == text


def test_a_vowel_at_the_end_may_change() -> None:
    found = traces(["Мария Иванова"])
    assert found is not None
    assert found.blotted("Марии Ивановой нет") == "••••• •••••••• нет"


def test_filters_of_a_list_are_read_as_an_address_spells_them() -> None:
    assert MARAT is not None
    query = "stage=active&q=%D0%9C%D0%B0%D1%80%D0%B0%D1%82+%D3%98%D0%BB%D0%B8%D0%B5%D0%B2"
    assert "%D0%9C" not in MARAT.blotted(query)
    assert MARAT.blotted(query).startswith("stage=active&q=")
    assert MARAT.blotted("stage=active&q=EMC") == "stage=active&q=EMC"


def test_texts_within_texts_are_found() -> None:
    assert MARAT is not None
    held = {"a": ["Марат Әлиев", 5, None], "Марат Әлиев": {"b": "EMC"}}
    clean = MARAT.blotted_json(held)
    assert clean == {"a": ["••••• •••••", 5, None], "••••• •••••": {"b": "EMC"}}


@pytest.mark.parametrize("is_ascii", [False, True])
def test_a_name_that_begins_a_line_of_json_kept_as_a_text_is_found(is_ascii: bool) -> None:
    assert MARAT is not None
    told = {"notes": "Ask:\nМарат Әлиев\n+7 701 555 44 33", "b": ["a=1", 5, None]}
    clean = MARAT.blotted(json.dumps(told, ensure_ascii=is_ascii))
    assert json.loads(clean)["notes"] == "Ask:\n••••• •••••\n+• ••• ••• •• ••"
    assert json.loads(clean)["b"] == told["b"]
    within = MARAT.blotted_json({"rows": json.dumps([told], ensure_ascii=is_ascii)})
    assert not MARAT.stand_in(within["rows"])


@pytest.mark.parametrize("text", ['{"a": "EMC=1"}', "[EMC]", "[" * 100_000])
def test_other_texts_in_brackets_stay_to_the_letter(text: str) -> None:
    assert MARAT is not None
    assert MARAT.blotted(text) == text
    assert MARAT.blotted("[Марат Әлиев]") == "[••••• •••••]"


def test_every_text_that_a_column_holds_is_looked_at() -> None:
    held = {"a": ["b", 5, None], "c": json.dumps({"d": "e\nf"})}
    assert list(texts(held)) == ["a", "b", "c", "d", "e\nf"]


@pytest.mark.parametrize("names", [[], ["Асель"], ["Ли Ан"], ["А. Б."]])
def test_what_could_be_anybody_is_not_looked_for(names: list[str]) -> None:
    assert traces(names, ["12"]) is None


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_no_name_is_too_strange_and_no_length_changes(name: str, before: str, after: str) -> None:
    found = traces([name], [name])
    if found is not None:
        text = f"{before} {after}"
        assert len(found.blotted(text)) == len(text)
