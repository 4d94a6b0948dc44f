"""In which language a sentence speaks, whatever the names in it are."""

import pytest

from tracker.press import sentences


@pytest.mark.parametrize(
    ("text", "usually", "language"),
    [
        ("ТОО «Ақсуат Кірпіш» готово принять студентов.", "ru", "ru"),
        ("Приехал Қайрат Тілеубеков, глава хозяйства.", "ru", "ru"),
        ("«KazDrone» студенттерге екі дрон сыйлады.", "kk", "kk"),
        ("Дилер алты станок алып келді.", "kk", "kk"),
        ("Завод передал станки на кафедру.", "kk", "ru"),
        ("Зауыт үш білдек әкелді.", "ru", "kk"),
        ("ҚАЗАҚ ТІЛІ", "ru", "kk"),
        ("The plant brought two lathes.", "kk", "en"),
        ("2024", "kk", "kk"),
    ],
)
def test_names_do_not_decide_the_language(text: str, usually: str, language: str) -> None:
    assert sentences.language(text, usually) == language
