"""Storing the sheet of an event: all of its rows, or none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import and_, or_, select
from sqlmodel import Field, Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import drafts, follow_ups, interactions, linking, saving
from tracker.domain.after_event import sheet, standing
from tracker.domain.after_event.standing import Standing
from tracker.domain.drafts import InvalidDraft
from tracker.domain.models import (
    Account,
    Attendance,
    Change,
    Draft,
    Event,
    FollowUpDraft,
    InteractionDraft,
    InteractionKind,
    Kind,
)
from tracker.domain.models.records import NAME, NOTE
from tracker.errors import Invalid, RowsRefused, RowStale


class Typed(NamedTuple):
    """What a person typed in the row of a partner: the fields of `RowDraft`, as they came."""

    partner_id: int
    mark: str  # of the row as it was read
    values: Mapping[str, object]


class RowDraft(Draft):
    """What can be typed in a row."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"outcome"})

    came: Attendance | None = None
    outcome: str | None = Field(default=None, max_length=NOTE)
    next_step: str | None = Field(default=None, max_length=NAME)
    owner_id: int | None = None
    due_on: date | None = None


class Saved(NamedTuple):
    """What a save stored: rows that changed, and the new records among that."""

    rows: int = 0
    meetings: int = 0
    follow_ups: int = 0


_Row = tuple[RowDraft, Standing]


@guarded(Action.EDIT)
def save(
    session: Session, event_id: int, typed: Sequence[Typed], *, by: User, key: str | None = None
) -> Saved:
    """Store what was typed of the participants. Where an outcome is new it becomes a meeting at the
    event, on its first day; a next step that is new becomes a follow-up of that meeting, else of
    the event, and without an owner the writer's own. What is there already is corrected.

    Who was met has come. The same `key` twice stores once. Raises NotFound, and RowsRefused with
    every problem of every row by the partner's id, before anything is stored: among them RowStale
    where a row is not any more what was read.
    """
    if saving.claim(session, key, Kind.EVENT, by=by) is not None:
        return Saved()
    # The lock makes a second sheet that is saved at this moment wait, and then find its rows stale.
    session.execute(select(col(Event.id)).where(col(Event.id) == event_id).with_for_update())
    event = saving.found(session, Event, event_id)
    rows = {each.partner_id: each for each in typed}
    there = standing.of(session, event_id, list(rows))
    problems: dict[int, list[Invalid]] = {}
    fitting: list[_Row] = []
    for number, row in rows.items():
        try:
            if (draft := _checked(session, row, there.get(number), event, by)) is not None:
                fitting.append((draft, there[number]))
        except InvalidDraft as wrong:
            problems[number] = wrong.problems
    if problems:
        raise RowsRefused(problems)
    stored = [_store(session, draft, now, event, by) for draft, now in fitting]
    session.flush()
    saving.settle(session, key, event_id)
    return Saved(len(stored), *(sum(each) for each in zip(*stored, strict=True)))


def _checked(
    session: Session, row: Typed, there: Standing | None, event: Event, by: User
) -> RowDraft | None:
    """What is to be stored; None where it is stored already. Raises InvalidDraft."""
    if there is None:
        raise InvalidDraft([Invalid("row", "no_participant")])
    draft = drafts.checked(RowDraft, {name: row.values.get(name) for name in RowDraft.model_fields})
    if draft.outcome and draft.came is None:
        draft.came = Attendance.CAME
    if _is_stored(draft, there):
        return None
    if row.mark != there.mark:
        (theirs,) = sheet.rows_of(session, [there], by=by)
        raise InvalidDraft([RowStale(_who(session, event, row.mark, there), theirs)])
    problems = list(_problems(session, draft, there, event))
    if problems:
        raise InvalidDraft(problems)
    return draft


def _is_stored(draft: RowDraft, there: Standing) -> bool:
    step = there.follow_up
    return (
        all(each.came is draft.came for each in there.participations)
        and (draft.outcome or "") == there.outcome
        and (draft.next_step or "") == there.next_step
        and (draft.owner_id or (step and step.owner_id)) == (step and step.owner_id)
        and draft.due_on == (step and step.due_on)
    )


def _problems(
    session: Session, draft: RowDraft, there: Standing, event: Event
) -> Iterator[Invalid]:
    step = there.follow_up
    if event.starts_on > clock.today():
        told = (field for field in ("came", "outcome") if getattr(draft, field))
        yield from (Invalid(field, "event_to_come") for field in told)
    elif draft.came is Attendance.ABSENT and (draft.outcome or there.interaction):
        yield Invalid("came", "absent_but_met")
    if there.outcome and not draft.outcome:
        yield Invalid("outcome", "outcome_stays")
    if there.next_step and not draft.next_step:
        yield Invalid("next_step", "next_step_stays")
    elif step is None and not draft.next_step and (draft.owner_id or draft.due_on):
        yield Invalid("next_step", "step_missing")
    if draft.owner_id is not None and draft.owner_id != (step and step.owner_id):
        try:
            linking.colleagues(session, [draft.owner_id], "owner_id")
        except Invalid as gone:
            yield gone
    if draft.due_on != (step and step.due_on) and draft.due_on and draft.due_on < clock.today():
        yield Invalid("due_on", "in_past")


def _store(
    session: Session, draft: RowDraft, there: Standing, event: Event, by: User
) -> tuple[int, int]:
    """How many meetings and follow-ups are new."""
    for taken in there.participations:
        taken.came = draft.came
    meetings = 0
    if there.interaction is not None:
        there.interaction.outcome = draft.outcome
    elif draft.outcome:
        there.interaction = _meet(session, draft.outcome, there, event, by)
        meetings = 1
    if there.follow_up is not None:
        there.follow_up.subject = draft.next_step
        there.follow_up.owner_id = draft.owner_id or there.follow_up.owner_id
        if there.follow_up.due_on != draft.due_on:
            there.follow_up.due_on, there.follow_up.postponed_because = draft.due_on, None
        return meetings, 0
    if not draft.next_step:
        return meetings, 0
    _promise(session, draft, there, event, by)
    return meetings, 1


def _meet(session: Session, outcome: str, there: Standing, event: Event, by: User) -> Any:
    """A meeting is called by the event, and its outcome says the rest."""
    name = event.name(by.language)
    typed = {
        "kind": InteractionKind.MEETING,
        "happened_on": event.starts_on,
        "summary": name if len(name) > 1 else f"«{name}»",
        "outcome": outcome,
        "event_id": event.id,
    }
    return interactions.log(
        session,
        drafts.checked(InteractionDraft, typed),
        partner_ids=[saving.id_of(there.partner)],
        person_ids=[number for number, *_ in there.people],
        by=by,
    )


def _promise(session: Session, draft: RowDraft, there: Standing, event: Event, by: User) -> None:
    met = there.interaction
    origin = {"event_id": event.id} if met is None else {"interaction_id": met.id}
    typed = {
        "subject": draft.next_step,
        "owner_id": draft.owner_id or by.id,
        "due_on": draft.due_on,
        "partner_id": there.partner.id,
        **origin,
    }
    follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=by)


def _who(session: Session, event: Event, mark: str, there: Standing) -> str:
    """Who changed last what a row is about, or was about when it was read."""
    link = f"participants.{there.partner.id}."
    about: list[Any] = [
        and_(
            col(Change.kind) == Kind.EVENT,
            col(Change.record_id) == event.id,
            or_(
                col(Change.field).startswith(link, autoescape=True),
                and_(col(Change.field) == "participants", _names(there.partner.id)),
            ),
        )
    ]
    records = (Kind.EVENT, Kind.INTERACTION, Kind.FOLLOW_UP)
    for kind, before, now in zip(records, mark.split("|"), there.mark.split("|"), strict=False):
        numbers = {each.partition(":")[0] for each in (before, now)} - {""}
        ids = [int(each) for each in numbers if each.isdecimal() and len(each) < 10]
        if kind is not Kind.EVENT and ids:
            about.append(and_(col(Change.kind) == kind, col(Change.record_id).in_(ids)))
    query = (
        select(col(Account.name))
        .join(Change, col(Change.account_id) == col(Account.id))
        .where(or_(*about))
        .order_by(col(Change.id).desc())
        .limit(1)
    )
    return session.scalar(query) or "–"


def _names(partner_id: int | None) -> Any:
    return or_(col(Change.new) == str(partner_id), col(Change.old) == str(partner_id))
