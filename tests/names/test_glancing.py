"""What is seen at a glance is what taking a name apart would find, only sooner."""

from hypothesis import given
from hypothesis import strategies as st

from tests.names.test_matching import NAMES
from tracker.names import lexicon
from tracker.names.analysis import Own, analyse
from tracker.names.glancing import numbers_differ
from tracker.names.sharing import likeness

_WORDS = lexicon.shipped()
_NUMBERED = st.builds(
    "{}{}{}".format,
    NAMES,
    st.sampled_from([" № 7", " №12", " 07", "7-ші", " 7’s", "²", " ７", "-дың 7", " 7_8", " 3D"]),
    st.text() | NAMES,
)


def test_numbers_are_seen_in_most_names() -> None:
    school = analyse("Средняя школа № 7").numbers
    none = analyse("Средняя школа имени Абая").numbers
    assert numbers_differ(school, "№ 12 орта мектебі", _WORDS)
    assert numbers_differ(none, "№ 12 орта мектебі", _WORDS)
    assert not numbers_differ(school, "№ 7 орта мектебі", _WORDS)
    assert not numbers_differ(none, "Орта мектеп", _WORDS)
    assert not numbers_differ(none, "а" * 400 + " 7", _WORDS)


@given(_NUMBERED, _NUMBERED | NAMES)
def test_what_is_sure_is_so(one: str, other: str) -> None:
    for numbers in (analyse(one).numbers, frozenset[str]()):
        if numbers_differ(numbers, other, _WORDS):
            assert numbers != analyse(other).numbers


def test_where_a_number_is_a_word_of_a_name_nothing_is_sure() -> None:
    words = lexicon.parse({"field": {"channel": {"ru": "канал 31"}}})
    assert analyse("Канал 31", words).numbers == frozenset()
    assert not numbers_differ(frozenset(), "Канал 31", words)
    assert numbers_differ(frozenset({"2"}), "Канал 31", words)


@given(NAMES, NAMES, st.floats(0.0, 1.0))
def test_words_less_alike_than_matters_are_not_weighed(a: str, b: str, least: float) -> None:
    def own(name: str) -> list[Own]:
        taken = analyse(name)
        return [*taken.own, *taken.spelled.values()]

    for one in own(a):
        for other in own(b):
            exact = likeness(one, other)
            found = likeness(one, other, least)
            assert found == exact if exact >= least else found < least
