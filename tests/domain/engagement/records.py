"""A made-up story of one or two partners, as plain rows, and putting it into the database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlmodel import Session

from tests.world import aigerim
from tracker.domain.engagement import standing, sums
from tracker.domain.engagement.rules import Rule
from tracker.domain.engagement.sums import Sum
from tracker.domain.models import (
    Agreement,
    AgreementKind,
    AgreementPartner,
    Attendance,
    Direction,
    Event,
    EventKind,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Interaction,
    InteractionKind,
    InteractionPartner,
    Participation,
    ParticipationRole,
    Renewal,
)

TODAY = date(2026, 9, 1)


class Happened(NamedTuple):
    """One record: what it is, whose, and its days as days before TODAY."""

    what: str  # the table
    partner: int
    kind: Any
    ago: int
    closed: int | None = None  # of a follow-up; of an agreement its last day
    status: FollowUpStatus = FollowUpStatus.DONE
    direction: Direction = Direction.WE_OWE
    role: ParticipationRole = ParticipationRole.PARTICIPANT
    came: Attendance | None = None
    renewal: Renewal = Renewal.NONE


def summed(session: Session, days: Sequence[date], rule: Rule) -> dict[int, list[Sum | None]]:
    """How everybody stood on each day."""
    parts = sums.parts(session)
    return {
        number: stood for part in parts for number, stood in sums.of_part(session, days, rule, part)
    }


def work_out(session: Session, *, seconds: float = 0.0) -> None:
    """As the server does, in no time, so that it may be done again at once."""
    run = standing.begun(session)
    for part in sums.parts(session):
        standing.keep(session, part, standing.worked_out(session, run, part))
    standing.end(session, run, seconds)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def noon(days: int) -> datetime:
    return datetime.combine(ago(days), time(7), UTC)


def put(session: Session, story: list[Happened]) -> None:
    for each in story:
        _PUT[each.what](session, each)
    session.flush()


def _interaction(session: Session, each: Happened) -> None:
    record = Interaction(kind=each.kind, happened_on=ago(each.ago), summary="We met")
    session.add(record)
    session.flush()
    link = InteractionPartner(interaction_id=record.id or 0, partner_id=each.partner)
    record.partners.append(link)


def _event(session: Session, each: Happened) -> None:
    record = Event(name_en="Event", kind=each.kind, starts_on=ago(each.ago))
    session.add(record)
    session.flush()
    session.add(
        Participation(
            event_id=record.id or 0, partner_id=each.partner, role=each.role, came=each.came
        )
    )


def _follow_up(session: Session, each: Happened) -> None:
    closed = None if each.closed is None else noon(each.closed)
    session.add(
        FollowUp(
            kind=each.kind,
            partner_id=each.partner,
            owner_id=aigerim.id,
            direction=each.direction,
            status=each.status,
            closed_at=closed if each.status.is_closed else None,
            created_at=noon(each.ago),
        )
    )


def _agreement(session: Session, each: Happened) -> None:
    until = None if each.closed is None else ago(each.closed)
    record = Agreement(
        title="Agreement",
        kind=each.kind,
        signed_on=ago(each.ago),
        valid_until=until,
        renewal=each.renewal,
    )
    session.add(record)
    session.flush()
    link = AgreementPartner(agreement_id=record.id or 0, partner_id=each.partner)
    record.partners.append(link)


_PUT = {
    "interaction": _interaction,
    "event": _event,
    "follow_up": _follow_up,
    "agreement": _agreement,
}


def story(random: Random, partner: int) -> list[Happened]:
    """Up to a dozen records of a partner, some of days that are still to come."""
    return [_ANY[random.choice(list(_ANY))](random, partner) for _ in range(random.randint(0, 12))]


def _any_interaction(random: Random, partner: int) -> Happened:
    kind = random.choice(list(InteractionKind))
    return Happened("interaction", partner, kind, random.randint(-200, 2000))


def _any_event(random: Random, partner: int) -> Happened:
    return Happened(
        "event",
        partner,
        random.choice(list(EventKind)),
        random.randint(-200, 2000),
        role=random.choice(list(ParticipationRole)),
        came=random.choice((None, *Attendance)),
    )


def _any_follow_up(random: Random, partner: int) -> Happened:
    begun = random.randint(0, 2000)
    return Happened(
        "follow_up",
        partner,
        random.choice(list(FollowUpKind)),
        begun,
        closed=random.randint(0, begun),
        status=random.choice(list(FollowUpStatus)),
        direction=random.choice(list(Direction)),
    )


def _any_agreement(random: Random, partner: int) -> Happened:
    begun = random.randint(-200, 2000)
    return Happened(
        "agreement",
        partner,
        random.choice(list(AgreementKind)),
        begun,
        closed=random.choice((None, random.randint(-300, begun))),
        renewal=random.choice(list(Renewal)),
    )


_ANY = {
    "interaction": _any_interaction,
    "event": _any_event,
    "follow_up": _any_follow_up,
    "agreement": _any_agreement,
}
