"""The ranking does not hang on one number: a fifth more or less of any moves few of the first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import Session

from tests.domain.engagement.records import summed
from tracker.domain.engagement import USUAL, Rule

FIRST = 10
MOST = 2  # of them may move


def variants() -> Iterator[Rule]:
    """The usual numbers, each of them once a fifth smaller and once a fifth larger."""
    for times in (0.8, 1.2):
        for field in ("shares", "half_lives", "weights"):
            numbers: dict[Any, float] = getattr(USUAL, field)
            for key, number in numbers.items():
                changed: dict[str, Any] = {field: {**numbers, key: number * times}}
                yield USUAL._replace(**changed)
        yield USUAL._replace(half=USUAL.half * times)
        yield USUAL._replace(least=USUAL.least * times)


def places(session: Session, day: date, rule: Rule) -> dict[int, int]:
    """Each partner's place in the ranking of a day."""
    every = summed(session, (day,), rule)
    found = {partner: now.total for partner, (now,) in every.items() if now}
    ranked = sorted(found, key=lambda partner: -found[partner])
    return {partner: place for place, partner in enumerate(ranked)}


def is_steady(session: Session, day: date) -> None:
    """At most two leave the first ten, and at most two go further than to a neighbour's place."""
    usual = places(session, day, USUAL)
    first = [partner for partner, place in usual.items() if place < FIRST]
    assert len(usual) > 3 * FIRST
    assert len(list(variants())) == 2 * (7 + 7 + 8 + 2)
    for rule in variants():
        now = places(session, day, rule)
        assert sum(now[partner] >= FIRST for partner in first) <= MOST, rule
        assert sum(abs(now[partner] - usual[partner]) > 1 for partner in first) <= MOST, rule
