"""The records behind a score, those first that bring the most."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain import titles
from tracker.domain.engagement import evidence, sums
from tracker.domain.engagement.history import Course
from tracker.domain.models import Direction, Kind, Proof, Work
from tracker.domain.titles import Title

SHOWN = 10  # records of each kind of work


class Reason(NamedTuple):
    """A record, what it proves, and how many points of the score are due to it."""

    work: Work
    proof: Proof
    kind: Kind
    id: int
    day: date
    side: Direction | None
    points: float
    fresh: float  # what is left of it, from 0 to 1
    title: Title


@guarded(Action.READ)
def reasons(session: Session, partner_id: int, known: Course, *, by: User) -> list[Reason]:
    """At most ten records of each kind of work; of a kind, points go by what each weighs today.

    `Part.number` says how many there are in all.
    """
    day, rule = known.day, known.rule
    rows = evidence.since(session, day, day, lambda number: number == partner_id).subquery()
    decay, amount = sums.left(session, rows.c, day, rule)
    names = ("work", "proof", "kind", "record_id", "begins", "side")
    heaviest = (amount.desc(), rows.c.begins.desc(), rows.c.record_id.desc())
    ranked = (
        select(
            *(rows.c[name] for name in names),
            decay.label("decay"),
            amount.label("amount"),
            func.row_number().over(partition_by=rows.c.work, order_by=heaviest).label("place"),
            func.sum(amount).over(partition_by=rows.c.work).label("whole"),
        )
        .where(sums.there(rows.c, day))
        .subquery()
    )
    query = select(ranked).where(ranked.c.place <= SHOWN).order_by(ranked.c.work, ranked.c.place)
    found = session.execute(query).all()
    named = titles.titles(session, {(Kind(row.kind), row.record_id) for row in found}, by=by)
    parts = known.score.parts if known.score else {}
    return [
        Reason(
            Work(row.work),
            Proof(row.proof),
            Kind(row.kind),
            row.record_id,
            row.begins,
            Direction(row.side) if row.side else None,
            parts[Work(row.work)].points * row.amount / row.whole if row.whole else 0.0,
            row.decay,
            named[Kind(row.kind), row.record_id],
        )
        for row in found
    ]
