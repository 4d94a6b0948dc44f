"""What is seen at a glance is what taking a name apart would find, only sooner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.names.test_matching import NAMES
from tracker.names import lexicon
from tracker.names.analysis import Own, analyse
from tracker.names.glancing import numbers_differ, own_words_differ
from tracker.names.matching import compare
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


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("ТОО «Қадожа Ғомиан»", "«Тажала Қадожа» ЖШС", True),
        ("Қадожа қаласының «Мисысы» мұражайы", "ТОО «Несыте Мисысы»", True),
        ("ТОО «Қадожа Ғомиан»", "«Қадожа Гомиан» ЖШС", False),
        ("ТОО «Қадожа»", "ТОО «Қадожа Тажала»", False),  # one is said by both
        ("ТОО «Ай Нұр Дала»", "ТОО «Ай Нұр Бала»", False),  # two are
        ("Kadozha", "Тажала", True),
        ("ТОО «Казцинк Ай»", "ТОО «Қазмырыш Нұр»", False),  # of which each is made of two
        ("Қадо Жатажала", "Қадожа Тажала", False),  # the same, cut elsewhere
        ("ТОО «Семейинжиниринг»", "Тажала мұражайы", False),  # perhaps several in one
        ("Тажала мұражайы", "ТОО «Семейинжиниринг»", False),
        ("ШҚТУ Қадожа", "Тажала", False),  # an acronym
        ("Қадожа", "ШҚТУ Тажала", False),
        ("Қадожа", "Тажала ТОО-ның", False),  # an ending, perhaps
        ("Қадожа", "КАЗНУда Тажала", False),
        ("Қадожа", "Тажала нөмір", False),  # where it stands matters
        ("Қадожа", "завод", False),  # no word that is surely its own
        ("қадожа", "Тажала", False),  # words that may be translated
        ("Kadozha", "тажала", False),
        ("Қадожа", "Тажала Тажала", False),
        ("Қадожа", "Қадожа Кадожа Тажала", False),
    ],
)
def test_own_words_that_only_one_has_are_seen(one: str, other: str, differ: bool) -> None:
    assert own_words_differ(analyse(one), other, _WORDS) is differ


_ALIKE = "ТОО «Ай» Нұр АйНұр Нур Қадожа Кадожа Қадо жа музей каласы Semey Ltd"
_SIMILAR = st.lists(
    st.sampled_from(_ALIKE.split()),
    max_size=5,
).map(" ".join)


@given(_SIMILAR | NAMES, _SIMILAR | NAMES)
def test_names_whose_own_words_differ_are_not_alike(one: str, other: str) -> None:
    if own_words_differ(analyse(one), other, _WORDS):
        assert compare(analyse(one), analyse(other)).score < 0.5


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
