"""Who is named in an article, as what, and of which organisation."""

import pytest

from tests.press.marked import marked
from tracker.press import people
from tracker.press.found import Person


def found(language: str, words: str) -> list[Person]:
    text = marked(language, words)
    return people.find(text.article, text.organisations)


@pytest.mark.parametrize(
    ("language", "words", "name", "position", "organisation"),
    [
        (
            "en",
            "Aliya Nurlan, chief engineer of [[Tau Stone LLP]], showed the rollers.",
            *("Aliya Nurlan", "chief engineer", "Tau Stone LLP"),
        ),
        (
            "en",
            "The director of [[Tau Stone LLP]] Marat Ospan came.",
            *("Marat Ospan", "director", "Tau Stone LLP"),
        ),
        (
            "en",
            "[[*Shakarim University]] is open. “We are glad,” said Prof. Dana Kim, dean.",
            *("Dana Kim", "dean", "Shakarim University"),
        ),
        (
            "ru",
            "Глава [[ТОО «Тау»]] Иван Петров привез камни.",
            *("Иван Петров", "глава", "ТОО «Тау»"),
        ),
        (
            "ru",
            "Гостей встретили вместе с директором [[ТОО «Тау»]] Ерланом Касеновым.",
            *("Ерланом Касеновым", "директор", "ТОО «Тау»"),
        ),
        (
            "ru",
            "В [[*Шакарим Университете]] гости. – Рады, – отметила ректор С. А. Ахметова.",
            *("С. А. Ахметова", "ректор", "Шакарим Университете"),
        ),
        (
            "kk",
            "[[«Тау» ЖШС]] директоры Қайрат Тілеубеков келді.",
            *("Қайрат Тілеубеков", "директор", "«Тау» ЖШС"),
        ),
        (
            "kk",
            "[[«Тау» ЖШС]] кадр бөлімінің басшысы Гүлжан Серікқызы сөйледі.",
            *("Гүлжан Серікқызы", "кадр бөлімінің басшысы", "«Тау» ЖШС"),
        ),
        (
            "kk",
            "[[«Тау» зауыты]] келді. Зауыттың бас инженері Нұрлан Ахмет сөйледі.",
            *("Нұрлан Ахмет", "зауыттың бас инженері", "«Тау» зауыты"),
        ),
    ],
)
def test_a_person_stands_beside_a_position(
    language: str, words: str, name: str, position: str, organisation: str
) -> None:
    [person] = found(language, words)
    assert (person.name, person.position, person.organisation) == (name, position, organisation)


def test_the_surname_alone_is_the_same_person() -> None:
    text = marked(
        "ru",
        "Директор [[ТОО «Тау»]] Иван Петров рад. По словам Петрова, дело пойдет. Петров уехал.",
    )
    [person] = people.find(text.article, text.organisations)
    assert [text.article.words(span) for span in person.spans] == [
        "Иван Петров",
        "Петрова",
        "Петров",
    ]
    assert person.span == person.spans[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "They met in Abai Street and went to the New Hall of the Old Town."),
        ("en", "A student of the Research School came from Central Asia."),
        ("en", "The prize is named after Marat Ospanov."),
        ("ru", "Они встретились на улице Абая Кунанбаева, у Нового Корпуса."),
        ("ru", "В стенах [[Института имени Ивана Петрова]] прошел сбор."),
        ("kk", "Олар Мұхтар Әуезов атындағы залда, Абай көшесінде кездесті."),
    ],
)
def test_streets_prizes_and_places_are_no_people(language: str, words: str) -> None:
    assert found(language, words) == []


def test_a_list_of_winners_names_their_schools() -> None:
    everyone = found("kk", "Олар: Тоқтар Әділет ([[№ 41 мектеп]]), Сағиева Інжу ([[№ 17 мектеп]]).")
    assert [(each.name, each.organisation) for each in everyone] == [
        ("Тоқтар Әділет", "№ 41 мектеп"),
        ("Сағиева Інжу", "№ 17 мектеп"),
    ]


def test_initials_stand_before_or_after() -> None:
    everyone = found("ru", "Директор А. Б. Серик и инженер Ли В.С. пришли.")
    assert [each.name for each in everyone] == ["А. Б. Серик", "Ли В.С."]


@pytest.mark.parametrize(
    ("language", "words", "organisation"),
    [
        (
            "ru",
            "Приехали [[ТОО «Элеватор «Белый ключ»]] и [[ТОО «Тау»]]. "
            "Начальник лаборатории элеватора Галия Омарова показала журнал.",
            "ТОО «Элеватор «Белый ключ»",
        ),
        (
            "kk",
            "[[Абай облысының кәсіпкерлер палатасы]] мен [[«Тау» ЖШС]] келді. "
            "Палата өкілі Нұрболат Сағымбаев сөйледі.",
            "Абай облысының кәсіпкерлер палатасы",
        ),
        (
            "en",
            "[[Chamber of Entrepreneurs]] and [[Tau LLP]] came. "
            "“We are few,” Major Aidar Kim of the Chamber said.",
            "Chamber of Entrepreneurs",
        ),
    ],
)
def test_a_word_of_its_name_tells_whose_somebody_is(
    language: str, words: str, organisation: str
) -> None:
    assert [each.organisation for each in found(language, words)] == [organisation]


def test_a_professor_is_of_the_university_that_the_paragraph_named() -> None:
    text = marked(
        "en",
        "[[*Shakarim University]] met [[Ostrava University|the Technical University of Ostrava]]. "
        "Professor Jan Havelka spoke.",
        sector="university",
    )
    [person] = people.find(text.article, text.organisations)
    assert person.organisation == "Ostrava University"


def test_who_was_named_two_paragraphs_ago_is_nobody_s_employer() -> None:
    [person] = found("en", "[[Tau LLP]] came.\n\nIt was warm.\n\nDirector Aidar Kim spoke.")
    assert person.organisation is None


def test_brackets_at_one_place_tell_it_for_all() -> None:
    words = (
        "[[*Shakarim University]] heard Hiroshi Nakamura ([[Hiroshima University]]).\n\n"
        "Professor Nakamura spoke again."
    )
    [person] = found("en", words)
    assert person.organisation == "Hiroshima University"


@pytest.mark.parametrize(
    ("words", "organisation"),
    [
        (
            "[[Генеральное консульство]] и [[ТОО «Тау»]] приехали.\n\n"
            "[[ТОО «Тау»]] строит цех. Генеральный директор Олег Ким показал его.",
            "ТОО «Тау»",
        ),
        (
            "[[*Университет Шакарима]] открыт.\n\n"
            "[[ТОО «Тау»]] добывает уголь. Начальник карьера Олег Ким показал его.",
            "ТОО «Тау»",
        ),
    ],
)
def test_a_position_is_no_word_of_a_name(words: str, organisation: str) -> None:
    assert [each.organisation for each in found("ru", words)] == [organisation]
