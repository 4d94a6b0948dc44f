"""What the reader confirmed of one article. Only this is written.

`key` names a card of the page: a person, request or agreement points to its partner by it, and a
refusal says by it which card has to be corrected.
"""

from dataclasses import dataclass, field
from datetime import date

from tracker.domain.models import (
    AgreementKind,
    Direction,
    EventKind,
    FollowUpKind,
    NewsItemDraft,
    ParticipationRole,
    Sector,
    Wish,
)
from tracker.domain.news import Evidence


@dataclass(frozen=True, slots=True)
class PartnerDecided:
    """A known partner (`id`), whose new name is learnt, or a new one; and where it took part."""

    key: str
    name: str
    evidence: Evidence
    id: int | None = None
    sector: Sector = Sector.OTHER
    event: str | None = None  # the key of an event
    role: ParticipationRole = ParticipationRole.PARTICIPANT


@dataclass(frozen=True, slots=True)
class EventDecided:
    """A known event, or a new one, perhaps as part of a known larger one."""

    key: str
    name: str
    evidence: Evidence
    id: int | None = None
    kind: EventKind = EventKind.OTHER
    starts_on: date | None = None
    ends_on: date | None = None
    place: str | None = None
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonDecided:
    """Somebody known, or new; with the position held at a partner of this article."""

    key: str
    name: str
    evidence: Evidence
    id: int | None = None
    position: str | None = None
    partner: str | None = None  # the key of a partner


@dataclass(frozen=True, slots=True)
class RequestDecided:
    """What becomes a follow-up."""

    key: str
    partner: str | None
    evidence: Evidence
    owner_id: int
    kind: FollowUpKind = FollowUpKind.OTHER
    wish: Wish = Wish.NEED
    direction: Direction = Direction.WE_OWE
    subject: str | None = None
    unit_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementDecided:
    """What becomes an agreement."""

    key: str
    title: str
    partners: tuple[str, ...]
    evidence: Evidence
    kind: AgreementKind = AgreementKind.MEMORANDUM
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """One article and everything confirmed of it; `rejected` are the strings that were not."""

    news: NewsItemDraft
    tags: tuple[str, ...] = ()
    partners: tuple[PartnerDecided, ...] = ()
    events: tuple[EventDecided, ...] = ()
    people: tuple[PersonDecided, ...] = ()
    requests: tuple[RequestDecided, ...] = ()
    agreements: tuple[AgreementDecided, ...] = ()
    rejected: tuple[str, ...] = field(default=())
