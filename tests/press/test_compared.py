"""What may be wishes in one story, compared with each other."""

from collections.abc import Iterator

import pytest

from tests.press import comparing, taught
from tests.press.comparing import Story
from tests.press.marked import marked
from tracker.press import compared, judged, learned, requests, rules
from tracker.press.found import Request
from tracker.press.rules import Row

_ASKS = "The plant asked the university to train two welders for its workshop."
_PLAIN = "The guests drank tea in the hall. "


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    compared.use(compared.shipped())
    rules.widen({})


def found(words: str) -> list[Request]:
    text = marked("en", words, sector="industry")
    return requests.find(text.article, text.organisations, [])


def proposing(least: float) -> None:
    compared.use({"least": least, "weights": {"bias": 0.0}})  # everything is as likely: .5


def test_in_a_story_it_is_decided_by_comparing() -> None:
    story = f"A day at the plant\n\n{_PLAIN * 7}{_ASKS}"
    proposing(0.6)
    assert found(story) == []
    proposing(0.4)
    assert [each.kind for each in found(story)][-1:] == ["retraining"]


def test_where_little_is_told_each_sentence_decides_by_itself() -> None:
    proposing(0.6)
    assert [each.kind for each in found(f"A day at the plant\n\n{_PLAIN}{_ASKS}")] == ["retraining"]


def test_what_an_administrator_wrote_is_not_compared() -> None:
    row = Row("en", "need", "frobs", "it frobs two machines", "it gives two", "kind=equipment")
    rules.widen({"directions": [row]})
    proposing(0.6)
    words = f"{_PLAIN * 7}[[Tau LLP]] frobs two machines to the department. {_ASKS}"
    assert [each.kind for each in found(f"A day at the plant\n\n{words}")] == ["equipment"]


def test_what_counts_is_told_of_each_in_turn() -> None:
    text = taught.read("labelled", ("en", f"A day\n\n{_PLAIN * 7}{_ASKS}", []))
    told = list(text.told())
    maybe = [judged.candidates(*each) for each in told]
    rows = compared.features(told, maybe)
    assert len(rows) == sum(map(len, maybe)) >= 1
    assert len(told) >= learned.STORY
    assert sorted(round(2.718281828 ** row["rank"]) for row in rows) == list(
        range(1, len(rows) + 1)
    )


def test_learning_tells_what_speaks_for_a_wish_from_what_does_not() -> None:
    rows = [{"bias": 1.0, "gain": float(at % 2), "where": 0.5} for at in range(40)]
    learnt = comparing.fit([Story(rows, [at % 2 == 1 for at in range(40)], 20)])
    assert learnt["weights"]["gain"] > 1
    assert learnt["weights"]["where"] == 0
