"""The records that tie partners, units, people and events, each kind as a query without columns."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, cast, func, literal, null, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker import clock
from tracker.domain import days
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attendance,
    Event,
    EventPerson,
    FollowUp,
    Interaction,
    InteractionPartner,
    InteractionPerson,
    Kind,
    Participation,
    Partner,
    Person,
    Position,
    Unit,
)
from tracker.domain.network.nodes import NetworkThrough as Through
from tracker.domain.network.nodes import Wanted

_NO_DAY = cast(null(), Date)
LOOKED_AT = 10_000  # contacts, and follow-ups: the latest of all that there are


class Window(NamedTuple):
    """How far back a walk over everything looks; nothing where it looks at all."""

    day: date | None = None  # of the oldest contact
    follow_up_id: int = 0  # that is too old


class Source(NamedTuple):
    """One kind of record that ties two kinds of node; the rows of one pair are added up."""

    through: Through
    one: Kind
    other: Kind
    query: "Select[Any]"
    one_id: Any
    other_id: Any
    day: Any
    number: Any
    recent: Any = None  # the condition of the window


def window(session: Session) -> Window:
    """So that the network of everybody costs the same however much there is."""
    day = session.scalar(
        select(col(Interaction.happened_on))
        .where(col(Interaction.deleted_at).is_(None))
        .order_by(col(Interaction.happened_on).desc(), col(Interaction.id).desc())
        .offset(LOOKED_AT)
        .limit(1)
    )
    if day is None:
        return Window()
    last = session.scalar(select(func.max(col(FollowUp.id)))) or 0
    return Window(day, max(0, last - LOOKED_AT))


def sources(session: Session, wanted: Wanted, looking: Window) -> Iterator[Source]:
    yield from _contacts(wanted, looking)
    yield from _events(wanted, looking)
    yield _follow_ups(session, wanted, looking)
    yield _agreements(wanted)
    if looking.day is None:  # each counts once, and would be the weakest of very many
        yield _positions(wanted)
        yield _parents(wanted)


def _contacts(wanted: Wanted, looking: Window) -> Iterator[Source]:
    """Who was met, by which unit, at which event."""
    day = col(Interaction.happened_on)
    recent = None if looking.day is None else day >= looking.day
    ours: tuple[tuple[Kind, Any, Any], ...] = (
        (Kind.UNIT, Unit, Interaction.unit_id),
        (Kind.EVENT, Event, Interaction.event_id),
    )
    theirs: tuple[tuple[Kind, Any, Any, Any], ...] = (
        (Kind.PARTNER, InteractionPartner, Partner, InteractionPartner.partner_id),
        (Kind.PERSON, InteractionPerson, Person, InteractionPerson.person_id),
    )
    for one, link, met, one_id in theirs:
        for other, record, other_id in ours:
            query = (
                select()
                .select_from(Interaction)
                .join(link, col(link.interaction_id) == col(Interaction.id))
                .join(met, col(met.id) == col(one_id))
                .join(record, col(record.id) == col(other_id))
                .where(
                    *_alive(Interaction, met, record),
                    *_fits(wanted, met, record),
                    *_in_time(day, wanted),
                )
            )
            ends = col(one_id), col(other_id)
            yield Source(Through.INTERACTION, one, other, query, *ends, day, func.count(), recent)


def _events(wanted: Wanted, looking: Window) -> Iterator[Source]:
    """Who was at an event; those who did not come were not."""
    day = col(Event.starts_on)
    recent = None if looking.day is None else day >= looking.day
    both: tuple[tuple[Kind, Any, Any, Any, list[Any]], ...] = (
        (
            Kind.PARTNER,
            Participation,
            Partner,
            Participation.partner_id,
            [col(Participation.came).is_distinct_from(Attendance.ABSENT)],
        ),
        (Kind.PERSON, EventPerson, Person, EventPerson.person_id, []),
    )
    for one, link, there, one_id, came in both:
        query = (
            select()
            .select_from(link)
            .join(there, col(there.id) == col(one_id))
            .join(Event, col(Event.id) == col(link.event_id))
            .where(*came, *_alive(there, Event), *_fits(wanted, there), *_in_time(day, wanted))
        )
        ends = col(one_id), col(link.event_id)
        yield Source(Through.EVENT, one, Kind.EVENT, query, *ends, day, literal(1), recent)


def _follow_ups(session: Session, wanted: Wanted, looking: Window) -> Source:
    """What a unit has to do with a partner, from the day it was written down."""
    written = col(FollowUp.created_at)
    since = [] if wanted.since is None else [written >= days.start_of(wanted.since)]
    query = (
        select()
        .select_from(FollowUp)
        .join(Partner, col(Partner.id) == col(FollowUp.partner_id))
        .join(Unit, col(Unit.id) == col(FollowUp.unit_id))
        .where(*_alive(FollowUp, Partner, Unit), *_fits(wanted, Partner, Unit), *since)
    )
    ends = col(FollowUp.partner_id), col(FollowUp.unit_id)
    day = days.local_day(written)
    recent = col(FollowUp.id) > looking.follow_up_id if looking.follow_up_id else None
    return Source(
        Through.FOLLOW_UP, Kind.PARTNER, Kind.UNIT, query, *ends, day, func.count(), recent
    )


def _agreements(wanted: Wanted) -> Source:
    day = col(Agreement.signed_on)
    in_time = _in_time(day, wanted) if wanted.since else [or_(day.is_(None), *_in_time(day))]
    query = (
        select()
        .select_from(AgreementPartner)
        .join(Agreement, col(Agreement.id) == col(AgreementPartner.agreement_id))
        .join(Partner, col(Partner.id) == col(AgreementPartner.partner_id))
        .join(Unit, col(Unit.id) == col(Agreement.unit_id))
        .where(*_alive(Agreement, Partner, Unit), *_fits(wanted, Partner, Unit), *in_time)
    )
    ends = col(AgreementPartner.partner_id), col(Agreement.unit_id)
    return Source(Through.AGREEMENT, Kind.PARTNER, Kind.UNIT, query, *ends, day, func.count())


def _positions(wanted: Wanted) -> Source:
    """Who works or worked where; once, however many positions."""
    until = col(Position.until)
    held = [] if wanted.since is None else [or_(until.is_(None), until >= wanted.since)]
    query = (
        select()
        .select_from(Position)
        .join(Person, col(Person.id) == col(Position.person_id))
        .join(Partner, col(Partner.id) == col(Position.partner_id))
        .where(*_alive(Person, Partner), *_fits(wanted, Partner), *held)
    )
    ends = col(Position.person_id), col(Position.partner_id)
    return Source(Through.POSITION, Kind.PERSON, Kind.PARTNER, query, *ends, _NO_DAY, literal(1))


def _parents(wanted: Wanted) -> Source:
    parent = aliased(Partner)
    query = (
        select()
        .select_from(Partner)
        .join(parent, col(parent.id) == col(Partner.parent_id))
        .where(*_alive(Partner, parent), *_fits(wanted, Partner, parent))
    )
    ends = col(Partner.id), col(Partner.parent_id)
    return Source(Through.PARENT, Kind.PARTNER, Kind.PARTNER, query, *ends, _NO_DAY, literal(1))


def _alive(*records: Any) -> list[Any]:
    return [col(record.deleted_at).is_(None) for record in records]


def _in_time(day: Any, wanted: Wanted = Wanted()) -> list[Any]:
    """Until today; what is only planned ties nobody yet."""
    since = [] if wanted.since is None else [day >= wanted.since]
    return [day <= clock.today(), *since]


def _fits(wanted: Wanted, *records: Any) -> list[Any]:
    """The partners of the sector, the people who are at one of them, the one unit."""
    conditions: list[Any] = []
    for record in records:
        if record is Unit and wanted.unit_id is not None:
            conditions.append(col(Unit.id) == wanted.unit_id)
        if wanted.sector is None or record in (Unit, Event):
            continue
        if record is Person:
            there = (
                select(literal(1))
                .select_from(Position)
                .join(Partner, col(Partner.id) == col(Position.partner_id))
                .where(
                    col(Position.person_id) == col(Person.id),
                    col(Partner.deleted_at).is_(None),
                    col(Partner.sector) == wanted.sector,
                )
                .correlate(Person)
            )
            conditions.append(there.exists())
        else:
            conditions.append(col(record.sector) == wanted.sector)
    return conditions
