"""The steps of a follow-up: a short list to tick off."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import saving
from tracker.domain.models import FollowUp, FollowUpStep, Kind
from tracker.domain.models.records import NAME
from tracker.errors import Closed, Invalid, NotFound
from tracker.names.text import clean_line

MOST = 50


class StepRow(NamedTuple):
    id: int
    name: str
    is_done: bool


@guarded(Action.READ)
def of(session: Session, follow_up_id: int, *, by: User) -> list[StepRow]:
    """In the order in which they were written down."""
    query = select(FollowUpStep).where(col(FollowUpStep.follow_up_id) == follow_up_id)
    steps = session.scalars(query.order_by(col(FollowUpStep.id)))
    return [StepRow(saving.id_of(each), each.name, each.done_at is not None) for each in steps]


@guarded(Action.EDIT)
def add(
    session: Session, follow_up_id: int, names: Sequence[str], *, by: User, key: str | None = None
) -> int:
    """Put steps behind those there are; empty ones are left out. Returns how many.

    The same `key` twice stores them once. Raises Closed, and Invalid at `steps` for one that is
    too long, or too many.
    """
    wanted = [tidy for name in names if (tidy := clean_line(name))]
    if saving.claim(session, key, Kind.FOLLOW_UP, by=by) is not None:
        return len(wanted)
    _open(session, follow_up_id)
    if any(len(each) > NAME for each in wanted):
        raise Invalid("steps", "too_long", max_length=NAME)
    count = select(func.count()).where(col(FollowUpStep.follow_up_id) == follow_up_id)
    if (session.scalar(count) or 0) + len(wanted) > MOST:
        raise Invalid("steps", "too_many", most=MOST)
    session.add_all(FollowUpStep(follow_up_id=follow_up_id, name=each) for each in wanted)
    session.flush()
    saving.settle(session, key, follow_up_id)
    return len(wanted)


@guarded(Action.EDIT)
def tick(session: Session, step_id: int, *, is_done: bool, by: User) -> None:
    """Done, or not after all; the same again changes nothing. Raises Closed, NotFound."""
    step = _found(session, step_id)
    if (step.done_at is not None) != is_done:
        step.done_at, step.done_by = (clock.now(), by.id) if is_done else (None, None)
        session.flush()


@guarded(Action.EDIT)
def remove(session: Session, step_id: int, *, by: User) -> None:
    """Raises Closed, NotFound."""
    session.delete(_found(session, step_id))
    session.flush()


def _found(session: Session, step_id: int) -> FollowUpStep:
    step = session.get(FollowUpStep, step_id)
    if step is None:
        raise NotFound(f"FollowUpStep {step_id}")
    _open(session, step.follow_up_id)
    return step


def _open(session: Session, follow_up_id: int) -> None:
    if saving.found(session, FollowUp, follow_up_id).closed_at is not None:
        raise Closed(f"FollowUp {follow_up_id}")
