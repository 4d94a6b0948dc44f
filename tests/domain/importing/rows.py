"""Rows as a file gives them, and what becomes of them."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlmodel import Session

from tests.world import dana
from tracker.access import Action, User, require
from tracker.domain import importing
from tracker.domain.importing import Choices, Outcome, Problem, Row
from tracker.domain.importing.known import Known
from tracker.domain.importing.taking import SHAPES
from tracker.domain.importing.work import Work
from tracker.domain.models import Fate, Kind


def rows(*said: dict[str, Any]) -> list[Row | list[Problem]]:
    """Rows from the second of the file on."""
    return [Row(number, values) for number, values in enumerate(said, start=2)]


def store_all(
    session: Session,
    kind: Kind,
    told: Iterable[Row | list[Problem]],
    choices: Choices,
    likely: importing.Likely,
    *,
    by: User = dana,
    counted: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Store the rows in this one transaction."""
    known = Known(session, choices, likely, by=by, writes=True)
    require(session, by, Action.IMPORT)
    return Work(SHAPES[kind](known)).take(told, counted)


def take(
    session: Session, kind: Kind, *said: dict[str, Any], by: User = dana, **chosen: Any
) -> Outcome:
    """Check the rows, store them, and see that the check foretold what happened."""
    choices = Choices(**chosen)
    likely: importing.Likely = {}
    foretold = importing.check(session, kind, rows(*said), choices, likely, by=by)
    outcome = store_all(session, kind, rows(*said), choices, likely, by=by)
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
