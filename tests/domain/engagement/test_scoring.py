"""The formula keeps what it promises: bounds, what raises it, what it never sees."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.engagement.records import TODAY
from tracker.domain.engagement.rules import USUAL, Rule
from tracker.domain.engagement.scoring import Score, Tally, scored
from tracker.domain.engagement.totals import totals
from tracker.domain.models import Direction, Proof, Work

_DAYS = st.integers(0, 4000).map(lambda days: TODAY - timedelta(days=days))
_SIDED = {Proof.KEPT: list(Direction), Proof.GAVE: [Direction.THEY_OWE]}


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    proof = draw(st.sampled_from(Proof))
    begins = draw(_DAYS)
    fades: date | None = begins
    if proof is Proof.SIGNED:
        fades = draw(st.none() | st.integers(0, 3000).map(lambda n: begins + timedelta(days=n)))
    side = draw(st.sampled_from(_SIDED[proof])) if proof in _SIDED else None
    work = draw(st.sampled_from(Work))
    return Tally(work, proof, begins, None, fades, side, draw(st.integers(1, 9)))


MANY = st.lists(tallies(), max_size=12)
RULES = st.builds(
    Rule,
    shares=st.fixed_dictionaries({work: st.integers(1, 100) for work in Work}),
    half_lives=st.fixed_dictionaries({work: st.integers(30, 3650) for work in Work}),
    weights=st.fixed_dictionaries({proof: st.floats(0, 5) for proof in Proof}),
    half=st.floats(0.2, 10),
    least=st.floats(0, 1),
)


def of(found: list[Tally], rule: Rule = USUAL) -> Score:
    score = scored(found, TODAY, rule)
    assert score is not None
    return score


def tally(work: Work, proof: Proof, ago: int = 0, **more: Any) -> Tally:
    day = TODAY - timedelta(days=ago)
    return Tally(work, proof, day, None, day, None, 1)._replace(**more)


@settings(max_examples=300, deadline=None)
@given(MANY.filter(bool), RULES)
def test_it_lies_between_nothing_and_a_hundred_and_its_parts_add_up(
    found: list[Tally], rule: Rule
) -> None:
    score = of(found, rule)
    assert 0 <= score.total < 100 + 1e-9
    assert 0 <= score.breadth <= 1 + 1e-9
    assert 0 <= score.depth <= 1 + 1e-9
    assert rule.least - 1e-9 <= score.two_way.factor <= 1 + 1e-9
    assert abs(sum(part.points for part in score.parts.values()) - score.total) < 1e-9
    product = 100 * score.breadth * score.depth * score.two_way.factor
    assert abs(product - score.total) < 1e-6


@settings(max_examples=300, deadline=None)
@given(MANY, tallies(), RULES)
def test_a_further_record_never_lowers_it(found: list[Tally], more: Tally, rule: Rule) -> None:
    before = scored(found, TODAY, rule)
    assert of([*found, more], rule).total >= (before.total if before else 0) - 1e-9


@settings(max_examples=200, deadline=None)
@given(MANY.filter(bool), st.integers(0, 900), RULES)
def test_with_nothing_new_it_only_falls(found: list[Tally], days: int, rule: Rule) -> None:
    later = scored(found, TODAY + timedelta(days=days), rule)
    assert later is not None
    assert later.total <= of(found, rule).total + 1e-9


@settings(max_examples=200, deadline=None)
@given(MANY, MANY)
def test_a_day_never_sees_what_comes_after_it(found: list[Tally], others: list[Tally]) -> None:
    later = [
        each._replace(begins=TODAY + timedelta(days=1 + n), fades=None)
        for n, each in enumerate(others)
    ]
    assert scored([*found, *later], TODAY, USUAL) == scored(found, TODAY, USUAL)


@settings(max_examples=200, deadline=None)
@given(MANY, st.lists(_DAYS, max_size=5), RULES)
def test_many_days_at_once_are_as_one_after_the_other(
    found: list[Tally], days: list[date], rule: Rule
) -> None:
    found = [
        each._replace(ends=each.begins + timedelta(days=90)) if each.number == 1 else each
        for each in found
    ]
    for day, total in zip(days, totals(found, days, rule), strict=True):
        one = scored(found, day, rule)
        assert (total is None) == (one is None)
        if one is not None:
            assert total == pytest.approx(one.total, abs=1e-9)


def test_a_new_kind_of_work_counts_more_than_more_of_one() -> None:
    training = tally(Work.TRAINING, Proof.KEPT, 10)
    again = of([training, training._replace(number=4)])
    other = of([training, tally(Work.RESEARCH, Proof.KEPT, 10)])
    assert other.total > again.total


def test_a_score_can_be_followed_by_hand() -> None:
    """Two visits, one of today and one of 180 days ago: 10 of 100, fresh 1, amount 1.5."""
    score = of([tally(Work.VISITS, Proof.VISIT), tally(Work.VISITS, Proof.VISIT, 180)])
    assert round(score.total, 6) == round(10 * 1.5 / 2.5 * 0.7, 6)
    assert score.two_way == (0, 0, None, 0.7)
    part = score.parts[Work.VISITS]
    assert (part.number, part.fresh, part.most) == (2, 1, 10)


def test_the_side_that_gives_less_decides() -> None:
    ours = tally(Work.RESEARCH, Proof.KEPT, side=Direction.WE_OWE)
    theirs = ours._replace(side=Direction.THEY_OWE)
    alone = of([ours, ours])
    assert (alone.two_way.share, alone.two_way.factor) == (0, 0.7)
    both = of([ours, theirs, theirs])
    assert both.two_way.share == both.two_way.us == 0.5
    assert round(both.two_way.factor, 6) == 0.85
    assert round(both.two_way.them, 6) == round(2 / 3, 6)


def test_what_weighs_nothing_brings_nothing_but_is_known() -> None:
    rule = USUAL._replace(weights={**USUAL.weights, Proof.TALK: 0.0})
    score = of([tally(Work.VISITS, Proof.TALK)], rule)
    assert (score.total, score.breadth, score.depth) == (0, 0, 0)


def test_where_nothing_is_recorded_it_is_unknown() -> None:
    assert scored([], TODAY, USUAL) is None
    assert scored([tally(Work.VISITS, Proof.VISIT, -1)], TODAY, USUAL) is None


def test_it_ceases_to_count_on_the_day_on_which_it_ends() -> None:
    under_way = tally(Work.RESEARCH, Proof.UNDER_WAY, 30, ends=TODAY)
    assert scored([under_way], TODAY, USUAL) is None
    assert scored([under_way], TODAY - timedelta(days=1), USUAL) is not None
