"""What took place."""

import pytest

from tests.press.marked import TITLES, Marked, marked
from tracker.press import agreements, days, events
from tracker.press.found import Event
from tracker.press.known import Context


def found(language: str, words: str) -> list[Event]:
    return _of(marked(language, words))


def _of(text: Marked) -> list[Event]:
    told, known = days.find(text.article, Context()), text.organisations
    return events.find(text.article, told, known, agreements.find(text.article, told, known))


@pytest.mark.parametrize(
    ("language", "words", "kind", "name"),
    [
        (
            "en",
            'On 3 May 2024 [[*Shakarim University]] held a round table "Water for all".',
            *("roundtable", 'round table "Water for all'),
        ),
        ("en", "A delegation of [[Tau LLP]] visited the campus on 3 May 2024.", "visit", ""),
        (
            "en",
            "In the morning of 3 May 2024 the job fair was opened by the rector.",
            "fair",
            "job fair",
        ),
        (
            "ru",
            "Утром 3 мая 2024 года прошел семинар «Вода и степь» для инженеров.",
            *("conference", "семинар «Вода и степь»"),
        ),
        ("ru", "Утром 3 мая 2024 года состоялась церемония подписания договора.", "signing", ""),
        ("ru", "Утром 3 мая 2024 года завершились курсы для ветеринаров.", "training", "курсы"),
        (
            "kk",
            "Таңертең, 2024 жылғы 3 мамырда, «Су және дала» атты дөңгелек үстел өтті.",
            *("roundtable", "«Су және дала» атты дөңгелек үстел"),
        ),
        ("kk", "Таңертең, 2024 жылғы 3 мамырда, математика олимпиадасы аяқталды.", "olympiad", ""),
        (
            "kk",
            "Таңертең, 2024 жылғы 3 мамырда, зертхананың салтанатты ашылуы болды.",
            "opening",
            "",
        ),
    ],
)
def test_the_main_event_is_what_the_beginning_tells(
    language: str, words: str, kind: str, name: str
) -> None:
    event = found(language, words)[0]
    assert (event.kind, event.date) == (kind, "2024-05-03")
    assert name in event.name


def test_the_place_is_the_university_and_a_part_has_its_own_name() -> None:
    main, part = found(
        "ru",
        "Утром 3 мая 2024 года в [[*Шакарим Университете]] прошел форум инженеров. "
        "В тот же день открылась выставка «Сталь и степь».",
    )
    assert (main.kind, main.place) == ("forum", "Шакарим Университете")
    assert (part.kind, part.name) == ("exhibition", "выставка «Сталь и степь»")


def test_a_story_without_an_event_is_called_by_its_title() -> None:
    [event] = found("en", "Grass is green.")
    assert (event.kind, event.date) == ("other", None)


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        # What the words around the kind say.
        ("en", "On 3 May 2024 the opening of the Laboratory of Wool took place.", 1),
        ("ru", "3 мая 2024 года прошел выездной семинар по диагностике сетей.", 2),
        ("ru", "3 мая 2024 года в зале состоялась встреча ректора Г. Торвина с гостями.", 3),
        ("kk", "3 мамырда аудиторияда фермерлермен ашық кездесу өтті.", 4),
        # A verb, guests or a ribbon do not call it: the title does.
        ("en", "On 3 May 2024 guests of the plant visited us and left.", 0),
        ("ru", "3 мая 2024 года гости перерезали красную ленту.", 0),
        ("kk", "3 мамырда жүн зертханасы ашылып, жұмысын бастады.", 0),
        # Who takes part is no name of it.
        ("kk", "3 мамырда [[«Торва» ЖШС]] мамандары келді.", 0),
    ],
)
def test_an_event_is_called_by_a_phrase_or_by_the_title(
    language: str, words: str, name: int
) -> None:
    names = [
        TITLES[language],
        "opening of the Laboratory of Wool",
        "выездной семинар по диагностике сетей",
        "встреча ректора Г. Торвина с гостями",
        "фермерлермен ашық кездесу",
    ]
    text = marked(language, words)
    event = _of(text)[0]
    assert event.name == names[name]
    assert text.article.words(event.span) == event.name


def test_a_contract_is_called_with_whole_names() -> None:
    [event, *_] = found("ru", "3 мая 2024 года подписан договор с [[РГП на ПХВ «Торва»]].")
    assert event.name.endswith("РГП на ПХВ «Торва»")


def test_a_way_to_teach_is_no_event() -> None:
    [event, *_] = found("ru", "Дуальное обучение хвалят все. Недавно прошел форум инженеров.")
    assert event.kind == "forum"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "A delegation of [[Tau LLP]] toured the campus on 3 May 2024. They were pleased. "
            "The guests then signed a memorandum with the university.",
        ),
        (
            "ru",
            "Делегация [[*ТОО «Тау»]] осмотрела кампус 3 мая 2024 года. Гости остались довольны. "
            "ТОО «Тау» и университет подписали меморандум.",
        ),
        (
            "kk",
            "[[*«Тау» ЖШС]] делегациясы 2024 жылғы 3 мамырда университетті аралады. Қонақтар риза. "
            "«Тау» ЖШС мен университет меморандумға қол қойды.",
        ),
    ],
)
def test_what_soon_comes_to_a_paper_that_is_signed_is_a_signing(language: str, words: str) -> None:
    assert found(language, words)[0].kind == "signing"


def test_a_round_table_with_a_paper_at_its_end_is_a_round_table() -> None:
    words = (
        "On 3 May 2024 the round table on wool was held. Farmers came. "
        "[[Tau LLP]] signed a memorandum with the university."
    )
    assert found("en", words)[0].kind == "roundtable"


@pytest.mark.parametrize(
    ("language", "words", "kind"),
    [
        ("en", "A business breakfast for farmers took place on 3 May 2024.", "meetup"),
        ("ru", "Школьники побывали 3 мая 2024 года в лаборатории сыра.", "visit"),
        ("ru", "Утром 3 мая 2024 года лаборатория введена в эксплуатацию.", "opening"),
        ("kk", "Оқушылар 2024 жылғы 3 мамырда зертхананы аралады.", "visit"),
        ("kk", "Зертхана 2024 жылғы 3 мамырда пайдалануға берілді.", "opening"),
    ],
)
def test_what_took_place_is_told_by_other_words(language: str, words: str, kind: str) -> None:
    assert found(language, words)[0].kind == kind


@pytest.mark.parametrize(
    ("language", "words", "kind"),
    [
        (
            "ru",
            "В [[*Shakarim University]] прошла встреча с выпускником. Он рассказал, как подписал "
            "договор с [[ТОО «Тау»]].",
            "meetup",
        ),
        (
            "ru",
            "В [[*Shakarim University]] открыли лабораторию шерсти. Ее оснастило [[ТОО «Тау»]] на "
            "основании договора, подписанного в этом году.",
            "opening",
        ),
        (
            "en",
            "An alumni meeting was held at [[*Shakarim University]]. One recalled the day when he "
            "signed his contract with [[Tau LLP]].",
            "meetup",
        ),
        ("ru", "Счет открыл студент первого курса, и все были рады.", "other"),
        ("en", "Students have begun data gathering on milk yields.", "other"),
        ("kk", "Жоба студенттер үшін өте тиімді болып шықты.", "other"),
    ],
)
def test_what_only_sounds_like_a_signing_or_a_visit(language: str, words: str, kind: str) -> None:
    assert found(language, words)[0].kind == kind
