"""Words of texts, as they are kept, asked for and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.names import passages

TEXT = "Зауыт өкілдері мал дәрігерлерін қайта даярлауға қызығушылық танытты"


def finds(typed: str, text: str) -> bool:
    words = set(passages.kept([text]))
    return all(words & set(forms) for forms in passages.asked(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("даярлау", TEXT),
        ("дәрігер", TEXT),
        ("dariger", TEXT),
        ("қызығушылықтар", TEXT),
        ("кітап", "кітабын берді"),
        ("кітабы", "кітапты алды"),
        ("ветеринарный", "о ветеринарных врачах"),
        ("серігі", "серікпен"),
        ("облыс", "облысының"),
        ("laboratory", "two laboratories"),
        ("Әкімшілік", "ӘКІМШІЛІГІМЕН"),
        ("ёлка", "елка"),
        ("veterinary", "Department of VETERINARY Medicine"),
        ("日本", "日本"),
    ],
)
def test_a_word_is_found_by_another_form(typed: str, text: str) -> None:
    assert finds(typed, text)


def test_another_word_is_not() -> None:
    assert not finds("космос", TEXT)


@given(st.text(max_size=200))
def test_every_text_is_found_by_each_of_its_words(text: str) -> None:
    for word in text.split():
        if passages.asked(word):
            assert finds(word, text)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_kept_words_are_plain_and_few(texts: list[str]) -> None:
    kept = passages.kept(texts)
    assert all(word.isascii() and word.isalnum() and len(word) <= 40 for word in kept)
    assert len(set(kept)) == len(kept)


def test_a_long_text_keeps_no_more_than_so_many_words() -> None:
    assert len(passages.kept([" ".join(map(str, range(9_000)))])) == passages.MOST + 1


@given(st.text(max_size=200), st.text(max_size=20))
def test_marking_changes_no_letter(text: str, typed: str) -> None:
    assert "".join(piece for piece, _ in passages.marked(text, typed)) == text


def test_the_passage_begins_shortly_before_the_first_marked_word() -> None:
    text = "слово " * 60 + "переподготовка\n\nврачей " + "ещё " * 60
    pieces = passages.around(passages.marked(text, "переподготовку"), 120)
    assert pieces[0][0].startswith("…")
    assert pieces[1] == ("переподготовка", True)
    assert pieces[2][0].startswith(" врачей")
    assert pieces[-1][0].endswith("…")
    assert sum(len(piece) for piece, _ in pieces) <= 125


def test_without_a_marked_word_there_is_no_passage() -> None:
    assert passages.around(passages.marked("ничего", "космос"), 100) == []


def test_the_other_keyboards_are_tried_after_what_was_typed() -> None:
    assert list(passages.readings("ctvtq"))[:2] == ["ctvtq", "семей"]
    assert list(passages.readings("123")) == ["123"]
    assert list(passages.readings("ctvtq b")) == ["ctvtq b"]
