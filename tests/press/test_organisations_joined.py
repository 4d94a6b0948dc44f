"""One organisation is one answer, however often and however briefly the article names it."""

from collections.abc import Sequence

import pytest

from tracker.names.folding import fold
from tracker.press import organisations
from tracker.press.article import prepare
from tracker.press.found import Match, Organisation
from tracker.press.known import Context


def found(text: str, context: Context = Context()) -> dict[str, list[str]]:
    """By the name of each organisation the words that speak of it."""
    article = prepare(text)
    return {
        each.name: [article.words(span) for span in each.spans]
        for each in organisations.find(article, context)
    }


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (
            "Yesterday Torget Altai LLP signed a contract. The director of Torget Altai was glad.",
            {"Torget Altai LLP": ["Torget Altai LLP", "Torget Altai"]},
        ),
        (
            "Вчера приехали ТОО «Красный Парус» и кафе «Лето». Инженер «Красного Паруса» рад. "
            "«Лето» накормило гостей.",
            {
                "ТОО «Красный Парус»": ["ТОО «Красный Парус»", "«Красного Паруса»"],
                "кафе «Лето»": ["кафе «Лето»", "«Лето»"],
            },
        ),
        (
            "Кеше «Көк Желкен» ЖШС келісімге қол қойды. Ертең «Көк Желкеннің» цехы ашылады, "
            "«Көк Желкен» серіктестігі қонақ күтеді.",
            {
                "«Көк Желкен» серіктестігі": [
                    "«Көк Желкен» ЖШС",
                    "«Көк Желкеннің»",
                    "«Көк Желкен» серіктестігі",
                ]
            },
        ),
        (
            "Бүгін Торткөл университетінен қонақ келді. Кеше Торткөл университеті келісім жасады.",
            {"Торткөл университеті": ["Торткөл университетінен", "Торткөл университеті"]},
        ),
        (
            "Сюда приехал Ульбинский институт геологии (УИГ). Ученые УИГ рады.",
            {"Ульбинский институт геологии": ["Ульбинский институт геологии", "УИГ", "УИГ"]},
        ),
        (
            "Сегодня в КТУ праздник. Был создан Кызылтауский технический университет (далее – "
            "КТУ).",
            {"Кызылтауский технический университет": [
                "КТУ", "Кызылтауский технический университет", "КТУ"
            ]},
        ),
        (
            "Тут преподает Кызылтауский государственный технический университет имени Абая Саги. "
            "Ректор КГТУ рад.",
            {"Кызылтауский государственный технический университет имени Абая Саги": [
                "Кызылтауский государственный технический университет имени Абая Саги", "КГТУ"
            ]},
        ),
        (
            "Приехала ветклиника «Барс» (ИП Лапина О. С.) со щенками.",
            {"ветклиника «Барс»": ["ветклиника «Барс»", "ИП Лапина О. С."]},
        ),
        (
            "We thank the Regional Museum of Local History of the Abai region. A guide of the "
            "Regional Museum spoke.",
            {"Regional Museum of Local History of the Abai region": [
                "Regional Museum of Local History of the Abai region", "Regional Museum"
            ]},
        ),
        (
            "Сюда приехали ТОО «Абай Тас» и музей «Абай Тас».",
            {"ТОО «Абай Тас»": ["ТОО «Абай Тас»"], "музей «Абай Тас»": ["музей «Абай Тас»"]},
        ),
        (
            "They met Semey Medical University and Semey Pedagogical University.",
            {"Semey Medical University": ["Semey Medical University"],
             "Semey Pedagogical University": ["Semey Pedagogical University"]},
        ),
    ],
)  # fmt: skip
def test_mentions_of_one_organisation_are_joined(text: str, groups: dict[str, list[str]]) -> None:
    assert found(text) == groups


def test_a_part_says_whose_it_is() -> None:
    article = prepare("Приехал Институт атомной энергии КТТУ вчера.")
    parts = {each.name: each.parent for each in organisations.find(article, Context())}
    assert parts == {"Институт атомной энергии": "КТТУ", "КТТУ": None}


def test_other_forms_of_the_name_are_kept() -> None:
    (one,) = organisations.find(
        prepare("Сюда приехал Ульбинский институт геологии (УИГ)."), Context()
    )
    assert one.also == ("УИГ",)


class Register:
    """A register of two partners that answers to their names."""

    def __init__(self) -> None:
        self.asked = 0

    def called(self, names: Sequence[str]) -> dict[str, Match]:
        self.asked += 1
        known = {fold("Жел Парк"): 7, fold("Torget"): 8, fold("ТОО «Ветер»"): 9}
        return {
            name: Match(known[fold(name)], name, 1.0, True) for name in names if fold(name) in known
        }

    def likely(self, name: str) -> list[Match]:
        return [Match(5, "Парус", 0.7, False)] if "Парус" in name else []


def with_register(text: str) -> list[Organisation]:
    register = Register()
    read = organisations.find(prepare(text), Context(known=register))
    assert register.asked == 1
    return read


def test_a_known_name_needs_no_other_sign() -> None:
    read = with_register("Сегодня пришли Жел Парк и Torget, а Кум Парк нет.")
    assert [(each.name, each.source) for each in read] == [
        ("Жел Парк", "known"),
        ("Torget", "known"),
    ]
    assert [each.match.id for each in read if each.match] == [7, 8]


def test_a_known_partner_is_linked_and_a_likely_one_is_offered() -> None:
    read = with_register("Сегодня пришли ТОО «Ветер», ТОО «Парус» и ТОО «Якорь».")
    assert [each.match and (each.match.id, each.match.certain) for each in read] == [
        (9, True), (5, False), None,
    ]  # fmt: skip


def test_what_was_rejected_is_proposed_no_more() -> None:
    text = "Сегодня пришли ТОО «Ветер» и ТОО «Парус»."
    read = found(text, Context(rejected=frozenset({fold("ТОО «Ветер»")})))
    assert list(read) == ["ТОО «Парус»"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Гости из Кызылтауского технического университета рады.",
         "Кызылтауский технический университет"),
        ("Гости из Высшей академии туризма рады.", "Высшая академия туризма"),
        ("Гости из Министерства культуры и туризма рады.", "Министерство культуры и туризма"),
        ("Гостей позвали в городское управление ветеринарии.", "городское управление ветеринарии"),
        ("Писали в областную больницу № 2 вчера.", "областная больница № 2"),
        ("Экскурсия по Кызылтаускому музею понравилась.", "Кызылтауский музей"),
        ("Бүгін қонақтар Торткөл техникалық университетінен келді.",
         "Торткөл техникалық университеті"),
        ("Бүгін қонақтар Абай облысының білім басқармасына хат жазды.",
         "Абай облысының білім басқармасы"),
        ("Они приехали из ТОО «Ветер» вчера.", "ТОО «Ветер»"),
    ],
)  # fmt: skip
def test_a_name_is_proposed_without_its_case(sentence: str, name: str) -> None:
    assert list(found(sentence)) == [name]
