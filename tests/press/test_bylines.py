"""Where an article says when it was published, and what only looks so."""

from time import monotonic

import pytest

from tracker.press.article import prepare
from tracker.press.known import Context
from tracker.press.parts import divide
from tracker.press.reading import read

TITLE = "Сырье для сыра: чему учились у технологов"
LEAD = (
    "В пятницу в лаборатории молока собрались технологи. Они привезли сорок литров молока и "
    "показали, как варят сулугуни."
)
END = "Директор завода сказала, что довольна. Следующая встреча намечена на октябрь."


def published(text: str) -> str | None:
    return read(text, Context()).published


@pytest.mark.parametrize(
    "line",
    [
        "20.09.24",
        "20-09-2024",
        "2024.09.20",
        "20 сентября 2024 года.",
        "Семей, 20.09.2024.",
        "Автор: Асель Ким, 20.09.2024",
        "Текст: Асель Ким. Фото: Иван Торвин. 20.09.2024",
        "№ 34 (1120), 20 сентября 2024",
        "Газета «Университетская жизнь», № 12, 20.09.2024",
        "Семей. 20 сентября 2024. Shakarim University",
        "20.09.2024, пресс-служба Shakarim University.",
        "20th September 2024",
        "By Aidana Kim | September 20, 2024",
        "Text: A. Kim, photo: B. Lee, 20 September 2024",
        "2024 ж. 20 қыркүйек",
        "20-қыркүйек, 2024 жыл",
        "Мәтін: А. Ким, сурет: Б. Ли. 20.09.2024",
    ],
)
def test_a_line_of_its_own_says_the_day(line: str) -> None:
    for text in (
        f"{line}\n{TITLE}\n\n{LEAD}\n\n{END}",
        f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{END}",
        f"{TITLE}\n\n{LEAD}\n\n{END}\n\n{line}",
    ):
        assert published(text) == "2024-09-20"
        assert line not in {read(text).title}


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE} – 20.09.2024\n\n{LEAD}\n\n{END}",
        f"{TITLE} (20 сентября 2024 года)\n\n{LEAD}\n\n{END}",
        f"{TITLE}\nРепортаж из лаборатории молока, 20 сентября 2024\n\n{LEAD}\n\n{END}",
        f"{TITLE}\n\n20 сентября 2024 года. {LEAD}\n\n{END}",
        f"{TITLE}\n\n20.09.2024 – {LEAD}\n\n{END}",
        f"{TITLE}\n\n{LEAD}\n\n{END} 20.09.2024",
        f"{TITLE}\n\n{LEAD}\n\n{END} (20 сентября 2024 г.)",
        f"{TITLE}\n\n{LEAD}\n\n{END} Пресс-служба, 20.09.2024.",
        f"{TITLE}\n\n{LEAD}\n\nПодготовила Асель Ким. 20.09.2024",
        f"{TITLE}\n\n{LEAD}\n\nМатериал подготовлен пресс-службой, 20 сентября 2024 года.",
    ],
)
def test_the_day_may_stand_at_the_edge_of_a_line(text: str) -> None:
    reading = read(text)
    assert reading.published == "2024-09-20"
    assert "2024" not in reading.title


@pytest.mark.parametrize(
    "text",
    [
        f"Форум сыроваров пройдет 20 сентября 2024\n\n{LEAD}\n\n{END}",
        f"Форум сыроваров откроется в пятницу, 20 сентября 2024 года\n\n{LEAD}\n\n{END}",
        f"The dairy forum opens on Friday, 20 September 2024\n\n{LEAD}\n\n{END}",
        f"{TITLE}\n\n{LEAD}\n\n{END} Заявки принимают до 20 сентября 2024 года.",
        f"{TITLE}\n\n{LEAD}\n\nПрием подготовительного отделения продлится до 20.09.2024.",
        f"{TITLE}\n\n{LEAD} Курс завершен (20.09.2024)\n\n{END}",
        f"{TITLE}\n\n{LEAD}\n\n{END} Список победителей будет опубликован 20.09.2024.",
        f"{TITLE}\n\n{LEAD}\n\nДокументы подготовила кафедра до 20.09.2024.",
        f"{TITLE}\n\n{LEAD}\n\nЗаявки принимаются до 18.00 ч. 20 сентября 2024 года.",
        f"{TITLE}\n\n{LEAD}\n\nThe seminar starts at 10 a.m. 20 September 2024.",
        f"{TITLE}\n\n{LEAD}\n\nResults will be published on 20 September 2024.",
        f"{TITLE}\n\n{LEAD}\n\nПодготовила пресс-служба, 19–20 сентября 2024 года.",
        f"{TITLE}\nМесто проведения: Семей, актовый зал, 20 сентября 2024 года\n\n{LEAD}\n\n{END}",
        f"10.09.2024 – 20.09.2024\n\n{LEAD}\n\n{END}",
    ],
)
def test_a_day_of_the_story_is_none_of_publication(text: str) -> None:
    assert published(text) is None


def test_a_line_of_its_own_goes_before_the_end_of_another() -> None:
    text = f"{TITLE} – 20.09.2024\n21.09.2024\n\n{LEAD}\n\n{END} Пресс-служба, 22.09.2024."
    assert published(text) == "2024-09-21"


@pytest.mark.parametrize(
    "line",
    [
        "20 сентября 2024 года кафедра подготовила новую программу практики для студентов.",
        "В Семее 20 сентября 2024 года автор книги встретился со студентами.",
        "20 September 2024 the plant published its new training programme.",
        "2024 жылғы 20 қыркүйекте баспасөз мәслихаты өтті.",
        "Контекст: 12 мая 2019 года завод и университет подписали первое соглашение.",
        "В пресс-релизе от 12 мая 2019 года завод обещал принять сорок студентов.",
        "Фото: подписание меморандума с заводом «Молоко», 12 мая 2019 года",
        "20 September 2024, Shakarim University signed a memorandum with Molkom.",
    ],
)
def test_a_sentence_with_a_day_stays_in_the_story(line: str) -> None:
    article = prepare(f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{END}")
    assert line in [article.words(each.span) for each in article.sentences]
    assert published(article.given) is None


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{LEAD}\n\n{END} Источник {':' * 60} а б в г д е, 20.09.2024",
        f"{TITLE}\n\n{LEAD}\n\n{END} Источник а{',а' * 3000}, б в г д е ж, 20.09.2024",
        f"{TITLE}\n\n{'Да? ' * 20_000}20.09.2024",
        f"{TITLE}\n\n20.09.2024{' ' * 30_000}это было в лаборатории молока, куда приехали все.",
    ],
)
def test_whatever_stands_before_the_day_is_read_in_no_time(text: str) -> None:
    began = monotonic()
    divide(text)
    assert monotonic() - began < 5


@pytest.mark.parametrize(
    "title",
    [
        "Международная конференция «Пищевые технологии», Семей, 20–21 сентября 2024 года",
        "Курсы повышения квалификации (10.09.2024 - 20.09.2024)",
        "Science week, 16-20 September 2024",
        "Ауылдағы практика: 1 шілде – 20 қыркүйек 2024 жыл",
        "Встреча в школе № 5, 25 мая 2024 года",
        "В колледже № 3 открыли класс, 20.09.2024",
        "Приглашаем всех в Семей, 20.09.2024",
        "День открытых дверей (20 сентября 2024 года)",
        "Career fair, Semey, 20 September 2024",
        "Фото: как прошел форум сыроваров 20 мая 2019 года",
    ],
)
def test_a_title_that_says_when_it_is_stays_whole(title: str) -> None:
    reading = read(f"{title}\n\n{LEAD}\n\n{END}")
    assert (reading.title, reading.published) == (title, None)
