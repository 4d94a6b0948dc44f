"""The formula of `tracker.domain.engagement`, in plain numbers: any day, any rule."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from tracker.domain.engagement import evidence
from tracker.domain.engagement.rules import Rule
from tracker.domain.models import Direction, Proof, Work

# By the words that the database gives: an enumeration finds its members more slowly.
_WORKS = {each.value: each for each in Work}
_PROOFS = {each.value: each for each in Proof}
_SIDES: dict[str | None, Direction | None] = {
    None: None,
    **{each.value: each for each in Direction},
}

FADED = 60  # half-lives, after which nothing is left to tell apart


class Tally(NamedTuple):
    """How many records of a partner prove the same on the same days: see `evidence.since`."""

    work: Work
    proof: Proof
    begins: date
    ends: date | None
    fades: date | None
    side: Direction | None
    number: int


class Part(NamedTuple):
    """What one kind of work brings."""

    points: float  # of the score, two-way counted in
    most: float  # that it can bring
    fresh: float
    amount: float  # by which `depth` goes, as of its latest record
    depth: float
    number: int


class TwoWay(NamedTuple):
    """How far both sides give, from 0 to 1; `share` is None where nothing is known of it."""

    us: float
    them: float
    share: float | None
    factor: float


class Score(NamedTuple):
    total: float
    breadth: float
    depth: float
    two_way: TwoWay
    parts: Mapping[Work, Part]  # of those in which something is recorded


def tallies(session: Session, partner_id: int, first: date, last: date) -> list[Tally]:
    """What counts for a partner on some day from the first to the last: one query."""
    rows = evidence.since(session, first, last, lambda number: number == partner_id).subquery()
    same = [rows.c[name] for name in Tally._fields[:-1]]
    found = session.execute(select(*same, func.count()).group_by(*same).order_by(*same))
    return [
        Tally(_WORKS[work], _PROOFS[proof], begins, ends, fades, _SIDES[side], count)
        for work, proof, begins, ends, fades, side, count in found
    ]


def decay(tally: Any, day: date, rule: Rule) -> float:
    """What is left on a day of anything that has `work` and `fades`."""
    since = tally.fades
    if since is None or since >= day:
        return 1.0
    halves: float = (day - since).days / rule.half_lives[tally.work]
    return float(0.5 ** min(halves, FADED))


def counts(tally: Any, day: date) -> bool:
    """Whether anything that `begins` and `ends` counts on a day."""
    return bool(tally.begins <= day and (tally.ends is None or day < tally.ends))


def scored(found: Iterable[Tally], day: date, rule: Rule) -> Score | None:
    """How it stood at the end of a day; None where nothing was recorded by then."""
    there = [each for each in found if counts(each, day)]
    if not there:
        return None
    two_way = _two_way(there, day, rule)
    whole = sum(rule.shares.values())
    parts = {
        work: _part(mine, day, rule, 100 * rule.shares[work] / whole, two_way.factor)
        for work in Work
        if (mine := [each for each in there if each.work is work])
    }
    breadth = sum(part.most * part.fresh for part in parts.values()) / 100
    total = sum(part.points for part in parts.values())
    depth = total / (100 * breadth * two_way.factor) if total else 0.0
    return Score(total, breadth, depth, two_way, parts)


def _part(found: list[Tally], day: date, rule: Rule, most: float, factor: float) -> Part:
    """`most` is the whole share of this kind of work, of 100."""
    weighty = [each for each in found if rule.weights[each.proof] > 0]
    fresh = max((decay(each, day, rule) for each in weighty), default=0.0)
    amount = sum(left(each, day, rule) for each in weighty) / (fresh or 1.0)
    depth = amount / (amount + rule.half)
    number = sum(each.number for each in found)
    return Part(most * fresh * depth * factor, most, fresh, amount, depth, number)


def _two_way(found: list[Tally], day: date, rule: Rule) -> TwoWay:
    given = {
        side: sum(left(each, day, rule) for each in found if each.side is side)
        for side in Direction
    }
    us, them = (amount / (amount + rule.half) for amount in given.values())
    is_known = any(each.side is not None for each in found)
    return TwoWay(us, them, min(us, them) if is_known else None, factor(min(us, them), rule))


def factor(share: float, rule: Rule) -> float:
    """What the whole is multiplied by."""
    return rule.least + (1 - rule.least) * share


def left(tally: Tally, day: date, rule: Rule) -> float:
    """What all records of a tally weigh on a day."""
    return tally.number * rule.weights[tally.proof] * decay(tally, day, rule)
