"""Who asks or offers, where the sentence itself does not name it."""

import pytest

from tests.press.marked import marked
from tracker.press import requests


def partners(language: str, words: str) -> list[str | None]:
    text = marked(language, words)
    return [each.partner for each in requests.find(text.article, text.organisations, [])]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "[[Tau Cement Plant]] and [[Orda LLP]] came to the hall. "
            "The cement makers asked to organise short courses for crane drivers.",
        ),
        (
            "ru",
            "[[ТОО «Тау Цемент»]] и [[ТОО «Орда»]] показали свои планы. "
            "Цементники попросили организовать краткосрочные курсы для машинистов.",
        ),
        (
            "kk",
            "[[«Тау цемент зауыты» ЖШС]] мен [[«Орда» ЖШС]] жоспарларын таныстырды. "
            "Цемент зауыты машинистерге қысқа мерзімді курс ұйымдастыруды сұрады.",
        ),
    ],
)
def test_a_word_of_the_name_tells_whose_wish_it_is(language: str, words: str) -> None:
    [partner] = partners(language, words)
    assert partner is not None
    assert "цемент" in partner.casefold() or "Cement" in partner


@pytest.mark.parametrize(
    ("language", "words", "partner"),
    [
        (
            "en",
            "[[Tau LLP]] opened a hall together with [[Orda LLP]]. "
            "It is looking for two hydrologists.",
            "Tau LLP",
        ),
        (
            "ru",
            "[[ТОО «Тау»]] открыло зал вместе с [[ТОО «Орда»]]. Оно ищет двух гидрологов.",
            "ТОО «Тау»",
        ),
    ],
)
def test_a_sentence_without_a_name_goes_on_about_who_acted(
    language: str, words: str, partner: str
) -> None:
    assert set(partners(language, words)) == {partner}


def test_the_university_is_never_its_own_partner() -> None:
    words = (
        "[[Tau LLP]] came to [[*Shakarim University]]. “We are glad,” said rector Dana Kim of "
        "[[*Shakarim University]]. Two hydrologists are needed by September."
    )
    assert "Shakarim University" not in partners("en", words)


def test_the_company_is_the_one_that_the_paragraph_is_about() -> None:
    words = (
        "[[East Grid Company]] came first.\n\n[[Tau LLP]] spoke next. "
        "The company is looking for two hydrologists."
    )
    assert partners("en", words) == ["Tau LLP"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "[[Tau LLP]] came. The city museum offered to hold a joint exhibition."),
        ("ru", "[[ТОО «Тау»]] приехало. Городской музей предложил провести совместную выставку."),
        ("kk", "[[«Тау» ЖШС]] келді. Қалалық музей бірлескен көрме өткізуді ұсынды."),
    ],
)
def test_who_has_no_name_is_not_taken_for_who_spoke_before(language: str, words: str) -> None:
    assert partners(language, words) == [None]


@pytest.mark.parametrize(
    ("language", "words", "partner"),
    [
        (
            "ru",
            "[[АО «Международный аэропорт»]] и [[ТОО «Тау Цемент»]] приехали.\n\n"
            "[[ТОО «Тау Цемент»]] строит цех. Между тем заводу нужны два технолога.",
            "ТОО «Тау Цемент»",
        ),
        (
            "ru",
            "[[Управление образования]] и [[ТОО «Тау»]] приехали.\n\n"
            "[[ТОО «Тау»]] строит цех. Ему нужны два технолога и образование для рабочих.",
            "ТОО «Тау»",
        ),
        (
            "kk",
            "[[«Халық банкі» АҚ]] мен [[«Тау» ЖШС]] келді.\n\n"
            "[[«Тау» ЖШС]] цех салып жатыр. Халықаралық стандартты білетін екі инженер қажет.",
            "«Тау» ЖШС",
        ),
        (
            "en",
            "[[International Airport JSC]] and [[Tau LLP]] came.\n\n"
            "[[Tau LLP]] builds a kiln. Internships for ten students are offered this summer.",
            "Tau LLP",
        ),
        (
            "ru",
            "[[Горный колледж]] и [[Финансовый колледж]] приехали.\n\n"
            "[[Горный колледж]] готовит геологов. Колледж просит провести курсы для учителей.",
            "Горный колледж",
        ),
    ],
)
def test_an_ordinary_word_like_that_of_a_name_means_nobody(
    language: str, words: str, partner: str
) -> None:
    assert set(partners(language, words)) == {partner}
