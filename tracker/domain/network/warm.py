"""The warm path: who of us, in which unit, knows whom at a partner, with what shows it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import retention
from tracker.domain.models import (
    Account,
    Event,
    EventPerson,
    Interaction,
    InteractionColleague,
    InteractionKind,
    InteractionPartner,
    InteractionPerson,
    Person,
    Position,
    Unit,
)
from tracker.domain.models.records import name_in

MOST = 12
_HALF = 365  # days after which a contact counts half
_EVENTS = 300  # rows of shared events that are looked at, the latest


class NetworkStep(StrEnum):
    """How near somebody is, the nearest first."""

    MET = "met"  # a contact with a person of theirs
    MET_PARTNER = "met_partner"  # a contact with the partner that names nobody of theirs
    SAME_EVENT = "same_event"  # both were at an event, and no contact is written down


class Path(NamedTuple):
    """A colleague who may open the door, to whom, and what shows it."""

    step: NetworkStep
    colleague_id: int
    colleague: str
    unit_id: int | None  # through which most of it ran, or which the colleague heads
    unit: str | None
    person_id: int | None
    person: str | None
    number: int  # contacts, or events
    last: date
    kinds: Mapping[InteractionKind, int]
    event: tuple[int, str] | None  # the latest that both were at

    @property
    def strength(self) -> float:
        """How many contacts or events, half of it for each year since the last."""
        return float(self.number * 0.5 ** ((clock.today() - self.last).days / _HALF))


class _Met(NamedTuple):
    """Contacts of one colleague with one person, through one unit, of one kind."""

    colleague_id: int
    colleague: str
    person_id: int | None
    person: str | None
    unit_id: int | None
    kind: InteractionKind
    number: int
    last: date


class _Shared(NamedTuple):
    """A colleague and a person of theirs at one event."""

    colleague_id: int
    colleague: str
    unit_id: int | None
    person_id: int
    person: str
    event_id: int
    event: str
    day: date


@guarded(Action.READ)
def paths(
    session: Session, partner_id: int, *, by: User, unit_id: int | None = None, most: int = MOST
) -> list[Path]:
    """Who of us may open the door at a partner, the best first.

    Who had contact with a person of theirs, who works there today; then who had contact with the
    partner where nobody of theirs is named; then who was at an event with a person of theirs and
    has no contact with them on record. Of alike near ones those of the asking unit come first, then
    the stronger: see `Path.strength`. Colleagues who may no longer sign in are left out.
    """
    met = [*_met(session, partner_id), *_met_partner(session, partner_id)]
    shared = _shared(session, partner_id, by)
    asked = {each.unit_id for each in met} | {each.unit_id for each in shared}
    ours = {each.colleague_id for each in met} | {each.colleague_id for each in shared}
    units, headed = _units(session, asked, ours, by)
    found = _joined(met, units, headed) + _at_events(shared, met, units, headed)
    found.sort(
        key=lambda path: (
            list(NetworkStep).index(path.step),
            unit_id is not None and path.unit_id != unit_id,
            -path.strength,
            path.colleague,
            path.person or "",
        )
    )
    return found[:most]


def _theirs(partner_id: int) -> "Select[Any]":
    """The people who work there today."""
    until = col(Position.until)
    return (
        select(col(Person.id))
        .join(Position, col(Position.person_id) == col(Person.id))
        .where(
            col(Position.partner_id) == partner_id,
            or_(until.is_(None), until >= clock.today()),
            col(Person.deleted_at).is_(None),
            col(Person.erased_at).is_(None),
            ~retention.is_blocked(),  # nobody is sent to who asked to be left alone
        )
    )


def _happened() -> list[Any]:
    day = col(Interaction.happened_on)
    return [col(Interaction.deleted_at).is_(None), day <= clock.today(), col(Account.active)]


_WHO: tuple[Any, ...] = (col(Account.id), col(Account.name))
_HOW: tuple[Any, ...] = (col(Interaction.unit_id), col(Interaction.kind))
_OFTEN: tuple[Any, ...] = (func.count(), func.max(col(Interaction.happened_on)))


def _colleagues_of(query: "Select[Any]") -> "Select[Any]":
    """The query with the colleagues who took part in its contacts."""
    there = col(InteractionColleague.interaction_id) == col(Interaction.id)
    return query.join(InteractionColleague, there).join(
        Account, col(Account.id) == col(InteractionColleague.account_id)
    )


def _met(session: Session, partner_id: int) -> list[_Met]:
    whom: tuple[Any, ...] = (col(Person.id), col(Person.name))
    query = (
        select(*_WHO, *whom, *_HOW, *_OFTEN)
        .select_from(InteractionPerson)
        .join(Person, col(Person.id) == col(InteractionPerson.person_id))
        .join(Interaction, col(Interaction.id) == col(InteractionPerson.interaction_id))
    )
    query = _colleagues_of(query).where(*_happened(), col(Person.id).in_(_theirs(partner_id)))
    return [_Met(*row) for row in session.execute(query.group_by(*_WHO, *whom, *_HOW))]


def _met_partner(session: Session, partner_id: int) -> list[_Met]:
    named = select(col(InteractionPerson.person_id)).where(
        col(InteractionPerson.interaction_id) == col(Interaction.id),
        col(InteractionPerson.person_id).in_(_theirs(partner_id)),
    )
    query = (
        select(*_WHO, *_HOW, *_OFTEN)
        .select_from(InteractionPartner)
        .join(Interaction, col(Interaction.id) == col(InteractionPartner.interaction_id))
    )
    query = _colleagues_of(query).where(
        *_happened(), col(InteractionPartner.partner_id) == partner_id, ~named.exists()
    )
    found = session.execute(query.group_by(*_WHO, *_HOW))
    return [_Met(who, name, None, None, *more) for who, name, *more in found]


def _shared(session: Session, partner_id: int, by: User) -> list[_Shared]:
    """Who of us noted a contact at an event where a person of theirs was, the latest first."""
    theirs = _theirs(partner_id)
    at_event = (
        select(col(EventPerson.event_id), col(EventPerson.person_id))
        .where(col(EventPerson.person_id).in_(theirs))
        .union(
            select(col(Interaction.event_id), col(InteractionPerson.person_id))
            .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(Interaction.id))
            .where(
                col(InteractionPerson.person_id).in_(theirs),
                col(Interaction.event_id).is_not(None),
                col(Interaction.deleted_at).is_(None),
            )
        )
        .subquery()
    )
    event: Any = col(Event.id), name_in(Event, by.language), col(Event.starts_on)
    whom: tuple[Any, ...] = (col(Person.id), col(Person.name))
    query = (
        select(*_WHO, col(Interaction.unit_id), *whom, *event)
        .select_from(at_event)
        .join(Event, col(Event.id) == at_event.c.event_id)
        .join(Person, col(Person.id) == at_event.c.person_id)
        .join(Interaction, col(Interaction.event_id) == col(Event.id))
    )
    query = (
        _colleagues_of(query)
        .where(*_happened(), col(Event.deleted_at).is_(None), col(Event.starts_on) <= clock.today())
        .distinct()
        .order_by(col(Event.starts_on).desc(), col(Event.id), col(Account.id), col(Person.id))
        .limit(_EVENTS)
    )
    return [_Shared(*row) for row in session.execute(query)]


def _units(
    session: Session, asked: Iterable[int | None], colleagues: Iterable[int], by: User
) -> tuple[dict[int, str], dict[int, int]]:
    """The names of units, and which unit a colleague heads."""
    known, heads = [each for each in asked if each], list(colleagues)
    if not heads:
        return {}, {}
    query = select(col(Unit.id), name_in(Unit, by.language), col(Unit.head_id)).where(
        col(Unit.deleted_at).is_(None), or_(col(Unit.id).in_(known), col(Unit.head_id).in_(heads))
    )
    found = session.execute(query.order_by(col(Unit.id).desc())).all()
    return {row[0]: row[1] for row in found}, {row[2]: row[0] for row in found if row[2]}


def _joined(met: list[_Met], units: dict[int, str], headed: dict[int, int]) -> list[Path]:
    """One path for each colleague and person."""
    groups: dict[tuple[int, int | None], list[_Met]] = {}
    for each in met:
        groups.setdefault((each.colleague_id, each.person_id), []).append(each)
    return [
        _path(
            NetworkStep.MET if group[0].person_id else NetworkStep.MET_PARTNER, group, units, headed
        )
        for group in groups.values()
    ]


def _path(
    step: NetworkStep, group: list[_Met], units: dict[int, str], headed: dict[int, int]
) -> Path:
    kinds: Counter[InteractionKind] = Counter()
    through: Counter[int | None] = Counter()
    for each in group:
        kinds[each.kind] += each.number
        through[each.unit_id] += each.number
    who = group[0]
    step = NetworkStep.MET if who.person_id else NetworkStep.MET_PARTNER
    unit_id = _usual(through, units) or headed.get(who.colleague_id)
    return Path(
        step,
        *(who.colleague_id, who.colleague),
        *(unit_id, units.get(unit_id or 0)),
        *(who.person_id, who.person),
        sum(each.number for each in group),
        max(each.last for each in group),
        dict(kinds.most_common()),
        None,
    )


def _at_events(
    shared: list[_Shared], met: list[_Met], units: dict[int, str], headed: dict[int, int]
) -> list[Path]:
    """One path for each colleague and person who have no contact on record."""
    known = {(each.colleague_id, each.person_id) for each in met}
    groups: dict[tuple[int, int], list[_Shared]] = {}
    for each in shared:
        if (each.colleague_id, each.person_id) not in known:
            groups.setdefault((each.colleague_id, each.person_id), []).append(each)
    found = []
    for group in groups.values():
        latest = group[0]
        through = Counter(each.unit_id for each in group)
        unit_id = _usual(through, units) or headed.get(latest.colleague_id)
        found.append(
            Path(
                NetworkStep.SAME_EVENT,
                *(latest.colleague_id, latest.colleague),
                *(unit_id, units.get(unit_id or 0)),
                *(latest.person_id, latest.person),
                len({each.event_id for each in group}),
                latest.day,
                {},
                (latest.event_id, latest.event),
            )
        )
    return found


def _usual(through: Counter[int | None], units: Mapping[int, str]) -> int | None:
    """The unit that most of it ran through, of those that are there."""
    ranked = sorted(through.items(), key=lambda each: (-each[1], each[0] or 0))
    return next((number for number, _ in ranked if number in units), None)
