"""The words of names: data that must not contradict itself."""

import pytest

from tracker.names import lexicon
from tracker.names.analysis import analyse
from tracker.names.folding import fold
from tracker.names.lexicon import Group
from tracker.names.matching import same

WORDS = lexicon.default()


def found(name: str) -> set[str]:
    """Every id that the name says."""
    return {each for ids in analyse(name).terms.values() for each in ids}


@pytest.mark.parametrize("term", WORDS.terms.values(), ids=lambda term: str(term.id))
def test_every_row_is_found_by_its_first_words(term: lexicon.Term) -> None:
    for words in term.words.values():
        for word in words[:1]:
            meant = WORDS.at(fold(word).split(), 0)
            assert meant is not None
            assert meant[0].means == term.means or meant[0].group == term.group


def test_what_the_other_tables_name_exists() -> None:
    named = {term_id for _, term_id in WORDS.parts} | set(WORDS.above)
    named |= {each for trait in WORDS.traits.values() for each in trait}
    assert named <= WORDS.terms.keys()


@pytest.mark.parametrize(
    ("kk", "ru", "en"),
    [
        ("мектептің", "школы", "schools"),
        ("басқармасы", "управление", "department"),
        ("ауыл шаруашылығы", "сельского хозяйства", "agriculture"),
        ("облысының", "области", "region"),
        ("ветеринариялық", "ветеринарная", "veterinary"),
        ("ғылыми-зерттеу институты", "НИИ", "research institute"),
        ("ШҚО", "ВКО", "East Kazakhstan region"),
        ("Өскемен", "Усть-Каменогорск", "Ust-Kamenogorsk"),
        ("Нұр-Сұлтан", "Целиноград", "Astana"),
        ("шаруа қожалығы", "КХ", "Peasant Farm"),
        ("ЖК", "индивидуальный предприниматель", "IE"),
        ("ШЖҚ РМК", "РГП на ПХВ", "RSE"),
        ("МКҚК", "ГККП", "KGKP"),
        ("КМК", "КГУ", "KGU"),
        ("КММ", "КГУ", "CSI"),
    ],
)
def test_three_languages_say_the_same(kk: str, ru: str, en: str) -> None:
    assert found(kk) == found(ru) == found(en) != set()


@pytest.mark.parametrize(
    ("grown", "pieces"),
    [
        ("мясокомбинат", ("meat", "plant")),
        ("медуниверситет", ("medicine", "university")),
        ("геологоразведочный", ("geology", "exploration")),
        ("казатомпром", ("kazakhstan", "atomic", "industry")),
        ("қазатомөнеркәсіп", ("kazakhstan", "atomic", "industry")),
        ("птицефабрика", ("poultry", "plant")),
        ("энергосервисная", ("energy", "service")),
        ("кормопроизводство", ("feed", "production")),
        ("абракадабра", ()),
    ],
)
def test_words_grown_together_are_taken_apart(grown: str, pieces: tuple[str, ...]) -> None:
    assert WORDS.split(grown) == pieces


@pytest.mark.parametrize(
    "brand", ["Теңізшевройл", "Казахтелеком", "Kazakhmys", "Газпромбанк1", "Электромонтаж"]
)
def test_a_brand_that_begins_like_a_word_is_a_brand(brand: str) -> None:
    assert [own.written for own in analyse(brand).own] == [brand]


def test_an_administrator_may_add_words() -> None:
    row = {"kk": "ара шаруашылығы", "ru": "пчеловод", "en": "beekeep"}
    wider = lexicon.widened(WORDS, {"field": {"apiculture": row}})
    pair = "Институт пчеловодства", "Institute of Beekeeping"
    assert not same(*pair)
    assert same(*pair, wider)
    assert not same(*pair, WORDS)


def test_a_row_may_not_stand_for_what_is_not_there() -> None:
    with pytest.raises(KeyError):
        lexicon.parse({"several": {"x": {"ru": "=икс", "is": "nothing"}}})


def test_what_a_group_is_does_not_depend_on_the_language() -> None:
    assert WORDS.group("university") is Group.KIND
