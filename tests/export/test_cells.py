"""Cells: nothing that a person typed runs in a spreadsheet, and nothing is lost."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.export.cells import LONGEST, fitting, inert, listed, parted, restored
from tracker.names.text import clean_line

TYPED = st.text(
    st.one_of(st.sampled_from("'=+-@\t\r\n |%＝＋－＠;\"ә"), st.characters()), max_size=12
)


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+7 701 123 45 67", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1", "|x", "'=1"],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(typed: str) -> None:
    assert inert(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "EMC", "'quoted'", "Семей", "1-2", "a=b", "5 %"])
def test_ordinary_text_stays_as_it_is(typed: str) -> None:
    assert inert(typed) == restored(typed) == typed


@given(TYPED)
@example("''=1")
def test_an_import_gets_back_what_was_exported(typed: str) -> None:
    assert restored(inert(typed)) == typed


@given(TYPED)
def test_no_exported_text_begins_like_a_formula(typed: str) -> None:
    assert inert(typed).lstrip()[:1] not in set("=+-@|%＝＋－＠")
    assert inert(typed)[:1] not in set("\t\r\n")


def test_a_cell_of_a_workbook_holds_no_control_characters_and_has_an_end() -> None:
    assert fitting("a\x00\x07b\tс\n\ud800") == "ab\tс\n"
    assert len(fitting("ә" * 40_000)) == LONGEST


@given(st.lists(TYPED.map(clean_line).filter(bool)))
@example(["a;b", "c"])
@example(['"a"', '"', ";", '"b";c'])
def test_several_texts_in_a_cell_come_back_as_they_were(texts: list[str]) -> None:
    assert [clean_line(each) for each in parted(listed(texts))] == texts


def test_people_write_several_texts_as_they_like() -> None:
    assert parted('a; b\nc;;"Nova" LLP; "d"') == ["a", "b", "c", '"Nova" LLP', "d"]
