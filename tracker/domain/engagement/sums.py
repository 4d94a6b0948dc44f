"""The formula of `scoring` once more, as sums that the database adds up: for all partners at once.

A test keeps the two alike.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Float, Select, and_, case, func, literal, or_, select, type_coerce
from sqlmodel import Session, col

from tracker.domain.batches import batched
from tracker.domain.engagement import evidence
from tracker.domain.engagement.rules import Rule
from tracker.domain.engagement.scoring import FADED, factor
from tracker.domain.models import Direction, Partner, Proof, Work

_AT_ONCE = 5_000  # partners; SQLite holds in memory all that is added up in one statement
ALIVE = 0.25  # a kind of work is, for two half-lives after its latest record


class Sum(NamedTuple):
    """Where a partner stood at the end of a day."""

    total: float
    kinds: int  # of work that are alive
    two_way: float | None


Part = tuple[int, int]  # the partners from one number to another, both included


def parts(session: Session) -> Iterator[Part]:
    """All partners, some at a time."""
    last = session.scalar(select(func.max(col(Partner.id)))) or 0
    for start in range(1, last + 1, _AT_ONCE):
        yield start, start + _AT_ONCE - 1


def of_part(
    session: Session, days: Sequence[date], rule: Rule, part: Part
) -> Iterator[tuple[int, list[Sum | None]]]:
    """Those of whom anything is recorded, also in the trash, and how they stood on each day.

    One walk through their records, whatever the number of days.
    """
    whole = sum(rule.shares.values())
    for partner, *found in session.execute(_summed(session, days, rule, part)):
        yield partner, [_sum(values, whole, rule) for values in batched(found, _WIDTH)]


def _summed(session: Session, days: Sequence[date], rule: Rule, part: Part) -> "Select[Any]":
    works = _works(session, days, rule, part).subquery()
    sums: list[Any] = []
    for n in range(len(days)):
        points, fresh, *others = (works.c[f"{name}{n}"] for name in _SUMMED)
        sums.append(func.sum(points))
        sums.append(func.sum(case((fresh >= ALIVE, 1), else_=0)))
        sums += [func.sum(each) for each in others]
    return select(works.c.partner_id, *sums).group_by(works.c.partner_id)


def _sum(values: Sequence[Any], whole: int, rule: Rule) -> Sum | None:
    points, kinds, us, them, sided, there = values
    if not there:
        return None
    share = min(us / (us + rule.half), them / (them + rule.half))
    return Sum(100 / whole * points * factor(share, rule), kinds, share if sided else None)


def left(session: Session, row: Any, day: date, rule: Rule) -> tuple[Any, Any]:
    """Of a row of the evidence: its decay, and its weight times that."""
    half_life = case(
        *((row.work == work.value, literal(float(rule.half_lives[work]), Float)) for work in Work)
    )
    halves = type_coerce(evidence.days_between(session, row.fades, day), Float) / half_life
    decay = case(
        (or_(row.fades.is_(None), row.fades >= day), literal(1.0, Float)),
        (halves > FADED, literal(0.5**FADED, Float)),
        else_=func.power(literal(0.5, Float), halves),
    )
    weight = case(
        *((row.proof == proof.value, literal(float(rule.weights[proof]), Float)) for proof in Proof)
    )
    return decay, weight * decay


def there(row: Any, day: date) -> Any:
    """Whether a row of the evidence counts on a day."""
    return and_(row.begins <= day, or_(row.ends.is_(None), row.ends > day))


_SUMMED = ("points", "fresh", "us", "them", "sided", "there")
_WIDTH = len(_SUMMED)


def _works(session: Session, days: Sequence[date], rule: Rule, part: Part) -> "Select[Any]":
    """Each partner's kinds of work: on each day their points, and what was given in them."""
    rows = evidence.since(
        session, min(days), max(days), lambda number: number.between(*part)
    ).subquery()
    columns = [rows.c.partner_id, rows.c.work, rows.c.side]
    for n, day in enumerate(days):
        decay, amount = left(session, rows.c, day, rule)
        counts = there(rows.c, day)
        columns.append(case((counts, decay)).label(f"decay{n}"))
        columns.append(case((counts, amount)).label(f"amount{n}"))
    # Otherwise SQLite would work each of them out once for every sum below.
    records = select(*columns).cte().prefix_with("MATERIALIZED")
    keys = (records.c.partner_id, records.c.work)
    added = [each for n in range(len(days)) for each in _added(records.c, n)]
    works = select(*keys, *added).group_by(*keys).subquery()
    share = case(*((works.c.work == work.value, rule.shares[work]) for work in Work))
    shown = [works.c.partner_id]
    for n in range(len(days)):
        amount, fresh = works.c[f"amount{n}"], works.c[f"fresh{n}"]
        depth = func.coalesce(amount / func.nullif(amount + rule.half * fresh, 0.0), 0.0)
        shown.append((share * fresh * depth).label(f"points{n}"))
        shown += [works.c[f"{name}{n}"] for name in _SUMMED[1:]]
    return select(*shown)


def _added(row: Any, n: int) -> Iterator[Any]:
    """The sums of the records of one kind of work on one day."""
    amount, decay = row[f"amount{n}"], row[f"decay{n}"]
    yield func.coalesce(func.sum(amount), 0.0).label(f"amount{n}")
    yield func.coalesce(func.max(case((amount > 0, decay))), 0.0).label(f"fresh{n}")
    for name, side in (("us", Direction.WE_OWE), ("them", Direction.THEY_OWE)):
        given = func.sum(case((row.side == side.value, amount)))
        yield func.coalesce(given, 0.0).label(f"{name}{n}")
    yield func.count(case((amount.is_not(None), row.side))).label(f"sided{n}")
    yield func.count(amount).label(f"there{n}")
