"""Small worlds of partners, people, units and events with everything that can tie them, by chance.

And what ties them, worked out once more by going through all records one after the other.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlmodel import Session, select

from tests.world import COLLEAGUES
from tracker import clock
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attendance,
    Event,
    EventPerson,
    FollowUp,
    FollowUpKind,
    Interaction,
    InteractionColleague,
    InteractionPartner,
    InteractionPerson,
    Kind,
    Participation,
    ParticipationRole,
    Partner,
    Person,
    Position,
    Sector,
    Unit,
)
from tracker.domain.network.nodes import NetworkThrough, Node, Tie, Wanted

Pair = tuple[Node, Node]


def fill(session: Session, chance: Random) -> None:
    """A few records of each kind, some in the trash, some in the future, tied at random."""

    def alive() -> dict[str, Any]:
        return {"deleted_at": clock.now()} if chance.random() < 0.15 else {}

    def day(soon: int = 20) -> date:
        return clock.today() + timedelta(days=chance.randint(-400, soon))

    def some(ids: list[int], most: int) -> list[int]:
        return chance.sample(ids, chance.randint(0, min(most, len(ids))))

    def ids(kind: Any) -> list[int]:
        return list(session.exec(select(kind.id).order_by(kind.id)).all())

    sectors = [Sector.INDUSTRY, Sector.MUSEUM]
    for number in range(6):
        parent = chance.choice([None, *ids(Partner)])
        session.add(
            Partner(
                name_en=f"P{number}", sector=chance.choice(sectors), parent_id=parent, **alive()
            )
        )
        session.add(Person(name=f"Person {number}", **alive()))
        session.flush()
    for number in range(3):
        session.add(Unit(name_en=f"U{number}", **alive()))
        session.add(Event(name_en=f"E{number}", starts_on=day(60), **alive()))
    session.flush()
    partners, people, units, events = ids(Partner), ids(Person), ids(Unit), ids(Event)
    for person in people:
        for partner in some(partners, 2):
            until = chance.choice([None, day()])
            session.add(Position(person_id=person, partner_id=partner, until=until))
    for event in events:
        for partner in some(partners, 4):
            came = chance.choice([None, Attendance.CAME, Attendance.ABSENT])
            for role in chance.sample(list(ParticipationRole), chance.randint(1, 2)):
                session.add(Participation(event_id=event, partner_id=partner, role=role, came=came))
        for person in some(people, 3):
            session.add(EventPerson(event_id=event, person_id=person, partner_id=partners[0]))
    for number in range(25):
        made = Interaction(
            summary=f"Talk {number}",
            happened_on=day(),
            unit_id=chance.choice([None, *units]),
            event_id=chance.choice([None, None, *events]),
            **alive(),
        )
        session.add(made)
        session.flush()
        at = made.id or 0
        for partner in some(partners, 2):
            session.add(InteractionPartner(interaction_id=at, partner_id=partner))
        for person in some(people, 2):
            session.add(InteractionPerson(interaction_id=at, person_id=person))
        for colleague in some([user.id for user in COLLEAGUES], 2):
            session.add(InteractionColleague(interaction_id=at, account_id=colleague))
    for _ in range(12):
        unit, partner = chance.choice([None, *units]), chance.choice(partners)
        session.add(
            FollowUp(
                kind=FollowUpKind.OTHER,
                partner_id=partner,
                unit_id=unit,
                owner_id=1,
                created_at=clock.now() - timedelta(days=chance.randint(0, 400)),
                **alive(),
            )
        )
        signed = chance.choice([None, day()])
        agreement = Agreement(title="Paper", signed_on=signed, unit_id=unit, **alive())
        session.add(agreement)
        session.flush()
        for party in some(partners, 2):
            session.add(AgreementPartner(agreement_id=agreement.id or 0, partner_id=party))
    session.flush()


def brute_force(session: Session, wanted: Wanted = Wanted()) -> dict[Pair, Tie]:
    """Every tie there is, without any SQL but reading whole tables."""
    today, since = clock.today(), wanted.since or date.min

    def table(kind: Any) -> list[Any]:
        return list(session.exec(select(kind)).all())

    def by_id(kind: Any) -> dict[int, Any]:
        return {each.id: each for each in table(kind) if each.deleted_at is None}

    partners, people, units = by_id(Partner), by_id(Person), by_id(Unit)
    events, contacts = by_id(Event), by_id(Interaction)
    agreements = by_id(Agreement)
    positions = table(Position)
    if wanted.sector:
        partners = {n: each for n, each in partners.items() if each.sector == wanted.sector}
        there = {each.person_id for each in positions if each.partner_id in partners}
        people = {n: each for n, each in people.items() if n in there}
    if wanted.unit_id:
        units = {n: each for n, each in units.items() if n == wanted.unit_id}
    known = {
        Kind.PARTNER: partners, Kind.PERSON: people, Kind.UNIT: units, Kind.EVENT: events
    }  # fmt: skip
    found: dict[Pair, dict[NetworkThrough, int]] = {}
    last: dict[Pair, date] = {}

    def note(
        through: NetworkThrough, one: Node, other: Node, on: date | None, *, once: bool = False
    ) -> None:
        shown = {one.kind, other.kind} <= wanted.kinds
        if not shown or one.id not in known[one.kind] or other.id not in known[other.kind]:
            return
        counts = found.setdefault((one, other), Counter())
        counts[through] = 1 if once else counts.get(through, 0) + 1
        if on is not None:
            last[one, other] = max(on, last.get((one, other), on))

    for link, kind, column in (
        (InteractionPartner, Kind.PARTNER, "partner_id"),
        (InteractionPerson, Kind.PERSON, "person_id"),
    ):
        for each in table(link):
            contact = contacts.get(each.interaction_id)
            if contact is None or not since <= contact.happened_on <= today:
                continue
            here = Node(kind, getattr(each, column))
            for there_kind, at in ((Kind.UNIT, contact.unit_id), (Kind.EVENT, contact.event_id)):
                if at is not None:
                    there_node = Node(there_kind, at)
                    note(NetworkThrough.INTERACTION, here, there_node, contact.happened_on)
    for each in table(Participation):
        event = events.get(each.event_id)
        if event and since <= event.starts_on <= today and each.came is not Attendance.ABSENT:
            ends = Node(Kind.PARTNER, each.partner_id), Node(Kind.EVENT, event.id)
            note(NetworkThrough.EVENT, *ends, event.starts_on, once=True)
    for each in table(EventPerson):
        event = events.get(each.event_id)
        if event and since <= event.starts_on <= today:
            ends = Node(Kind.PERSON, each.person_id), Node(Kind.EVENT, event.id)
            note(NetworkThrough.EVENT, *ends, event.starts_on, once=True)
    for each in by_id(FollowUp).values():
        written = clock.local(each.created_at).date()
        if each.unit_id and written >= since:
            ends = Node(Kind.PARTNER, each.partner_id), Node(Kind.UNIT, each.unit_id)
            note(NetworkThrough.FOLLOW_UP, *ends, written)
    for each in table(AgreementPartner):
        paper = agreements.get(each.agreement_id)
        if paper is None or paper.unit_id is None or (paper.signed_on or today) > today:
            continue
        if wanted.since and (paper.signed_on is None or paper.signed_on < since):
            continue
        ends = Node(Kind.PARTNER, each.partner_id), Node(Kind.UNIT, paper.unit_id)
        note(NetworkThrough.AGREEMENT, *ends, paper.signed_on)
    for each in positions:
        if each.until is None or each.until >= since:
            ends = Node(Kind.PERSON, each.person_id), Node(Kind.PARTNER, each.partner_id)
            note(NetworkThrough.POSITION, *ends, None, once=True)
    for child in partners.values():
        if child.parent_id is not None:
            ends = Node(Kind.PARTNER, child.id), Node(Kind.PARTNER, child.parent_id)
            note(NetworkThrough.PARENT, *ends, None)
    return {
        pair: Tie(*pair, sum(counts.values()), last.get(pair), dict(counts))
        for pair, counts in found.items()
    }
