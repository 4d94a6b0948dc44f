"""Whether two articles are one story in two languages."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from tests.press import measuring
from tests.press.test_scores import SETS
from tracker.press import versions
from tracker.press.found import Match, Organisation, Person, Reading, Span
from tracker.press.known import Context
from tracker.press.reading import read

RU = (
    "Круглый стол о кадрах\n\n12 февраля 2025\n\n11 февраля университет и компания «Иртыш Кабель» "
    "провели встречу. Алексей Гребнев сказал, что заводу нужно 612 инженеров. Договор начнет "
    "действовать 1 сентября 2025 года. Приехал Ержан Байгазин из «Спектромарта»."
)
EN = (
    "Round table on staff\n\n12 February 2025\n\nOn 11 February the university and Irtysh Kabel "
    "held a meeting. The director Alexey Grebnev said that the plant needs 612 engineers. The "
    "contract begins on 1 September 2025. Among the guests was Yerzhan Baigazin of Spektromart."
)
OTHER = (
    "Library night\n\n13 February 2025\n\nOn 11 February the library did not close. The director "
    "Kulyash Seitova counted 380 readers, and among them was Assel Tokanova of the second year."
)


def test_a_translation_is_the_same_story() -> None:
    assert versions.score(RU, EN) >= versions.SAME
    assert versions.score(versions.story(read(RU)), versions.story(read(EN))) >= versions.SAME


def test_other_news_of_the_same_days_is_not() -> None:
    assert versions.score(RU, OTHER) < versions.SAME


def test_versions_are_in_two_languages() -> None:
    assert versions.score(EN, EN) == 0


def test_what_was_published_weeks_apart_is_no_version() -> None:
    told = [
        versions.story(read(RU, Context(published=date(2025, 2, 12)))),
        versions.story(read(EN, Context(published=date(2025, 3, 12)))),
    ]
    assert versions.score(*told) == 0


def test_one_kind_of_evidence_alone_may_be_chance() -> None:
    assert versions.score("Қонақ 612 кітап көрді.", "The guest saw 612 books.") == 0


@pytest.mark.parametrize(("ids", "same"), [((1, 1), True), ((1, 2), False)])
def test_known_partners_and_people_are_evidence(ids: tuple[int, int], same: bool) -> None:
    one, other = (
        versions.story(_known(language, number, person))
        for language, number, person in zip(
            ("ru", "en"), ids, ("Марат Токенов", "Marat Tokenov"), strict=True
        )
    )
    assert (versions.score(one, other) >= versions.SAME) is same


def _known(language: str, number: int, person: str) -> Reading:
    partner = Organisation(
        "a", (Span(0, 1),), "industry", False, 1.0, "known", match=Match(number, "a", 1.0, True)
    )
    people = (Person(person, None, None, Span(0, 1)),)
    return replace(Reading("…", language, "", None), organisations=(partner,), people=people)


def test_of_the_labelled_articles_the_translations_are_found_and_no_others() -> None:
    """The name of an article without its language is that of its story."""
    told = {
        label["id"]: versions.sketch(measuring.text(SETS["first"][0], label["id"]))
        for label in measuring.labels(SETS["first"][1])
    }
    found = {pair for pair in combinations(told, 2) if _score(told, pair) >= versions.SAME}
    wanted = {
        (one, other)
        for one, other in combinations(told, 2)
        if _story(one) == _story(other) and told[one].language != told[other].language
    }
    assert found - wanted == set()
    assert len(found) >= 0.9 * len(wanted)


def _score(told: dict[str, versions.Story], pair: tuple[str, str]) -> float:
    return versions.score(told[pair[0]], told[pair[1]])


def _story(name: str) -> str:
    return re.sub(r"(?:^|_)(?:en|ru|kk)(?=_|$)", "", name)
