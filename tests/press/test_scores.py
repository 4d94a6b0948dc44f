"""Articles are read no worse than they were: the figures of the project's own labelled articles."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.press import measuring, scoring
from tests.press.scoring import Score, Tally
from tracker.press.found import Agreement, Day, Event, Organisation, Person, Reading, Request, Span

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
# Of the second set no writer of a rule has read half, nor is any of it learned from.
SETS = {
    "first": (HERE / "articles", HERE / "labels.jsonl"),
    "second": (HERE / "articles_second", HERE / "labels_second.jsonl"),
}


@cache
def scores(which: str) -> dict[str, Score]:
    return measuring.run(*SETS[which])


@pytest.mark.parametrize(
    ("which", "language", "name", "floor"),
    [
        (which, language, *each)
        for which, languages in FLOORS.items()
        for language, floors in languages.items()
        for each in floors.items()
    ],
)
def test_reading_has_not_become_worse(which: str, language: str, name: str, floor: float) -> None:
    found = scores(which)[language]
    figure = scoring.figure(name, found.tallies[name])
    assert figure >= floor, "\n".join(found.errors)


TEXT = (
    "Ректорат и ТОО «Альфа» подписали договор 5 мая 2024 года. «Альфа» просит открыть курсы. "
    "Иван Петров, директор «Беты», приехал из Омска. Читайте: 1 июня 2024"
)


def at(words: str, *, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after))
    return Span(start, start + len(words))


def organisation(name: str, *words: str, host: bool = False) -> Organisation:
    spans = tuple(at(each) for each in words)
    return Organisation(name, spans, "industry", host, 0.9, "legal_form")


LABEL = {
    "id": "a",
    "lang": "ru",
    "published": "2024-05-05",
    "events": [{"kind": "signing"}],
    "organisations": [
        {
            "surface": ["ТОО «Альфа»", "«Альфа»"],
            "canonical_en": "Alfa LLP",
            "sector": "industry",
            "is_host": False,
            "role": "partner",
        },
        {
            "surface": ["«Беты»"],
            "canonical_en": "Beta",
            "sector": "industry",
            "is_host": False,
            "role": "employer",
            "optional": True,
        },
        {
            "surface": ["Ректорат"],
            "canonical_en": "University",
            "sector": "university",
            "is_host": True,
            "role": "host",
        },
    ],
    "people": [{"name": "Иван Петров", "organisation": "Beta"}],
    "requests": [
        {
            "kind": "retraining",
            "text_evidence": "открыть курсы",
            "direction": "need",
            "partner": "Alfa LLP",
        }
    ],
    "agreements": [{"kind": "contract", "parties": ["University", "Alfa LLP"]}],
    "dates": [
        {"iso": "2024-05-05", "role": "published"},
        {"iso": "2024-06-01", "role": "noise"},
    ],
}


def read(**found: object) -> dict[str, Tally]:
    reading = Reading(TEXT, "ru", "", "2024-05-05", **found)  # type: ignore[arg-type]
    return scoring.score(reading, LABEL).tallies


def test_a_partner_counts_once_however_often_it_is_found() -> None:
    once = organisation("ТОО «Альфа»", "ТОО «Альфа»")
    twice = replace(once, spans=(*once.spans, at("«Альфа»", after="2024 года")))
    found = read(organisations=(twice,))
    assert found["cards, partners"] == Tally(1, 0, 0)
    assert found["mentions, all"] == Tally(2, 0, 1)
    assert found["sector"] == Tally(1, 0, 0)


def test_what_is_optional_is_neither_required_nor_wrong() -> None:
    assert read(organisations=(organisation("«Беты»", "«Беты»"),))["cards, all"] == Tally(0, 0, 2)


def test_what_is_no_organisation_is_a_false_card() -> None:
    assert read(organisations=(organisation("Омск", "Омска"),))["cards, partners"] == Tally(0, 1, 1)


def test_the_host_is_no_partner() -> None:
    found = read(organisations=(organisation("Ректорат", "Ректорат", host=True),))
    assert found["cards, all"] == Tally(1, 0, 1)
    assert found["cards, partners"] == Tally(0, 0, 1)


def test_days_of_other_news_are_neither_required_nor_wrong() -> None:
    days = (
        Day("5 мая 2024 года", "2024-05-05", at("5 мая 2024 года")),
        Day("1 июня 2024", "2024-06-01", at("1 июня 2024")),
    )
    assert read(days=days)["days"] == Tally(1, 0, 0)
    assert read(days=days)["days, noise too"] == Tally(2, 0, 0)
    assert read()["days"] == Tally(0, 0, 1)


def test_a_request_is_right_by_its_kind_and_by_the_words_that_say_it() -> None:
    span = at("просит открыть курсы")
    asked = Request("retraining", "offer", TEXT[slice(*span)], span, None)
    assert read(requests=(asked,))["requests"] == Tally(1, 0, 0)
    assert read(requests=(asked,))["requests, direction"] == Tally(0, 1, 1)


def test_whose_a_wish_and_a_person_are_is_judged_by_the_labelled_organisation() -> None:
    span = at("просит открыть курсы")
    alfa, beta = organisation("ТОО «Альфа»", "ТОО «Альфа»"), organisation("«Беты»", "«Беты»")
    asked = Request("expertise", "need", TEXT[slice(*span)], span, "ТОО «Альфа»")
    person = Person("Иван Петров", None, "«Беты»", at("Иван Петров"))
    found = read(organisations=(alfa, beta), requests=(asked,), people=(person,))
    assert (found["asker"], found["employer"]) == (Tally(1, 0, 0), Tally(1, 0, 0))
    found = read(
        organisations=(alfa, beta),
        requests=(replace(asked, partner="«Беты»"),),
        people=(replace(person, organisation=None),),
    )
    assert (found["asker"], found["employer"]) == (Tally(0, 1, 0), Tally(0, 1, 0))


def test_an_agreement_is_judged_by_whether_it_is_new_and_by_its_parties() -> None:
    partner = organisation("ТОО «Альфа»", "ТОО «Альфа»")
    signed = Agreement("contract", ("ТОО «Альфа»",), None, False, at("договор"))
    found = read(organisations=(partner,), agreements=(signed,))
    assert (found["agreements"], found["parties"]) == (Tally(1, 0, 0), Tally(1, 0, 0))


def test_people_and_the_kind_of_event_are_judged() -> None:
    person = Person("Петров Иван", None, None, at("Иван Петров"))
    event = Event("подписание", "visit", None, None, at("подписали"))
    found = read(people=(person,), events=(event,))
    assert (found["people"], found["event kind"]) == (Tally(1, 0, 0), Tally(0, 1, 0))


def test_words_that_do_not_stand_where_they_are_said_to_are_counted() -> None:
    assert read(days=(Day("6 мая", "2024-05-06", at("5 мая")),))["exact"] == Tally(0, 1, 0)


def test_the_table_has_a_column_a_language() -> None:
    table = scoring.table({"ru": scoring.score(Reading(TEXT, "ru", "", None), LABEL)})
    assert table.splitlines()[0] == "| P/R/F1 | ru |"
    assert "| cards, partners | 1.00/.00/.00 of 1 |" in table
