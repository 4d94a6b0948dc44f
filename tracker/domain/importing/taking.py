"""Rows of a kind, checked against what is there. `running` stores them."""

from collections.abc import Iterable

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain.importing.events import Events
from tracker.domain.importing.follow_ups import FollowUps
from tracker.domain.importing.interactions import Interactions
from tracker.domain.importing.known import Known, Likely
from tracker.domain.importing.outcome import Choices, Outcome, Problem, Row, Told
from tracker.domain.importing.partners import Partners
from tracker.domain.importing.people import People
from tracker.domain.importing.shape import Shape
from tracker.domain.importing.work import Work
from tracker.domain.models import Kind

Rows = Iterable[Row | list[Problem]]

SHAPES: dict[Kind, type[Shape]] = {
    shape.kind: shape for shape in (Partners, People, FollowUps, Interactions, Events)
}


def _nobody(_taken: int) -> None:
    """Who is told when nobody wants to know."""


@guarded(Action.IMPORT)
def check(
    session: Session,
    kind: Kind,
    rows: Rows,
    choices: Choices,
    likely: Likely | None = None,
    *,
    by: User,
    told: Told = _nobody,
) -> Outcome:
    """What would become of the rows. Stores nothing.

    Names that are written otherwise are looked up here, into `likely`: that is slow, and not to be
    done while others wait.
    """
    known = Known(session, choices, {} if likely is None else likely, by=by, writes=False)
    return Work(SHAPES[kind](known)).take(rows, told)
