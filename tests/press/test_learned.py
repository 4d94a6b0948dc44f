"""What was learned, beside the tables: the parts of a sentence, their weight, and who decides."""

import math
from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pytest

from tests.press import fitting, taught, training
from tests.press.marked import marked
from tracker.press import forms, ideas, learned, requests, rules, segments
from tracker.press.found import Request
from tracker.press.learned import Seen, Weighed
from tracker.press.places import Places
from tracker.press.rules import Row
from tracker.press.segments import Part
from tracker.press.spoken import Spoken


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    rules.widen({})


def found(language: str, words: str) -> list[Request]:
    text = marked(language, words, sector="industry")
    return requests.find(text.article, text.organisations, [])


def seen(language: str, words: str) -> Seen:
    text = marked(language, words, sector="industry")
    sentence = text.article.sentences[1]
    return Seen(Spoken(sentence, Places(text.article, text.organisations), []))


def test_an_idea_is_known_by_the_beginning_or_by_the_whole_word() -> None:
    assert "graduates" in ideas.of("ru", "выпускники")
    assert "graduates" in ideas.of("kk", "түлектерге")
    assert "ask" in ideas.of("en", "beg")
    assert "ask" not in ideas.of("en", "begin")


def test_a_word_means_the_same_in_three_languages_and_the_longest_beginning_counts() -> None:
    words = (("en", "microscopes"), ("ru", "микроскопа"), ("kk", "микроскопты"))
    assert {ideas.meanings(*word) for word in words} == {("microscope",)}
    assert ideas.meanings("ru", "обсудили") == ("discuss",)
    assert ideas.meanings("kk", "эврика") == ()


def test_what_is_meant_counts_with_the_part_that_words_play() -> None:
    sentence = seen("ru", "[[ТОО «Тау»]] попросило проверить микроскопы.")
    features = learned.of_part(sentence, 0, len(sentence.tokens))
    assert {"in=*microscope", "all=*microscope", "what-device|*microscope"} <= features
    before = learned.of_part(sentence, len(sentence.tokens) - 1, len(sentence.tokens))
    assert "near=*microscope" in before
    assert "in=*microscope" not in before


@pytest.mark.parametrize(
    ("language", "word", "part"),
    [
        ("en", "sawmills", ()),
        ("en", "microscopes", ("what-device",)),
        ("ru", "тахеометра", ("what-device",)),
        ("kk", "сорғыны", ("what-device", "field-tech")),
        ("en", "seamstresses", ("what-profession",)),
        ("ru", "стажеров-верстальщиков", ("what-profession", "what-intern")),
        ("kk", "тігіншіні", ("what-profession",)),
        ("en", "reimburse", ("deed-pay",)),
        ("ru", "сконструировать", ("deed-develop",)),
        ("kk", "қаржыландырады", ("deed-pay",)),
    ],
)
def test_a_word_has_parts_to_play(language: str, word: str, part: tuple[str, ...]) -> None:
    assert set(part) <= set(filter(ideas.is_part, ideas.of(language, word)))
    assert part or not any(map(ideas.is_part, ideas.of(language, word)))


@pytest.mark.parametrize("name", ["concepts", "lexicon", "meanings"])
def test_lists_of_ideas_are_in_three_languages_and_say_nothing_twice(name: str) -> None:
    for idea, languages in ideas.table(name).items():
        assert ideas.is_part(idea) == (name == "lexicon")
        assert set(languages) == {"kk", "ru", "en"}
        for words in languages.values():
            found = words.split()
            assert all(word == word.casefold() and len(word) > 1 for word in found)
            assert found or name == "meanings"  # what one language says in two words
            assert name == "concepts" or len(found) == len(set(found))


@pytest.mark.parametrize(
    ("language", "word", "form"),
    [
        ("en", "seismologists", "doer"),
        ("ru", "сейсмологов", "doer"),
        ("kk", "сейсмологтарды", "doer"),
        ("en", "hygrometers", "thing"),
        ("ru", "гигрометры", "thing"),
        ("en", "calibration", "doing"),
        ("ru", "калибровку", "doing"),
    ],
)
def test_a_word_tells_by_its_end_what_it_is(language: str, word: str, form: str) -> None:
    assert form in forms.of(language, word)


def test_neighbours_count_in_a_story_and_not_in_a_passage() -> None:
    words = "[[Tau LLP]] asked for welders. " + "It was warm in the hall. " * 6
    text = marked("en", words)
    places = Places(text.article, text.organisations)
    told = [Spoken(each, places, []) for each in text.article.sentences]
    story = learned.in_order(told)
    assert "ago=ask" in story[2].around
    assert "next=ask" in story[0].around
    assert "ago=." in story[0].around
    assert not any(each.around for each in learned.in_order(told[:3]))


def test_parts_go_over_commas_but_over_no_other_mark() -> None:
    sentence = seen("ru", "[[ТОО «Тау»]] просит учить, лечить и кормить: люди ждут – и долго.")
    words = [sentence.tokens[first:after] for first, after in learned.parts(sentence)]
    assert any("," in [each.text for each in part] for part in words)
    assert not any({":", "–", "."} & {each.text for each in part} for part in words)


def test_a_part_neither_holds_half_a_name_nor_begins_with_who_asks() -> None:
    sentence = seen("ru", "[[ТОО «Тау»]] просит дать станок.")
    first = {first for first, _ in learned.parts(sentence)}
    assert sentence.tokens[min(first)].text == "просит"


def test_a_part_is_weighed_as_it_was_learned() -> None:
    sentence = seen("en", "[[Tau LLP]] asked the university to train welders, the head said.")
    parts = list(learned.parts(sentence))
    weighing = fitting.Weighing([fitting.Sample(sentence, parts, [])], 1, 1)
    wish = learned.weights().wish
    known = np.array([wish.get(name, 0.0) for name in weighing.names])
    weighed = Weighed(sentence)
    expected = weighing.of(known) + wish["bias"]
    assert [weighed.of(*part) for part in parts] == pytest.approx(list(expected))


def test_no_part_holds_one_of_two_quotes() -> None:
    sentence = seen("ru", "Технолог «Мебельграда» ищет двух столяров, знакомых с «Базисом».")
    words = [sentence.tokens[first:after] for first, after in learned.parts(sentence)]
    assert words
    for mine in words:
        texts = [token.text for token in mine]
        assert texts.count("«") == texts.count("»"), texts


def test_readings_hold_parts_that_stand_side_by_side() -> None:
    """Of three words: each pair alone, the first with the third, nothing at all."""
    parts = [(0, 1), (0, 2), (1, 3), (2, 3)]
    found = segments.chances(3, parts, [math.log(each) for each in (2, 3, 5, 7)])
    ways = 1 + 2 + 3 + 5 + 7 + 2 * 5 + 2 * 7 + 3 * 7
    expected = [2 * (1 + 5 + 7), 3 * (1 + 7), 5 * (1 + 2), 7 * (1 + 2 + 3)]
    assert found == pytest.approx([each / ways for each in expected])


def test_the_same_chances_are_learned_with_and_asked_for() -> None:
    parts = [(0, 1), (0, 2), (1, 3), (2, 3)]
    weights = [0.3, -1.0, 0.5, 2.0]
    field = fitting.Field([3, 2], [parts, parts[:2]])
    found = field.chances(np.array([*weights, *weights[:2]]))
    expected = segments.chances(3, parts, weights) + segments.chances(2, parts[:2], weights[:2])
    assert list(found) == pytest.approx(expected)


def test_the_order_in_which_features_come_says_nothing() -> None:
    """Neither of the last digits of a chance: a set has another order in each process."""
    features = [f"in={each}" for each in "abcdef"]
    weights = {each: [0.1 * at, 0.3, -0.7 / (1 + at)] for at, each in enumerate(features)}
    table = learned.Table(["visit", "course", "other"], [0.1, 0.2, 0.3], weights)
    met = {tuple(learned.chances(table, each)) for each in permutations(features)}
    assert len(met) == 1


def test_parts_of_nearly_the_same_words_speak_for_each_other() -> None:
    kept = segments.held([(0, 4), (1, 4), (6, 9), (10, 12), (13, 14)], [0.4, 0.35, 0.5, 0.1, 0.0])

    def meet(one: Part, other: Part) -> bool:
        return segments.meets(one, [other])

    assert segments.chosen(kept, meet) == [(0.75, (0, 4)), (0.5, (6, 9))]
    assert segments.sharing(kept, (1, 4), meet) == [(0.4, (0, 4)), (0.35, (1, 4))]


@pytest.mark.parametrize(
    ("language", "words", "kind", "direction"),
    [
        (
            "en",
            "[[Tau LLP]] opened its doors. Every summer eight miners will be received at the site "
            "for practice.",
            *("internship", "agreed"),
        ),
        (
            "ru",
            "[[ТОО «Тау»]] оплатит учебу двум сиротам.",
            *("scholarship", "agreed"),
        ),
        (
            "kk",
            "[[«Тау» ЖШС]] екі жетімнің оқу ақысын төлейді.",
            *("scholarship", "agreed"),
        ),
    ],
)
def test_what_no_table_asks_for_is_found_too(
    language: str, words: str, kind: str, direction: str
) -> None:
    assert [(each.kind, each.direction) for each in found(language, words)] == [(kind, direction)]


ASKS = "[[Tau LLP]] asked the university to train ten welders."


def test_a_kind_that_an_administrator_wrote_decides() -> None:
    assert [each.kind for each in found("en", ASKS)] == ["retraining"]
    row = Row("en", "expertise", "train ~ welders", "train ten welders", "train the chemists")
    rules.widen({"kinds": [row]})
    assert [each.kind for each in found("en", ASKS)] == ["expertise"]


def test_a_direction_that_an_administrator_wrote_decides() -> None:
    words = "[[Tau LLP]] frobs two machines to the department."
    row = Row("en", "need", "frobs", "it frobs two machines", "it gives two", "kind=equipment")
    rules.widen({"directions": [row]})
    assert [(each.kind, each.direction) for each in found("en", words)] == [("equipment", "need")]


def test_what_an_administrator_calls_no_request_is_none() -> None:
    assert found("en", ASKS)
    row = Row("en", "recalled", "asked the university", "it asked the university", "it asked")
    rules.widen({"no_requests": [row]})
    assert found("en", ASKS) == []


def test_the_same_passages_give_the_same_weights() -> None:
    texts = [taught.read("written", each) for each in list(taught.written())[:40]]
    samples = training.samples(texts)
    assert any(any(each.wanted) for each in samples)
    assert fitting.wishes(samples, 5) == fitting.wishes(samples, 5)


def test_every_mark_is_read_and_names_what_is_known() -> None:
    known = learned.shipped()
    fresh = list(taught.articles("articles_fresh"))
    marked = [*taught.written(), *taught.articles(), *fresh]
    assert not [words for _, words, _ in marked if set(words) & set("[]")]
    for _, words, labels in marked:
        assert all(each["text_evidence"] in words for each in labels)
        assert {each["kind"] for each in labels} <= set(known.kinds.classes)
        assert {each["direction"] for each in labels} <= set(known.directions.classes)


def test_a_whole_article_is_learned_from_as_it_is_read() -> None:
    article = next(taught.articles())
    text = taught.read("articles", article)
    assert [text.article.words(span) for span, _ in text.golds] == [
        label["text_evidence"] for label in article[2]
    ]
