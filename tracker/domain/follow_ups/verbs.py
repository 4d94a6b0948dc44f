"""What can be done with a follow-up before it ends; how it ends is in `closing`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import drafts, linking, saving, storing, tags
from tracker.domain.agreements import promises
from tracker.domain.follow_ups import repeating
from tracker.domain.models import (
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    FollowUpTag,
    Kind,
    Unit,
    Wish,
)
from tracker.domain.models.records import LINE, NOTE
from tracker.errors import Closed, Invalid, ToConfirm
from tracker.names.text import clean_line, clean_text

ORIGINS = ("interaction_id", "event_id", "news_item_id")
_AGREED = ("promise_id", "partner_id")
_RHYTHM = ("due_on", "repeat_every", "rhythm")


class NextStep(NamedTuple):
    """What was agreed in an interaction, or follows from what is done.

    Without an owner it is the writer's own, or that of whoever did the step before.
    """

    subject: str
    due_on: date | None = None
    owner_id: int | None = None
    kind: FollowUpKind = FollowUpKind.OTHER


@guarded(Action.READ)
def get(session: Session, follow_up_id: int, *, by: User) -> FollowUp:
    """Raises NotFound, also for a follow-up in the trash."""
    return saving.found(session, FollowUp, follow_up_id)


@guarded(Action.EDIT)
def create(
    session: Session,
    draft: FollowUpDraft,
    *,
    by: User,
    status: FollowUpStatus = FollowUpStatus.OPEN,
    wish: Wish | None = None,
    tag_names: list[str] | None = None,
    after: FollowUp | None = None,
    key: str | None = None,
) -> FollowUp:
    """Begin one as open, or as proposed until somebody accepts it.

    `after` is the one that it follows from: what that points at may be in the trash by now. The
    same `key` twice stores one follow-up and returns it. Raises Invalid.
    """
    known = saving.claim(session, key, Kind.FOLLOW_UP, by=by)
    if known is not None:
        return saving.found(session, FollowUp, known)
    if status not in (FollowUpStatus.OPEN, FollowUpStatus.PROPOSED):
        raise Invalid("status")
    _check(draft)
    linking.check(session, draft, before=after)
    promises.expect_party(session, draft.promise_id, draft.partner_id)
    beside = {"status": status, "wish": wish, "after_id": after and after.id}
    follow_up = FollowUp.model_validate(draft.model_dump() | beside)
    follow_up.repeats_from = draft.due_on if draft.repeat_every else None
    storing.store_whole(session, follow_up)
    tags.put(session, FollowUpTag, follow_up, tag_names or [])
    saving.settle(session, key, follow_up.id)
    return follow_up


@guarded(Action.EDIT)
def from_interaction(
    session: Session, step: NextStep, interaction_id: int, partner_id: int, *, by: User
) -> FollowUp:
    """The next step of an interaction as a follow-up. Raises Invalid, InvalidDraft."""
    typed = {
        "subject": step.subject,
        "due_on": step.due_on,
        "kind": step.kind,
        "owner_id": step.owner_id or by.id,
        "partner_id": partner_id,
        "interaction_id": interaction_id,
    }
    draft = drafts.checked(FollowUpDraft, typed)
    if not draft.subject:
        raise Invalid("subject", "required")
    return create(session, draft, by=by)


@guarded(Action.EDIT)
def update(
    session: Session,
    follow_up_id: int,
    draft: FollowUpDraft,
    *,
    revision: int,
    by: User,
    tag_names: list[str] | None = None,
) -> FollowUp:
    """Correct what was written; why it was postponed goes with the day. `tag_names` None leaves the
    tags. Raises Stale, Closed, Invalid."""
    follow_up = still(session, follow_up_id, revision)
    _check(draft)
    linking.check(session, draft, before=follow_up)
    if any(getattr(follow_up, field) != getattr(draft, field) for field in _AGREED):
        promises.expect_party(session, draft.promise_id, draft.partner_id)
    if any(getattr(follow_up, field) != getattr(draft, field) for field in _RHYTHM):
        follow_up.repeats_from = draft.due_on if draft.repeat_every else None
    if draft.due_on != follow_up.due_on:
        follow_up.postponed_because = None
    follow_up.sqlmodel_update(draft.model_dump())
    if tag_names is not None:
        tags.put(session, FollowUpTag, follow_up, tag_names)
    session.flush()
    return follow_up


@guarded(Action.EDIT)
def accept(session: Session, follow_up_id: int, *, revision: int, by: User) -> FollowUp:
    """Agree that it is to be done: a proposed one becomes open."""
    return _move(session, follow_up_id, revision, FollowUpStatus.OPEN)


@guarded(Action.EDIT)
def start(session: Session, follow_up_id: int, *, revision: int, by: User) -> FollowUp:
    """Work on it has begun, or goes on after waiting."""
    return _move(session, follow_up_id, revision, FollowUpStatus.IN_PROGRESS)


@guarded(Action.EDIT)
def wait(session: Session, follow_up_id: int, *, revision: int, by: User) -> FollowUp:
    """It is the partner's turn."""
    return _move(session, follow_up_id, revision, FollowUpStatus.WAITING)


@guarded(Action.EDIT)
def postpone(
    session: Session,
    follow_up_id: int,
    *,
    due_on: date,
    revision: int,
    by: User,
    reason: str = "",
) -> FollowUp:
    """Give it another day, and say why. Raises Invalid at `due_on` for a day that is over.

    The other days of a repetition stay as they are.
    """
    _refuse_past(due_on)
    if len(why := clean_line(reason)) > LINE:
        raise Invalid("reason", "too_long", max_length=LINE)
    follow_up = still(session, follow_up_id, revision)
    follow_up.due_on = due_on
    follow_up.postponed_because = why or None
    session.flush()
    return follow_up


@guarded(Action.EDIT)
def hand_over(
    session: Session, follow_up_id: int, *, owner_id: int, revision: int, by: User
) -> FollowUp:
    """Make it a colleague's. Raises Invalid at `owner_id` for one who does not work here now."""
    linking.colleagues(session, [owner_id], "owner_id")
    follow_up = still(session, follow_up_id, revision)
    follow_up.owner_id = owner_id
    session.flush()
    return follow_up


@guarded(Action.EDIT)
def give_to_unit(
    session: Session, follow_up_id: int, *, unit_id: int, revision: int, by: User
) -> FollowUp:
    """Say which unit is to do it. Raises Invalid at `unit_id` for one that is not there."""
    linking.records(session, Unit, [unit_id], "unit_id")
    follow_up = still(session, follow_up_id, revision)
    follow_up.unit_id = unit_id
    session.flush()
    return follow_up


@guarded(Action.ASSIGN)
def reassign(session: Session, ids: Sequence[int], *, owner_id: int, by: User) -> int:
    """Make several a colleague's. Closed ones stay as they are; returns how many were changed."""
    linking.colleagues(session, [owner_id], "owner_id")
    changed = [each for each in _all_open(session, ids) if each.owner_id != owner_id]
    for follow_up in changed:
        follow_up.owner_id = owner_id
    session.flush()
    return len(changed)


@guarded(Action.ASSIGN)
def postpone_many(session: Session, ids: Sequence[int], *, due_on: date, by: User) -> int:
    """Give several another day, of which nobody says why. Closed ones stay as they are; returns
    how many were changed."""
    _refuse_past(due_on)
    changed = [each for each in _all_open(session, ids) if each.due_on != due_on]
    for follow_up in changed:
        follow_up.due_on = due_on
        follow_up.postponed_because = None
    session.flush()
    return len(changed)


def still(session: Session, follow_up_id: int, revision: int) -> FollowUp:
    """The follow-up while it is open. Raises Stale, Closed."""
    follow_up = saving.found(session, FollowUp, follow_up_id)
    saving.expect(follow_up, revision)
    if follow_up.closed_at is not None:
        raise Closed(f"FollowUp {follow_up_id}")
    return follow_up


def _all_open(session: Session, ids: Sequence[int]) -> list[FollowUp]:
    query = select(FollowUp).where(
        col(FollowUp.id).in_(ids),
        col(FollowUp.closed_at).is_(None),
        col(FollowUp.deleted_at).is_(None),
    )
    return list(session.scalars(query.order_by(col(FollowUp.id)).with_for_update()))


def movable(session: Session, follow_up_id: int, revision: int) -> FollowUp:
    """One whose status may change. Raises Stale, Closed; ToConfirm while a second person looks."""
    follow_up = still(session, follow_up_id, revision)
    if follow_up.status is FollowUpStatus.TO_CONFIRM:
        raise ToConfirm(f"FollowUp {follow_up_id}")
    return follow_up


def _move(session: Session, follow_up_id: int, revision: int, status: FollowUpStatus) -> FollowUp:
    follow_up = movable(session, follow_up_id, revision)
    put(follow_up, status, None)
    session.flush()
    return follow_up


def put(follow_up: FollowUp, status: FollowUpStatus, outcome: str | None) -> None:
    """The one place where a status changes, so that `closed_at` always agrees with it."""
    if not (follow_up.status.has_outcome and status.has_outcome):
        follow_up.reported_by = None
    follow_up.confirmed_by = None
    follow_up.status = status
    follow_up.outcome = outcome
    follow_up.closed_at = clock.now() if status.is_closed else None


def said(field: str, typed: str) -> str:
    """What was typed, cleaned. Raises Invalid at the field when it is nothing, or too much."""
    tidy = clean_text(typed)
    if not tidy:
        raise Invalid(field, "required")
    if len(tidy) > NOTE:
        raise Invalid(field, "too_long", max_length=NOTE)
    return tidy


def _refuse_past(due_on: date) -> None:
    if due_on < clock.today():
        raise Invalid("due_on", "in_past")


def _check(draft: FollowUpDraft) -> None:
    repeating.check(draft)
    named = [field for field in ORIGINS if getattr(draft, field) is not None]
    if len(named) > 1:
        raise Invalid(named[-1], "one_origin")
