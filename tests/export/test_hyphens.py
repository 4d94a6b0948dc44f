"""Words divided between syllables."""

import pytest

from tracker.export.hyphens import divided


@pytest.mark.parametrize(
    ("word", "letters", "lines"),
    [
        ("Жауаптылардың", 8, ["Жауапты-", "лардың"]),
        ("Келісімдердің", 7, ["Келі-", "сімдер-", "дің"]),
        ("Бөлімшелер", 7, ["Бөлім-", "шелер"]),
        ("Ответственный", 8, ["Ответст-", "венный"]),
        ("Мероприятие", 8, ["Меропри-", "ятие"]),
        ("Последний", 7, ["Послед-", "ний"]),
        ("Іс-шаралар", 7, ["Іс-ша-", "ралар"]),
        ("Іс-шаралар", 5, ["Іс-", "шара-", "лар"]),
        ("Көлемі", 3, ["Кө-", "ле-", "мі"]),
        ("статья", 4, ["статья"]),
        ("Сөз", 9, ["Сөз"]),
        ("МҒТСК", 2, ["МҒТСК"]),
    ],
)
def test_a_word_is_divided_between_its_syllables(word: str, letters: int, lines: list[str]) -> None:
    assert divided(word, lambda line: len(line) <= letters).split("\n") == lines
