"""Words that are used alike: what no example had counts as what stands where it stands."""

from itertools import pairwise

import pytest

from tests.press.marked import marked
from tracker.press import alike, learned
from tracker.press.learned import Seen
from tracker.press.places import Places
from tracker.press.spoken import Spoken


def test_words_that_are_used_alike_are_of_one_class() -> None:
    assert alike.of("ru", "попросил")[0] == alike.of("ru", "просил")[0]
    assert alike.of("ru", "попросил")[0] != alike.of("ru", "цех")[0]


def test_a_form_that_is_not_there_counts_as_another_form_of_the_word() -> None:
    assert alike.of("ru", "подыскиваете") == alike.of("ru", "подыскивает")


@pytest.mark.parametrize(
    ("language", "word"),
    [("ru", "ко"), ("ru", "ъъъъъъ"), ("ru", "аааааа"), ("en", "asked"), ("kk", "попросил")],
)
def test_what_is_not_known_has_no_class(language: str, word: str) -> None:
    assert alike.of(language, word) == ()


def test_each_word_stands_once_and_in_its_place() -> None:
    known = alike._known()
    words = [known[at][0] for at in range(len(known))]
    assert all(one < other for one, other in pairwise(words))
    assert all(len(known[at]) == 3 for at in range(len(known)))


def test_classes_weigh_a_part_but_do_not_cut_it() -> None:
    text = marked("ru", "[[ТОО «Альфа»]] подыскивает токаря и просит обучить двух слесарей.")
    spoken = Spoken(text.article.sentences[1], Places(text.article, text.organisations), [])
    with_classes, without = Seen(spoken), Seen(spoken)
    for at, features in enumerate(without.broad):
        without.broad[at] = [each for each in features if not alike.is_class(each)]
    assert with_classes.broad != without.broad
    assert list(learned.parts(with_classes)) == list(learned.parts(without))
    assert not any("%" in each for borders in with_classes.borders for each in borders)
