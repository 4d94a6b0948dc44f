"""What somebody needs or offers, what was agreed, and what only looks so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.press.marked import marked
from tracker.press import agreements, events, people, requests
from tracker.press.article import prepare
from tracker.press.found import Organisation, Request, Span


def found(language: str, words: str, *, sector: str = "industry") -> list[Request]:
    text = marked(language, words, sector=sector)
    return requests.find(text.article, text.organisations, [])


def shares(request: Request, quote: str, words: str) -> bool:
    """Half of the words of both, as they are judged."""
    text = words.replace("[[", "").replace("]]", "")
    first, other = text.index(request.quote), text.index(quote)
    both = min(first + len(request.quote), other + len(quote)) - max(first, other)
    return 2 * both >= max(len(request.quote), len(quote))


@pytest.mark.parametrize(
    ("language", "words", "kind", "direction", "quote"),
    [
        (
            "en",
            "[[Tau LLP]] asked the university to organise short courses for its crane drivers.",
            *("retraining", "need", "to organise short courses for its crane drivers"),
        ),
        (
            "en",
            "[[Tau LLP]] is looking for two hydrologists.",
            *("recruitment", "need", "looking for two hydrologists"),
        ),
        (
            "en",
            "[[Tau LLP]] is ready to accept six interns in July.",
            *("internship", "offer", "ready to accept six interns in July"),
        ),
        (
            "en",
            "By autumn [[Tau LLP]] will open a laboratory of stone.",
            *("laboratory", "agreed", "will open a laboratory of stone"),
        ),
        (
            "ru",
            "[[ТОО «Тау»]] попросило проверить прочность плит.",
            *("expertise", "need", "проверить прочность плит"),
        ),
        (
            "ru",
            "[[ТОО «Тау»]] предложило взять на практику шестерых студентов.",
            *("internship", "offer", "предложило взять на практику шестерых студентов"),
        ),
        (
            "ru",
            "[[ТОО «Тау»]] учредило две стипендии для геологов.",
            *("scholarship", "agreed", "учредило две стипендии для геологов"),
        ),
        (
            "ru",
            "Одни просят открыть курсы сварки, [[ТОО «Тау»]] – найти причину брака.",
            *("joint_research", "need", "найти причину брака"),
        ),
        (
            "kk",
            "[[«Тау» ЖШС]] жүргізушілерге қысқа мерзімді курс ұйымдастыруды сұрады.",
            *("retraining", "need", "жүргізушілерге қысқа мерзімді курс ұйымдастыруды сұрады"),
        ),
        (
            "kk",
            "[[«Тау» ЖШС]] алты студентті тағылымдамаға қабылдауға дайын екенін айтты.",
            *("internship", "offer", "алты студентті тағылымдамаға қабылдауға дайын"),
        ),
        (
            "kk",
            "[[«Тау» ЖШС]] университетте жаңа зертхана ашқысы келеді.",
            *("laboratory", "need", "жаңа зертхана ашқысы келеді"),
        ),
    ],
)
def test_a_request_is_a_cue_with_a_kind(
    language: str, words: str, kind: str, direction: str, quote: str
) -> None:
    request = found(language, words)[-1]
    assert (request.kind, request.direction) == (kind, direction)
    assert shares(request, quote, words)
    assert request.partner == marked(language, words).organisations[0].name


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "[[Tau LLP]] already has a joint laboratory with the university."),
        ("en", "Let us recall that [[Tau LLP]] asked for courses and got them."),
        ("en", "[[Tau LLP]] does not need courses."),
        ("en", "The rector wished everyone good luck."),
        ("en", "A lecture will be held in the new laboratory."),
        ("ru", "Лаборатория [[ТОО «Тау»]] работает четыре года."),
        ("ru", "Напомним, [[ТОО «Тау»]] просило открыть курсы."),
        ("ru", "Курсы [[ТОО «Тау»]] не нужны."),
        ("ru", "Гости осмотрели лаборатории и мастерские."),
        ("kk", "Былтыр [[«Тау» ЖШС]] курс ұйымдастыруды сұраған."),
        ("kk", "Қонақтар зертханаларды аралады."),
        ("kk", "Зертхана таза болуы керек."),
        ("ru", "Прошла встреча «Заводу нужны инженеры: кто их учит»."),
    ],
)
def test_what_is_there_over_or_denied_is_no_request(language: str, words: str) -> None:
    assert found(language, words) == []


@pytest.mark.parametrize(
    ("language", "words", "kind", "quote"),
    [
        # What is wanted follows after a colon, or in a clause of its own.
        (
            "en",
            "[[Tau LLP]] came with a request: short courses for crane drivers.",
            *("retraining", "short courses for crane drivers"),
        ),
        # What is short is told more of.
        # The people stand next to the words, their machines after.
        ("ru", "[[ТОО «Тау»]] нуждается в наладчиках станков.", "recruitment", ""),
        ("en", "[[Tau LLP]] asked for two physicists at once.", "recruitment", ""),
        # A thing that is not there yet is research; interest in a thing, and work together, too.
        ("kk", "[[«Тау» ЖШС]] үшін судан қорықпайтын қоспа керек.", "joint_research", ""),
        ("en", "[[Tau LLP]] is interested in the new glue of our students.", "joint_research", ""),
        ("en", "[[Tau LLP]] and scientists will jointly develop a glue.", "joint_research", ""),
        # A gift is equipment, whatever it is, and whoever holds it.
        ("en", "[[Tau LLP]] donated two granite lions.", "equipment", "donated two granite lions"),
        ("ru", "[[ТОО «Тау»]] подарило кафедре двух гранитных львов.", "equipment", ""),
        ("kk", "[[«Тау» ЖШС]] кафедраға екі арыстан мүсінін сыйлады.", "equipment", ""),
        # Whoever is asked to do what no row knows is asked for expertise.
        # Wishes and plans by the ending of the verb.
        ("kk", "[[«Тау» ЖШС]] шеберлерін курсқа жібермек.", "retraining", ""),
        ("kk", "[[«Тау» ЖШС]] шеберлері қысқа курстан өтсе дейді.", "retraining", ""),
        # After a converb the same subject goes on, and what is wanted begins.
        (
            "kk",
            "[[«Тау» ЖШС]] орын жоғын айтып, шеберлерге курс ұйымдастыруды сұрады.",
            *("retraining", "шеберлерге курс ұйымдастыруды сұрады"),
        ),
        # What somebody else should do is wished too, and a gift is one in the passive as well.
        ("ru", "[[ТОО «Тау»]] хочет, чтобы вуз открыл курсы для крановщиков.", "retraining", ""),
        ("ru", "Кафедре подарен [[ТОО «Тау»]] токарный станок.", "equipment", ""),
        # A trade is known whether or not any passage names it.
        ("en", "[[Tau LLP]] lacks two geodesists.", "recruitment", "lacks two geodesists"),
        ("kk", "[[«Тау» ЖШС]] төрт геодезист іздейді.", "recruitment", ""),
        # With whom it is done is no part of what is done.
    ],
)
def test_how_a_request_may_be_said(language: str, words: str, kind: str, quote: str) -> None:
    request = found(language, words)[-1]
    assert request.kind == kind
    assert not quote or shares(request, quote, words)


def test_areas_of_cooperation_are_a_request_each() -> None:
    wanted = found(
        "en",
        "[[Tau LLP]] expressed interest in joint research on stone, courses for crane drivers "
        "and internships of students.",
    )
    assert [each.kind for each in wanted] == ["joint_research", "retraining", "internship"]


def test_the_plant_means_the_plant_named_before() -> None:
    [request] = found(
        "ru",
        "Пришли [[ТОО «Цементный завод Тау»]] и [[ТОО «Су»]]. Завод просит открыть курсы сварки.",
    )
    assert request.partner == "ТОО «Цементный завод Тау»"


def test_who_speaks_asks_for_his_organisation() -> None:
    [request] = found(
        "ru",
        "Пришли [[ТОО «Тау»]] и [[ТОО «Су»]]. Директор [[ТОО «Тау»]] Иван Петров рад встрече. "
        "«Нам нужны курсы сварки для тридцати рабочих», – добавил он.",
    )
    assert request.partner == "ТОО «Тау»"


def test_both_sides_are_the_university_and_the_partner_of_the_story() -> None:
    [request] = found(
        "en",
        "[[Tau LLP]] came with [[Su LLP]]. [[Tau LLP]] liked it. "
        "The parties will open a joint laboratory of leather.",
    )
    assert request.partner == "Tau LLP"


def test_an_unnamed_wish_of_scholars_is_research() -> None:
    [request] = found("en", "[[Jena Group]] proposed to sequence bones.", sector="university")
    assert (request.kind, request.direction) == ("joint_research", "offer")


_WILD = st.text(
    alphabet=st.sampled_from(list('абвқңАБҚ .,–:;«»"()АСabcAB0123\n\u0301\u00ad')), max_size=300
)
_WORDS = (
    "нужны просит готов будет курсы , – : « » . Иван Петров А.Б. ТОО сұрады дайын зертхана "
    "ашпақ needs asked to will laboratory and students signed memorandum подписан 2021"
)
_CUES = st.lists(st.sampled_from(_WORDS.split()), max_size=60).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(_WILD | _CUES, st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=4))
def test_nothing_raises_and_every_span_lies_in_the_text(
    words: str, places: list[tuple[int, int]]
) -> None:
    article = prepare(words)
    length = len(article.text)
    organisations = [
        Organisation(
            f"O{at}", (Span(start, min(start + size, length)),), "industry", at == 0, 1.0, "known"
        )
        for at, (start, size) in enumerate(places)
        if start < length
    ]
    signed = agreements.find(article, [], organisations)
    spans = [each.span for each in signed]
    spans += [each.span for each in people.find(article, organisations)]
    spans += [each.span for each in events.find(article, [], organisations, signed)]
    for request in requests.find(article, organisations, signed):
        assert article.words(request.span) == request.quote
        spans.append(request.span)
    assert all(0 <= span.start < span.end <= length for span in spans)


def test_a_company_that_will_sell_asks_for_nothing() -> None:
    wanted = found(
        "en",
        "[[Tau LLP]] will be opened next year. It will supply goods for export. Representatives of "
        "[[Tau LLP]] showed interest in joint research with the university, courses in the field "
        "of geology.",
    )
    assert [each.kind for each in wanted] == ["joint_research", "retraining"]
