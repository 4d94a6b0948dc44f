"""What can be asked and done about events, and about who takes part in them."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import linking, lists, saving, tags
from tracker.domain.models import (
    Attendance,
    Event,
    EventDraft,
    EventKind,
    EventPerson,
    EventTag,
    FollowUp,
    Interaction,
    Kind,
    Participation,
    ParticipationDraft,
    ParticipationRole,
    Partner,
    Person,
    Sector,
)
from tracker.domain.models.records import is_above, name_in
from tracker.errors import Invalid, NotFound


class EventRow(NamedTuple):
    """One line of the event list."""

    id: int
    name: str
    kind: EventKind
    starts_on: date
    ends_on: date | None
    place: str | None
    parent: str | None
    participants: int  # partners, each once
    follow_ups: int  # recorded at it or agreed in an interaction there, open and closed


class EventFilter(NamedTuple):
    """What narrows the list; every field is optional. The days hold events that touch them."""

    text: str = ""
    kind: EventKind | None = None
    since: date | None = None
    until: date | None = None
    parent_id: int | None = None
    tag: str | None = None


class ParticipantRow(NamedTuple):
    """A partner at an event, once for each role."""

    id: int
    partner_id: int
    name: str
    sector: Sector
    role: ParticipationRole
    outcome: str | None
    came: Attendance | None
    revision: int
    people: tuple[str, ...]


@guarded(Action.READ)
def search(
    session: Session,
    wanted: EventFilter = EventFilter(),
    *,
    by: User,
    oldest_first: bool = False,
    page: int = 1,
) -> lists.Page[EventRow]:
    """One page of the events that fit, the latest first."""
    query = _rows(by.language).where(*_conditions(wanted))
    return lists.paged(session, query.order_by(*_order(oldest_first)), EventRow, page=page)


def fitting(wanted: EventFilter, oldest_first: bool) -> "Select[Any]":
    """The ids of the events that fit, in order: what a list shows and a file of it holds."""
    ids = select(col(Event.id)).where(col(Event.deleted_at).is_(None), *_conditions(wanted))
    return ids.order_by(*_order(oldest_first))


@guarded(Action.READ)
def get(session: Session, event_id: int, *, by: User) -> Event:
    """Raises NotFound, also for an event in the trash."""
    return saving.found(session, Event, event_id)


@guarded(Action.READ)
def children(session: Session, event_id: int, *, by: User) -> list[EventRow]:
    """The events that are part of this one, in the order of their days."""
    query = _rows(by.language).where(col(Event.parent_id) == event_id)
    return [EventRow(*row) for row in session.execute(query.order_by(*_order(True)))]


@guarded(Action.READ)
def choices(session: Session, *, by: User, text: str = "") -> list[tuple[int, str]]:
    """Ids and names to pick from, the latest events first; narrowed by `text`."""
    query = (
        select(col(Event.id), name_in(Event, by.language))
        .where(col(Event.deleted_at).is_(None), *lists.matching(col(Event.search_key), text))
        .order_by(*_order(False))
        .limit(lists.CHOICES)
    )
    return [(number, name) for number, name in session.execute(query)]


@guarded(Action.EDIT)
def create(
    session: Session,
    draft: EventDraft,
    *,
    by: User,
    tag_names: list[str] | None = None,
    key: str | None = None,
) -> Event:
    """The same `key` twice stores one event and returns it. Raises Invalid at `parent_id`."""
    known = saving.claim(session, key, Kind.EVENT, by=by)
    if known is not None:
        return saving.found(session, Event, known)
    _check_parent(session, draft.parent_id)
    event = Event.model_validate(draft.model_dump())
    session.add(event)
    session.flush()
    tags.put(session, EventTag, event, tag_names or [])
    saving.settle(session, key, event.id)
    return event


@guarded(Action.EDIT)
def update(
    session: Session,
    event_id: int,
    draft: EventDraft,
    *,
    revision: int,
    by: User,
    tag_names: list[str] | None = None,
) -> Event:
    """Raises Stale, and Invalid for a circle of parents. `tag_names` None leaves the tags."""
    event = saving.found(session, Event, event_id)
    saving.expect(event, revision)
    if draft.parent_id != event.parent_id:
        _check_parent(session, draft.parent_id)
        linking.refuse_circle(session, Event, event_id, draft.parent_id)
    event.sqlmodel_update(draft.model_dump())
    if tag_names is not None:
        tags.put(session, EventTag, event, tag_names)
    session.flush()
    return event


@guarded(Action.READ)
def participants(session: Session, event_id: int, *, by: User) -> list[ParticipantRow]:
    """The partners at an event with the people who come from there, by role and name."""
    query = (
        select(
            col(Participation.id),
            col(Partner.id),
            name_in(Partner, by.language),
            col(Partner.sector),
            col(Participation.role),
            col(Participation.outcome),
            col(Participation.came),
            col(Participation.revision),
            col(Person.name),
        )
        .join(Partner, col(Partner.id) == col(Participation.partner_id))
        .outerjoin(
            EventPerson,
            and_(
                col(EventPerson.event_id) == col(Participation.event_id),
                col(EventPerson.partner_id) == col(Participation.partner_id),
            ),
        )
        .outerjoin(
            Person,
            and_(col(Person.id) == col(EventPerson.person_id), col(Person.deleted_at).is_(None)),
        )
        .where(col(Participation.event_id) == event_id, col(Partner.deleted_at).is_(None))
        .order_by(
            col(getattr(Partner, f"sort_{by.language}")),
            col(Participation.id),
            col(Person.sort_key),
        )
    )
    # A line for each person; a partner without any has one, too.
    lines = groupby(session.execute(query), key=lambda line: line[:-1])
    rows = [
        ParticipantRow._make([*known, tuple(line[-1] for line in people if line[-1])])
        for known, people in lines
    ]
    return sorted(rows, key=lambda row: list(ParticipationRole).index(row.role))


@guarded(Action.EDIT)
def add_participants(
    session: Session,
    event_id: int,
    partner_ids: Sequence[int],
    role: ParticipationRole,
    *,
    by: User,
) -> int:
    """Note that partners took part in a role; those noted before stay. Returns how many are new."""
    # The lock makes a second person who adds the same partners wait, and then find them.
    session.execute(select(col(Event.id)).where(col(Event.id) == event_id).with_for_update())
    saving.found(session, Event, event_id)
    wanted = linking.records(session, Partner, partner_ids, "partner_ids")
    there = select(col(Participation.partner_id)).where(
        col(Participation.event_id) == event_id, col(Participation.role) == role
    )
    known = set(session.scalars(there))
    new = [number for number in wanted if number not in known]
    session.add_all(
        Participation(event_id=event_id, partner_id=number, role=role) for number in new
    )
    session.flush()
    return len(new)


@guarded(Action.EDIT)
def set_participation(
    session: Session,
    participation_id: int,
    draft: ParticipationDraft,
    *,
    revision: int,
    by: User,
) -> Participation:
    """Correct the role or note the outcome. Raises Stale, and Invalid for a role noted already."""
    participation = _participation(session, participation_id)
    saving.expect(participation, revision)
    linking.check(session, draft, before=participation)
    same = select(col(Participation.id)).where(
        col(Participation.event_id) == participation.event_id,
        col(Participation.partner_id) == draft.partner_id,
        col(Participation.role) == draft.role,
        col(Participation.id) != participation_id,
    )
    if session.scalar(same) is not None:
        raise Invalid("role", "already_there")
    participation.sqlmodel_update(draft.model_dump())
    session.flush()
    return participation


@guarded(Action.EDIT)
def remove_participant(session: Session, participation_id: int, *, revision: int, by: User) -> None:
    """Take a partner's role at an event away; the event's history keeps that it was there.

    With the last role the people go who were to come from there. Raises Stale: what somebody noted
    of it a moment ago does not go along unseen.
    """
    participation = _participation(session, participation_id)
    saving.expect(participation, revision)
    session.delete(participation)
    session.flush()
    at_event, of_partner = participation.event_id, participation.partner_id
    role = select(col(Participation.id)).where(
        col(Participation.event_id) == at_event, col(Participation.partner_id) == of_partner
    )
    if session.scalar(role.limit(1)) is None:
        people = select(EventPerson).where(
            col(EventPerson.event_id) == at_event, col(EventPerson.partner_id) == of_partner
        )
        for person in session.scalars(people):
            session.delete(person)
        session.flush()


def _participation(session: Session, participation_id: int) -> Participation:
    participation = session.get(Participation, participation_id)
    if participation is None:
        raise NotFound(f"Participation {participation_id}")
    saving.found(session, Event, participation.event_id)
    return participation


def _rows(language: str) -> "Select[Any]":
    parent = aliased(Event)
    partners = (
        select(func.count(col(Participation.partner_id).distinct()))
        .join(Partner, col(Partner.id) == col(Participation.partner_id))
        .where(col(Participation.event_id) == col(Event.id), col(Partner.deleted_at).is_(None))
    )
    alive = col(FollowUp.deleted_at).is_(None)
    # A follow-up has one origin, so none is in both.
    recorded = select(func.count()).where(col(FollowUp.event_id) == col(Event.id), alive)
    agreed = (
        select(func.count(col(FollowUp.id)))
        .join(Interaction, col(Interaction.id) == col(FollowUp.interaction_id))
        .where(
            col(Interaction.event_id) == col(Event.id), col(Interaction.deleted_at).is_(None), alive
        )
    )
    follow_ups = (
        recorded.correlate(Event).scalar_subquery() + agreed.correlate(Event).scalar_subquery()
    )
    return (
        select(
            col(Event.id),
            name_in(Event, language),
            col(Event.kind),
            col(Event.starts_on),
            col(Event.ends_on),
            col(Event.place),
            func.nullif(name_in(parent, language), ""),
            partners.correlate(Event).scalar_subquery(),
            follow_ups,
        )
        .outerjoin(parent, is_above(parent, Event))
        .where(col(Event.deleted_at).is_(None))
    )


def _conditions(wanted: EventFilter) -> list[Any]:
    conditions: list[Any] = lists.matching(col(Event.search_key), wanted.text)
    if wanted.kind is not None:
        conditions.append(col(Event.kind) == wanted.kind)
    if wanted.parent_id is not None:
        conditions.append(col(Event.parent_id) == wanted.parent_id)
    if wanted.since is not None:
        begins_later = col(Event.starts_on) >= wanted.since
        conditions.append(or_(begins_later, col(Event.ends_on) >= wanted.since))
    if wanted.until is not None:
        conditions.append(col(Event.starts_on) <= wanted.until)
    if wanted.tag:
        conditions.append(col(Event.id).in_(tags.tagged(EventTag, wanted.tag)))
    return conditions


def _order(oldest_first: bool) -> list[Any]:
    columns = [col(Event.starts_on), col(Event.id)]
    return [column.asc() if oldest_first else column.desc() for column in columns]


def _check_parent(session: Session, parent_id: int | None) -> None:
    if parent_id is not None:
        linking.records(session, Event, [parent_id], "parent_id")
