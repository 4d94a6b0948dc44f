"""Whatever is given is read: nothing raises, and what is found stands where it is said to stand."""

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.press import reading
from tracker.press.found import PressNote, Span
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
    found = read(text)
    for span in _spans(asdict(found)):
        assert 0 <= span.start < span.end <= len(text)
    for day in found.days:
        assert text[day.span.start : day.span.end] == day.text
    for request in found.requests:
        assert text[request.span.start : request.span.end] == request.quote
    for tag in found.tags:
        assert tag in text
    assert found.title in text


def test_places_count_the_characters_of_the_text_as_given() -> None:
    text = "Заголовок\r\n\r\nВстре\u00adча прошла 5\u00a0мая 2024 года."
    (day,) = read(text).days
    assert text[slice(*day.span)] == day.text == "5\u00a0мая 2024 года"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\ufeff", "…", "12", "«", "Жоқ", "\ud800", "\x00"]
)
def test_next_to_nothing_is_read_as_nothing(text: str) -> None:
    found = read(text)
    assert (found.organisations, found.people, found.days) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("СЕГОДНЯ В УНИВЕРСИТЕТЕ ПРОШЛА ВСТРЕЧА С РЕКТОРОМ.", PressNote.ALL_CAPITALS),
        ("Сегодня прошла встреча студентов.", PressNote.NO_ORGANISATIONS),
        ("今天大学举行了会议，校长出席了会议。", PressNote.OTHER_LANGUAGE),
        ("Сьогодні в університеті відбулася зустріч, її відкрив ректор.", PressNote.OTHER_LANGUAGE),
        (
            "Університет підписав угоду про співпрацю з компанією «Тау». Студенти зможуть "
            "проходити практику в лабораторіях заводу, директор розповів про перепідготовку. "
            "Наступна зустріч відбудеться восени, про це домовилися обидві сторони після розмови "
            "з ректором, який показав гостям нову лабораторію та студентські проєкти.",
            PressNote.OTHER_LANGUAGE,
        ),
        (
            "Шакарим университети «Тау» ишканасы менен кызматташуу жөнүндө келишимге кол койду. "
            "Студенттер заводдун лабораторияларында практикадан өтө алышат. Директор кийинки "
            "жолугушуу күзүндө болорун айтты, буга эки тарап тең макул болду. Андан кийин "
            "меймандар университеттин жаңы лабораториясын көрүштү.",
            PressNote.OTHER_LANGUAGE,
        ),
        (
            "Heute hat an der Universität ein Treffen mit den Leitern von Betrieben stattgefunden, "
            "das der Rektor eröffnete. Die Gäste besuchten das Labor und sprachen mit Studierenden "
            "über Praktika, Forschung und neue Stellen in der Region.",
            PressNote.OTHER_LANGUAGE,
        ),
        (
            "Die Studierenden der Shakarim University haben die Molkerei «Сүт» in Semei besucht, "
            "wo ihnen die Herstellung von Joghurt gezeigt wurde. Der Vertrag wird im Herbst "
            "unterschrieben. Die Leitung lud alle zum Praktikum ein, auch im nächsten Jahr.",
            PressNote.OTHER_LANGUAGE,
        ),
        ("Die Firma EMC unterzeichnete einen Vertrag im Labor.", PressNote.OTHER_LANGUAGE),
        ("Üniversite EMC ile anlaşma imzaladı.", PressNote.OTHER_LANGUAGE),
        ("Ǵalymdar men ókilder keshe kezdesip, birlesken jumysty talqylady.", "other_language"),
    ],
)
def test_what_makes_reading_doubtful_is_said(text: str, note: str) -> None:
    assert note in read(text).notes


def test_an_ordinary_article_is_in_one_of_the_three_languages() -> None:
    for text in (
        *("Бүгін кездесу өтті.", "Сегодня прошла встреча.", "A meeting was held today."),
        *("EMC LLP needs courses in veterinary medicine.", "Science Week opens"),
        "Semey Engineering donates laboratory equipment",
        "Договор с Siemens Energy Kazakhstan LLP",
        "Universidad de La Laguna came to the meeting.",
    ):
        assert PressNote.OTHER_LANGUAGE not in read(text).notes, text


def test_an_article_that_takes_too_long_is_given_up_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "SECONDS", -1.0)
    found = read("5 мая ТОО «Альфа» подписало меморандум.")
    assert (found.organisations, found.notes) == ((), (PressNote.OUT_OF_TIME,))


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
