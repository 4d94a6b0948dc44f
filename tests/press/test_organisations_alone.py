"""Names that no head, legal form or list gives away, and what only looks like one."""

import pytest

from tracker.press import organisations
from tracker.press.article import prepare
from tracker.press.known import Context


def read(sentence: str) -> list[str]:
    return [each.name for each in organisations.find(prepare(sentence), Context())]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # In quotes, without a word that says what it is.
        ("Новую технику пообещал «Степмаш», и все обрадовались.", ["«Степмаш»"]),
        ("Вопросы задавали «Сокол 7», «Ветер» и «Рудный Тобол».", 3),
        ("Что объединяет «Балтию-Тобол», «Рассвет» и «Зарю-Астык»?", 3),
        ("В итоге «Колос Групп» — бригадира, а «Ветер» прислал гипс.", 2),
        ("«Тобол банк» прочитал лекцию о вкладах.", ["Тобол банк"]),
        ("Тақтаны «Тобылзауыт» уәдесімен әкелді.", ["«Тобылзауыт»"]),
        ("Серіктестер қатарында түркиялық «Yapı Deniz» бар.", ["«Yapı Deniz»"]),
        ("A stand was built by \"Blue Ridge\" in a day.", ["\"Blue Ridge\""]),
        # Latin words in a Cyrillic sentence, alone or with a country.
        ("Аппараты собрали студенты и инженеры Torvix.", ["Torvix"]),
        ("Приехал директор TORVA Казахстан.", ["TORVA Казахстан"]),
        ("Torva Finance сарапшысы Кирилл Ан есеп оқуды үйретті.", ["Torva Finance"]),
        ("Победители получили планшеты от Torvi.kz в подарок.", ["Torvi.kz"]),
        # Put together from a place and a trade.
        ("Лекцию прочитал сотрудник Тоболбанка Ерлан Ахметов.", ["Тоболбанка"]),
        ("Семена передал Тоболорман, воду подвез Водоканал.", ["Тоболорман", "Водоканал"]),
        # English: who does, by whom, for whom, whose.
        ("KETOC needs welders, a spokesman said.", ["KETOC"]),
        ("The hall was built by Torva Auto together with VetraFarm.", ["Torva Auto", "VetraFarm"]),
        ("Torvapost, Kolta Group, inTorva and Marex came to the fair.", 4),
        ("Only the dairy, Torva Sut, brought a contract.", ["Torva Sut"]),
        ("Money was found by the fund Torma, not by the city.", ["Torma"]),
        ("Yesterday we signed a paper with China's ZTK again.", ["ZTK"]),
        ("Rixot Almaty and the Hotel Nomad look for cooks.", 2),
        ("Tests were made by TUK Rheinfeld in March.", ["TUK Rheinfeld"]),
        # Tails and forms of names.
        ("They met at Rohr University Bochdorf, and left.", ["Rohr University Bochdorf"]),
        ("Slides came from Torva Minerals Bozkol to all.", ["Torva Minerals Bozkol"]),
        ("Help came from the Women's Crisis Centre \"Hope\".", ["Women's Crisis Centre \"Hope\""]),
        ("Практика прошла на Тобольском ГОКе.", ["Тобольский ГОК"]),
        ("Площадку дала воинская часть 5511.", ["воинская часть 5511"]),
        ("Дронды сынауға 5511 әскери бөлімі алаң берді.", ["5511 әскери бөлімі"]),
        ("Занятия ведут на базе IT-школы Torvem в городе.", ["IT-школы Torvem"]),
        ("Ауылдағы Торы шаруа қожалығы студенттерге қой берді.", ["Торы шаруа қожалығы"]),
    ],
)  # fmt: skip
def test_a_name_is_found_by_its_place_and_its_look(sentence: str, names: list[str] | int) -> None:
    found = read(sentence)
    assert (len(found) if isinstance(names, int) else found) == names, found


@pytest.mark.parametrize(
    "sentence",
    [
        "Круглый стол «Женщина и наука» собрал сорок участниц.",
        "Премию «Алтын Адам» вручили в понедельник.",
        "Победили в конкурсах «Еңбек жолы» и «Парыз».",
        "Теперь здание называется «Орда», ремонт продлится.",
        "По маршруту «Шелковый ветер» едут велосипедисты.",
        "Спектакль «Айман – Шолпан» смотрели стоя.",
        "«Алтын сапа» сыйлығын сахнада табыс етті.",
        "«Көктем шуағы» концерті бейсенбіде өтеді.",
        "Курс читают на платформе Coursera и в Zoom.",
        "Студент сдал TOPIK и IELTS.",
        "Купили чипсы Lay’s и чай.",
        "The drone was named Sunkar and weighs four kilos.",
        "Three teams went to Tbilisi, and the Robotics Cup moves to Astana.",
        "The jury was chaired by Sandugash Imanbek, candidate of sciences.",
        "Winners of the hackathon Digital Steppe 2025 got three mentors.",
        "The team \"Irtysh Wolves\" beat \"Torpedo\" in the final.",
        "Students of Light Industry study tanning; Artificial Intelligence is new.",
        "Professor Lee of the Physics Department left for Seoul.",
        "Universities of Tomsk and Barnaul invite our students.",
        "Write to rector@torva.kz or see www.torva.kz/News today.",
    ],
)  # fmt: skip
def test_other_things_with_capitals_or_quotes_are_left_alone(sentence: str) -> None:
    assert read(sentence) == []


def test_what_is_guessed_is_said_with_little_confidence() -> None:
    guessed = organisations.find(prepare("Технику пообещал «Степмаш»."), Context())
    assert [each.confidence for each in guessed] == [0.5]


def test_a_surname_that_stood_beside_a_given_name_is_no_company() -> None:
    text = "We thank Askar Torvash for the lecture. Torvash promised to return to us."
    assert read(text) == []


def test_a_short_form_is_not_better_than_the_full_name() -> None:
    text = "Гости Тобольского государственного университета уехали. ТГУ ждет писем."
    assert read(text) == ["Тобольский государственный университет"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Приехали Тобольский технический, Торайгыров университет и гости.",
            ["Тобольский технический университет", "Торайгыров университет"],
        ),
        (
            "Письма пришли из Тобольского технического и Омского аграрного университета.",
            ["Тобольский технический университет", "Омский аграрный университет"],
        ),
        # One adjective alone, another case: no name is left out.
        ("Наш город – Тобольский, Торайгыров университет далеко.", ["Торайгыров университет"]),
        (
            "Рад Тобольский технический, Омского аграрного университета здесь нет.",
            ["Тобольский технический", "Омский аграрный университет"],
        ),
    ],
)
def test_a_head_in_the_singular_may_be_said_once(sentence: str, names: list[str]) -> None:
    assert read(sentence) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Об этом рассказал директор Торваката Иван Петров.", ["Торваката"]),
        ("Сюда пришла директор Сулейманова Айгуль Маратовна.", []),
        ("Сюда приехал директор Торваката.", []),
        ("Об этом рассказал аким Тобольска Иван Петров.", []),
    ],
)
def test_a_word_in_the_genitive_before_a_person_is_whose_the_person_is(
    sentence: str, names: list[str]
) -> None:
    assert read(sentence) == names
