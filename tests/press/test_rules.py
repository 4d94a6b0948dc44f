"""Rules as data: every shipped row is run, and a row that cannot work is refused."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tracker.press import rules, sentences
from tracker.press.found import Span
from tracker.press.rules import Row, WrongRow

NEEDS = Row("en", "need", "needs ~ course* / is short of", "it needs two courses", "it offers one")
SHIPPED = [(name, row) for name in rules.names() for row in rules.packaged(name)]


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    rules.widen({})


def tokens(text: str) -> list[sentences.Token]:
    return sentences.tokens(text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("name", "row"), SHIPPED, ids=[f"{name}-{row.language}-{row.means}" for name, row in SHIPPED]
)
def test_every_row_finds_its_example_and_leaves_the_other_alone(name: str, row: Row) -> None:
    assert rules.checked(row) == row


def test_a_row_may_write_several_phrases() -> None:
    table = rules.Table((NEEDS,))
    assert [each.rule for each in table.find("en", tokens("The plant is short of welders."))] == [
        NEEDS
    ]
    assert table.find("ru", tokens("The plant is short of welders.")) == []


def test_a_row_for_all_languages_is_found_in_each() -> None:
    table = rules.Table((replace(NEEDS, language=rules.ANY),))
    text = tokens("it needs two courses")
    assert all(len(table.find(language, text)) == 1 for language in ("kk", "ru", "en"))


def test_of_phrases_that_begin_together_the_longest_comes_first() -> None:
    short, long = replace(NEEDS, pattern="is"), NEEDS
    table = rules.Table((short, long))
    text = tokens("It is short of welders")
    assert [each.rule for each in table.find("en", text)] == [long, short]
    assert [each.rule for each in table.at("en", text, 1)] == [long, short]
    assert table.at("en", text, 0) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"language": "de"}, "language"),
        ({"means": ""}, "means"),
        ({"means": "wish"}, "means"),
        ({"pattern": "~ course"}, "pattern"),
        ({"pattern": "needs / "}, "pattern"),
        ({"yes": " "}, "yes"),
        ({"yes": "it offers one"}, "yes"),
        ({"no": ""}, "no"),
        ({"no": "it is short of time"}, "no"),
    ],
)
def test_a_row_that_cannot_work_says_which_part_is_wrong(
    change: dict[str, str], problem: str
) -> None:
    with pytest.raises(WrongRow) as refused:
        rules.checked(replace(NEEDS, **change), meanings=["need", "offer"])
    assert refused.value.problem == problem


def test_added_rows_are_used_beside_the_shipped_ones() -> None:
    shipped = len(rules.table("speech").rows)
    rules.widen({"speech": [NEEDS]})
    assert rules.table("speech").rows[shipped:] == (NEEDS,)
    rules.widen({})
    assert len(rules.table("speech").rows) == shipped
