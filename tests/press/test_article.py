"""What of a pasted page is the story, and how its lines are written."""

import pytest

from tracker.press.article import prepare

PAGE = (
    "Главная | Новости | Контакты\nРус  Қаз  Eng\n\n"
    "Круглый стол о кадрах\n\n"
    "пресс-служба Shakarim University12 февраля 2025дуальное обучение, производство\n"
    "Просмотров: 231\n\n"
    "Вчера прошел круглый стол. Его открыл ректор.\n\nВторой абзац о заводе.\n\n"
    "Последние новости\n\nНовости / 20 февраля 2025\nМолодежь / 18 февраля 2025\n"
)


def test_the_story_is_told_from_what_stands_around_it() -> None:
    article = prepare(PAGE)
    assert article.words(article.title) == "Круглый стол о кадрах"
    assert [article.words(each.span) for each in article.sentences] == [
        "Круглый стол о кадрах",
        "Вчера прошел круглый стол.",
        "Его открыл ректор.",
        "Второй абзац о заводе.",
    ]
    assert [article.words(tag) for tag in article.tags] == ["дуальное обучение", "производство"]
    assert article.words(article.body).endswith("абзац о заводе.")


@pytest.mark.parametrize(
    "byline",
    [
        "12 февраля 2025",
        "12.02.2025",
        "February 12, 2025",
        "press office of Shakarim University 12 february 2025 industry",
        "Shakarim University баспасөз қызметі12 ақпан 2025дуалды оқыту, өндіріс",
        "Жарияланды: 2025 жылғы 12 ақпан",
        "12 февраля 2025 / Обучение / Просмотров: 231",
        "Опубликовано: 12 февраля 2025 г.",
        "Университет имени Абая, 12.02.2025",
    ],
)
def test_the_line_of_the_press_office_is_no_part_of_the_story(byline: str) -> None:
    article = prepare(f"Кездесу\n\n{byline}\n\nБүгін кездесу өтті, оған көп адам келді.")
    assert [article.words(each) for each in article.bylines] != []
    assert len(article.sentences) == 2


@pytest.mark.parametrize(
    "line",
    [
        "ТОО «Альфа» / АО «Бета» / ИП «Гамма» / КХ «Дельта»",
        "Итоги недели науки университета 12 апреля 2024",
        "Подпись и печать",
        "Утром 3 мая 2024 года состоялась церемония подписания договора.",
        "3 мая 2024 прошла встреча.",
    ],
)
def test_a_line_of_the_story_stays_in_it(line: str) -> None:
    article = prepare(f"{line}\n\nСегодня прошла встреча о кадрах для заводов.\n\nПриехали гости.")
    assert article.words(article.title) == line


def test_a_short_last_paragraph_with_a_day_is_no_list_of_tags() -> None:
    last = "Утром 3 мая 2024 года завершились курсы для второй группы, их прошли сварщики"
    article = prepare(f"Завод передал вузу станок.\n\n{last}")
    assert article.words(article.sentences[-1].span) == last


def test_the_days_of_a_programme_are_no_bylines() -> None:
    days = "\n".join(f"{day} апреля 2024 – открытие выставки" for day in range(8, 12))
    article = prepare(
        f"Неделя науки\n\n5 апреля 2024\n\nВот ее программа на всю неделю:\n{days}\nВсе."
    )
    assert article.words(article.bylines[0]) == "5 апреля 2024"
    assert sum("выставки" in article.words(each.span) for each in article.sentences) >= 3


def test_a_day_and_a_place_that_open_the_story_are_a_byline_too() -> None:
    text = "Library night\n\nSemey, 24 April 2023. On Friday evening the hall did not close at all."
    article = prepare(text)
    assert article.words(article.bylines[0]) == "Semey, 24 April 2023. "
    assert article.words(article.sentences[1].span).startswith("On Friday")


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Пресс-служба университета 12 марта 2024 Сегодня прошла встреча с заводами.", True),
        ("12.03.2024 Сегодня в университете прошла встреча с заводами и фермерами.", True),
        ("12 марта 2024 года в университете прошла встреча с заводами и фермерами.", False),
        ("On 12 March 2024 a meeting with plants and farmers was held in the hall.", False),
    ],
)
def test_a_byline_may_be_glued_to_the_story(text: str, published: bool) -> None:
    assert (prepare(f"{text} Приехали гости.").bylines != ()) is published


@pytest.mark.parametrize(
    "tail",
    [
        "Latest news\nSport / 8 october 2024",
        "READ ALSO\nVolleyball: bronze 23.04.2025",
        "Басқа жаңалықтар\nСпорт",
        "Поделиться: Facebook Telegram",
        "News / 20 february 2025\nYouth / 18 february 2025",
    ],
)
def test_what_follows_the_story_is_left_out(tail: str) -> None:
    article = prepare(f"Тақырып сөз\n\nБүгін кездесу өтті.\n\n{tail}")
    assert article.words(article.body).endswith("кездесу өтті.")


def test_a_story_without_a_title_is_called_by_its_first_sentence() -> None:
    article = prepare("Сегодня прошел круглый стол о кадрах. Его открыл ректор университета.")
    assert article.words(article.title) == "Сегодня прошел круглый стол о кадрах."


def test_each_sentence_has_its_language_and_the_article_that_of_most_of_it() -> None:
    article = prepare(
        "Басты бет | Жаңалықтар\n\nКонференция\n\nПрошла конференция преподавателей.\n\n"
        "The guests were welcomed by the rector."
    )
    assert article.language == "ru"
    assert [each.language for each in article.sentences] == ["ru", "ru", "en"]


def test_a_headline_in_capitals_gets_those_of_a_sentence() -> None:
    article = prepare(
        "ВЫСТАВКА «ӨНЕРТАПҚЫШ-2024» ПРОШЛА В СЕМЕЕ, ПРИЕХАЛИ АО «КАЗАТОМ» И ТЭЦ\n\n"
        "Сегодня в Семее прошла выставка. Инженеры ТЭЦ привезли модели."
    )
    assert article.words(article.title) == (
        "Выставка «Өнертапқыш-2024» прошла в Семее, приехали АО «Казатом» и ТЭЦ"
    )
    assert not article.is_shouted


def test_an_article_in_capitals_keeps_legal_forms_and_names_before_them() -> None:
    article = prepare("WE SIGNED A CONTRACT WITH SEMEY ENGINEERING LLP. THE RECTOR THANKED ALL.")
    assert article.is_shouted
    assert article.text.startswith("We signed a contract with Semey Engineering LLP. The rector")


def test_a_letter_keeps_its_place_however_it_is_written() -> None:
    given = "ҒЫЛЫМ КҮНІ ӨТТІ\r\n\r\nБү\u00adгін ғылым кү\u0301ні өтті."
    article = prepare(given)
    span = article.sentences[-1].span
    assert given[slice(*article.cleaned.given(span))] == "Бү\u00adгін ғылым кү\u0301ні өтті."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The rector A.Kh. Surname spoke. He left.", 2),
        ("Zh. Aimautov and Sh. Qudaiberdiev wrote. It rained.", 2),
        ("It was signed by Tsoi Yu. The meeting ended.", 2),
        ("Дж. Лондон писал. Он умер.", 2),
    ],
)
def test_initials_of_two_letters_end_no_sentence(text: str, count: int) -> None:
    assert len(prepare(text).sentences) == count
