"""The formula of `scoring` for many days at once, as arrays; only its totals.

A partner of many years has thousands of records, and its page shows two years of months: one by one
that took four fifths of the page. A test keeps the two alike.
"""

from collections.abc import Sequence
from datetime import date

from tracker.domain.engagement.rules import Rule
from tracker.domain.engagement.scoring import FADED, Tally
from tracker.domain.models import Direction, Work


def totals(found: Sequence[Tally], days: Sequence[date], rule: Rule) -> list[float | None]:
    """The score at the end of each day; None where nothing was recorded by then."""
    # Here, because what has nothing to score need not load it.
    import numpy as np

    if not found:
        return [None] * len(days)
    never = date.max
    begins, ends, fades = (
        np.array([each.toordinal() for each in column], dtype=np.int64)
        for column in (
            [each.begins for each in found],
            [each.ends or never for each in found],
            [each.fades or never for each in found],
        )
    )
    half_lives = np.array([rule.half_lives[each.work] for each in found], dtype=np.float64)
    weights = np.array([each.number * rule.weights[each.proof] for each in found])
    day = np.array([each.toordinal() for each in days], dtype=np.int64)[:, None]
    there = (begins <= day) & (day < ends)
    decay = np.exp2(-np.clip((day - fades) / half_lives, 0, FADED)) * there
    amounts = weights * decay

    sides = np.array([each.side or "" for each in found])
    given = [amounts[:, sides == side.value].sum(axis=1) for side in Direction]
    share = np.minimum(*(amount / (amount + rule.half) for amount in given))
    works = np.array([each.work.value for each in found])
    points = np.zeros(len(days))
    for work in Work:
        mine = (works == work.value) & (weights > 0)
        fresh = decay[:, mine].max(axis=1, initial=0.0)
        amount = amounts[:, mine].sum(axis=1) / np.where(fresh > 0, fresh, 1.0)
        points += rule.shares[work] * fresh * amount / (amount + rule.half)
    scores = points * (100 / sum(rule.shares.values())) * (rule.least + (1 - rule.least) * share)
    is_known: list[bool] = np.max(there, axis=1).tolist()
    return [
        score if known else None for score, known in zip(scores.tolist(), is_known, strict=True)
    ]
