"""Whatever is given is read: nothing raises, and what is found stands where it is said to stand."""

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.press.found import Span
from tracker.press.reading import read

_PIECES = [
    *("Шәкәрім университеті", "ТОО «Силикат»", "EMC LLP", "5 мая 2024 года", "с 11 по 13 октября"),
    *(
        "ректор Дархан Елеусізов",
        "подписан меморандум",
        "нужны курсы",
        "просит",
        "«",
        "»",
        "(",
        '"',
    ),
    *(
        ". ",
        "\n",
        "\r\n",
        "\u00ad",
        "и\u0306",
        "University08 april 2024",
        "12.04.2024",
        "№",
        "A",
        " ",
    ),
    *(
        "Latest news",
        "Соңғы жаңалықтар",
        "signed an agreement",
        "2024 жылғы",
        "–",
        "ҚР",
        "https://a.kz",
    ),
    *("ПРЕСС-СЛУЖБА СООБЩАЕТ О ВСТРЕЧЕ", "Kазах", "ﬁ", "İ", "ẞ", "\U0001f600"),
]
wild = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=40).map("".join)


def _spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, dict):
        return [span for each in value.values() for span in _spans(each)]
    if isinstance(value, (list, tuple)):
        return [span for each in value for span in _spans(each)]
    return []


@settings(max_examples=150, deadline=None)
@given(wild)
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    reading = read(text)
    for span in _spans(asdict(reading)):
        assert 0 <= span.start < span.end <= len(text)
    for day in reading.days:
        assert text[day.span.start : day.span.end] == day.text
    for request in reading.requests:
        assert text[request.span.start : request.span.end] == request.quote
    for tag in reading.tags:
        assert tag in text
    assert reading.title in text


def test_places_count_the_characters_of_the_text_as_given() -> None:
    text = "Заголовок\r\n\r\nВстре\u00adча прошла 5\u00a0мая 2024 года."
    (day,) = read(text).days
    assert text[slice(*day.span)] == day.text == "5\u00a0мая 2024 года"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "…", "12", "«", "Жоқ"])
def test_next_to_nothing_is_read_as_nothing(text: str) -> None:
    reading = read(text)
    assert (reading.organisations, reading.people, reading.days) == ((), (), ())


TRAPS = [
    *("A ", "«", "(", "ректор ", "а", "А", "АБВГД ЕЖЗИК ", "\n", "x. ", "5 мая ", "May ", "2024"),
    *(
        "1 and ",
        "10-нан ",
        "a / 12.12.2024\n",
        "а\u0301",
        "aа",
        "11.11.",
        "ТОО «",
        "№ 5 ",
        "<p>",
        "@",
    ),
    *(
        "университет ",
        "университета имени ",
        "LLP ",
        "Институт и ",
        "подписан меморандум ",
        "\u200b",
    ),
    *("нужны курсы для ", "- ", '"', "ТОО ", "И. ", "И.И. Иванов, ", "просит ", "Mr. "),
]


@pytest.mark.parametrize("piece", TRAPS)
def test_no_repetition_makes_reading_take_forever(piece: str) -> None:
    """Twenty thousand letters of one thing. What grows with the square would take minutes here,
    and end the run by its time limit; how long it takes is told by `tests.benchmarks.reading`."""
    assert read((piece * 20_000)[:20_000]).text
