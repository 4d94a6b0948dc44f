"""Text that looks like a university's notes, with the keys that searching and sorting compare."""

from itertools import pairwise
from random import Random
from typing import NamedTuple

from tracker.names.text import search_key, sort_key

_SENTENCES = 2_000

_WORDS = [
    "біз",
    "кездесуде",
    "бірлескен",
    "зерттеу",
    "туралы",
    "келістік",
    "жоба",
    "тәжірибе",
    "студенттер",
    "оқыту",
    "мерзімі",
    "зертхана",
    "сынақ",
    "нәтиже",
    "ұсыныс",
    "хат",
    "жауап",
    "қыркүйек",
    "айында",
    "көрме",
    "қатысушы",
    "мамандар",
    "ауыл",
    "встретились",
    "обсудили",
    "совместное",
    "исследование",
    "договорились",
    "прислать",
    "перечень",
    "оборудования",
    "стажировка",
    "студентов",
    "лаборатория",
    "образцы",
    "анализ",
    "срок",
    "ответ",
    "письмо",
    "приглашение",
    "лекция",
    "повышение",
    "квалификации",
    "ещё",
    "партнёр",
    "отчёт",
    "we",
    "met",
    "agreed",
    "to",
    "send",
    "samples",
    "visit",
    "laboratory",
    "training",
    "course",
    "proposal",
    "joint",
    "research",
    "deadline",
    "letter",
    "guest",
    "lecture",
    "students",
    "results",
]

_PLACES = [
    "Восток",
    "Семей",
    "Абай",
    "Ертіс",
    "Шыңғыстау",
    "Алтай",
    "Нива",
    "Дән",
    "Бірлік",
    "Өрлеу",
    "Жеңіс",
    "Даму",
    "Мирас",
    "Игілік",
    "Прогресс",
    "Партнёр",
    "Агросервис",
    "Степь",
    "Горизонт",
    "Kernel",
    "Meridian",
    "Polus",
    "Terra",
    "Arman",
    "Zhana",
]
_TRADES = {
    "kk": [
        "зауыты",
        "орталығы",
        "институты",
        "мектебі",
        "мұражайы",
        "шаруашылығы",
        "қоры",
        "агенттігі",
    ],
    "ru": ["завод", "центр", "институт", "школа", "музей", "хозяйство", "фонд", "агентство"],
    "en": ["plant", "centre", "institute", "school", "museum", "farm", "foundation", "agency"],
}
_GIVEN = [
    "Марат",
    "Айгүл",
    "Ерлан",
    "Дана",
    "Сергей",
    "Ольга",
    "Әсел",
    "Нұржан",
    "Анна",
    "Тимур",
    "Гүлнар",
    "Қайрат",
    "Peter",
]
_FAMILY = [
    "Әлиев",
    "Ким",
    "Омарова",
    "Петров",
    "Сейітов",
    "Жұмабек",
    "Иванова",
    "Төлеген",
    "Schmidt",
    "Ёлкина",
    "Қасым",
]


class Text(NamedTuple):
    """A text and its search key."""

    text: str
    key: str


class Name(NamedTuple):
    """A name and its sort key."""

    text: str
    sort: str


class Words:
    """Says things, always the same ones for the same seed."""

    def __init__(self, random: Random) -> None:
        self._random = random
        texts = [" ".join(random.choices(_WORDS, k=random.randint(6, 22))) for _ in range(400)]
        sentences = [f"{a[0].upper()}{a[1:]}, {b}." for a, b in pairwise(texts)]
        self._sentences = [Text(each, search_key(each)) for each in sentences[:_SENTENCES]]
        self._titles = [Text(each[:70].strip(), search_key(each[:70])) for each in texts]
        self._people = [
            Name(f"{given} {family}", sort_key(f"{given} {family}"))
            for given in _GIVEN
            for family in _FAMILY
        ]

    def note(self) -> Text:
        """Two sentences. Their key is the key of the whole, because keys join at spaces."""
        one, two = self._random.choices(self._sentences, k=2)
        return Text(f"{one.text} {two.text}", f"{one.key} {two.key}")

    def title(self) -> Text:
        return self._random.choice(self._titles)

    def person(self) -> Name:
        return self._random.choice(self._people)

    def organisation(self, number: int) -> dict[str, str]:
        """Names in Kazakh, Russian and English; the number makes them one of a kind."""
        one, two = self._random.choices(_PLACES, k=2)
        trade = self._random.randrange(len(_TRADES["kk"]))
        return {
            language: f"{one} {two} {trades[trade]} {number}"
            for language, trades in _TRADES.items()
        }
