"""How a partner stands, and stood at the end of each month: worked out from the dated records."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain import unchanged
from tracker.domain.engagement import rules, scoring
from tracker.domain.engagement.rules import Rule
from tracker.domain.engagement.scoring import Score
from tracker.domain.engagement.standing import QUARTER
from tracker.domain.engagement.totals import totals

MONTHS = 24


class Point(NamedTuple):
    day: date
    total: float | None  # None where nothing was recorded by then


class Course(NamedTuple):
    """Where a partner stands today, three months ago, and at the ends of the months before."""

    day: date
    score: Score | None
    before: float | None
    points: list[Point]  # the last is of today
    rule: Rule

    @property
    def change(self) -> float | None:
        if self.score is None or self.before is None:
            return None
        return self.score.total - self.before


@guarded(Action.READ)
def course(
    session: Session, partner_id: int, *, by: User, today: date, months: int = MONTHS
) -> Course:
    """Worked out when one of its records has changed, by two queries however many there are."""
    rule = rules.known(session)
    return unchanged.of_partner(
        session,
        partner_id,
        ("course", partner_id, today, months, str(rule)),
        lambda: _course(session, partner_id, today, months, rule),
    )


def _course(session: Session, partner_id: int, today: date, months: int, rule: Rule) -> Course:
    ends = month_ends(today, months)
    found = scoring.tallies(session, partner_id, ends[0], today)
    *stood, before = totals(found, [*ends, today - QUARTER], rule)
    score = scoring.scored(found, today, rule)
    points = [Point(day, total) for day, total in zip(ends, stood, strict=True)]
    points.append(Point(today, score and score.total))
    return Course(today, score, before, points, rule)


def month_ends(today: date, months: int) -> list[date]:
    """The last days of the months before this one, the earliest first."""
    found, first = [], today.replace(day=1)
    for _ in range(months):
        end = first - timedelta(days=1)
        found.append(end)
        first = end.replace(day=1)
    return found[::-1]
