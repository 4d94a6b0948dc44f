"""Rows as a file gives them, and what becomes of them."""

from typing import Any

from sqlmodel import Session

from tests.world import dana
from tracker.access import User
from tracker.domain import importing
from tracker.domain.importing import Choices, Outcome, Problem, Row
from tracker.domain.models import Fate, Kind


def rows(*said: dict[str, Any]) -> list[Row | list[Problem]]:
    """Rows from the second of the file on."""
    return [Row(number, values) for number, values in enumerate(said, start=2)]


def take(
    session: Session, kind: Kind, *said: dict[str, Any], by: User = dana, **chosen: Any
) -> Outcome:
    """Check the rows, store them, and see that the check foretold what happened."""
    choices = Choices(**chosen)
    likely: importing.Likely = {}
    foretold = importing.check(session, kind, rows(*said), choices, likely, by=by)
    outcome = importing.take(session, kind, rows(*said), choices, likely, by=by)
    assert foretold.counts == outcome.counts
    assert foretold.problems == outcome.problems
    assert foretold.questions == outcome.questions
    session.expire_all()
    return outcome


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """Created, updated, left, rejected."""
    created, updated, left, rejected = (outcome.counts[fate] for fate in Fate)
    return created, updated, left, rejected


def codes(outcome: Outcome) -> list[tuple[int, str, str]]:
    """What is wrong, and where: row, field, code."""
    return [(each.number, each.field, each.code) for each in outcome.problems]
