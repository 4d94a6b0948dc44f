"""The sheet of an event: every participant a row, with what is known of them so far."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import partners, saving
from tracker.domain.after_event import standing
from tracker.domain.after_event.standing import Standing
from tracker.domain.models import (
    Attendance,
    Event,
    FollowUpKind,
    Participation,
    ParticipationRole,
    Partner,
    Sector,
    Stage,
)

ROWS = 200  # on a page


class At(NamedTuple):
    """Somebody who is expected from a partner, and what they are there now."""

    id: int
    name: str
    title: str


class SheetRow(NamedTuple):
    """One partner at the event, in whatever roles, as stored. `mark` goes back with what is typed:
    by it a save knows whether somebody else changed the row in between."""

    partner_id: int
    partner: str
    sector: Sector
    stage: Stage
    roles: tuple[ParticipationRole, ...]
    people: tuple[At, ...]
    open_follow_ups: int  # with this partner, whatever they come from
    came: Attendance | None
    outcome: str
    next_step: str
    kind: FollowUpKind | None  # of the next step, which may have no words but this
    owner_id: int | None
    due_on: date | None
    closed: str  # the step before, that is done or declined
    mark: str


class Sheet(NamedTuple):
    """One page of rows, by name. `has_begun`: what was said there can be noted."""

    rows: list[SheetRow]
    total: int
    number: int
    has_begun: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))


@guarded(Action.READ)
def of(session: Session, event_id: int, *, by: User, page: int = 1) -> Sheet:
    """Raises NotFound. `page` counts from 1 and is moved into range."""
    event = saving.found(session, Event, event_id)
    ordered = dict.fromkeys(
        session.scalars(
            select(col(Participation.partner_id))
            .join(Partner, col(Partner.id) == col(Participation.partner_id))
            .where(col(Participation.event_id) == event_id, col(Partner.deleted_at).is_(None))
            .order_by(col(getattr(Partner, f"sort_{by.language}")), col(Partner.id))
        )
    )
    number = min(max(1, page), max(1, -(-len(ordered) // ROWS)))
    shown = list(ordered)[(number - 1) * ROWS : number * ROWS]
    there = standing.of(session, event_id, shown)
    rows = rows_of(session, [there[each] for each in shown if each in there], by=by)
    return Sheet(rows, len(ordered), number, event.starts_on <= clock.today())


@guarded(Action.READ)
def rows_of(session: Session, there: Iterable[Standing], *, by: User) -> list[SheetRow]:
    """What the sheet shows of these partners."""
    listed = list(there)
    ids = [saving.id_of(each.partner) for each in listed]
    counts = select(col(Partner.id), partners.open_follow_ups()).where(col(Partner.id).in_(ids))
    still_open: dict[int, int] = {row[0]: row[1] for row in session.execute(counts)}
    rows = zip(listed, ids, strict=True)
    return [_row(each, by.language, still_open.get(number, 0)) for each, number in rows]


def _row(there: Standing, language: str, still_open: int) -> SheetRow:
    partner, step = there.partner, there.follow_up
    return SheetRow(
        partner_id=saving.id_of(partner),
        partner=partner.name(language),
        sector=partner.sector,
        stage=partner.stage,
        roles=tuple(each.role for each in there.participations),
        people=tuple(At(*each) for each in there.people),
        open_follow_ups=still_open,
        came=there.came,
        outcome=there.outcome,
        next_step=there.next_step,
        kind=step.kind if step else None,
        owner_id=step.owner_id if step else None,
        due_on=step.due_on if step else None,
        closed=(there.closed and (there.closed.subject or there.closed.outcome)) or "",
        mark=there.mark,
    )
