"""No text breaks the search for organisations."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.press import organisations
from tracker.press.article import prepare
from tracker.press.known import Context

PIECES = st.sampled_from(
    [
        *(
            "«",
            "»",
            '"',
            "“",
            "”",
            "'",
            "(",
            ")",
            ",",
            ".",
            "-",
            "–",
            "№",
            "5",
            "&",
            "\n",
            ":",
            ";",
        ),
        *(
            "ТОО",
            "АО",
            "ЖШС",
            "LLP",
            "JSC",
            "ИП",
            "КГУ",
            "на ПХВ",
            "РК",
            "ҚР",
            "МОН",
            "КазНИИ",
            "ЕНУ",
        ),
        *(
            "университет",
            "университеті",
            "University",
            "Институт",
            "институтының",
            "школы",
            "мектебі",
        ),
        *("департамент", "басқармасы", "Department", "of", "the", "and", "и", "және", "мен", "for"),
        *("Семей", "Абай", "области", "облысының", "region", "города", "қаласының", "экологии"),
        *(
            "имени",
            "атындағы",
            "named after",
            "К.",
            "И.",
            "Сатпаева",
            "Иванова",
            "Kassel",
            "Siemens",
        ),
        *(
            "директор",
            "өкілдері",
            "director of",
            "such as",
            "далее",
            "Шакарима",
            "Shakarim",
            "завод",
        ),
        *(
            "музей",
            "the city's",
            "schools",
            "большой",
            "large",
            "plant",
            "’s",
            "қорық-музейі",
            "центр",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.text(max_size=300)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_nothing_raises_and_every_span_lies_in_the_text(text: str) -> None:
    article = prepare(text)
    read = organisations.find(article, Context())
    for each in read:
        assert each.name.strip()
        assert each.spans == tuple(sorted(set(each.spans)))
        for span in each.spans:
            assert 0 <= span.start < span.end <= len(article.text)
            assert article.words(span).strip() == article.words(span)
    spans = sorted(span for each in read for span in each.spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "«" * 20_000,
        '"А" ' * 5_000,
        "ТОО МОН РК КТЖ " * 1_300,
        "АО «А», «Б» и " * 1_400,
        "Университет " * 1_600,
        "управление культуры и " * 900,
        "Абай облысының мәдениет және " * 700,
        "А. Б. " * 3_000 + "атындағы университеті",
        " ".join(f"Слово{number}" for number in range(2_000)),
        "АБАЙ ОБЛЫСЫНЫҢ БІЛІМ БАСҚАРМАСЫ " * 600,
    ],
)
def test_what_would_take_hours_if_it_were_read_twice_is_read(text: str) -> None:
    assert len(organisations.find(prepare(text), Context())) < 100
