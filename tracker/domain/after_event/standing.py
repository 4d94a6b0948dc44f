"""What is stored of the participants of an event: where a row of the sheet stands now.

Nothing marks a record as made by the sheet: a row shows what was noted of its partner at the event,
wherever it was written down, and corrects that. So nothing is there twice, and a row survives
merging, the trash and taking back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, lazyload
from sqlmodel import Session, col

from tracker import clock
from tracker.domain.models import (
    Attendance,
    EventPerson,
    FollowUp,
    Interaction,
    InteractionPartner,
    Participation,
    Partner,
    Person,
    Position,
)


@dataclass
class Standing:
    """One partner at an event, with everything that a row of the sheet is about."""

    partner: Partner
    participations: list[Participation] = field(default_factory=list)
    people: list[tuple[int, str, str]] = field(default_factory=list)  # id, name, title there
    interaction: Interaction | None = None  # the latest with this partner alone
    follow_up: FollowUp | None = None  # the latest that is open
    closed: FollowUp | None = None  # the latest that is done or declined

    @property
    def came(self) -> Attendance | None:
        """Who came in one role came."""
        said = {each.came for each in self.participations}
        return next((each for each in Attendance if each in said), None)

    @property
    def outcome(self) -> str:
        return (self.interaction and self.interaction.outcome) or ""

    @property
    def next_step(self) -> str:
        return (self.follow_up and self.follow_up.subject) or ""

    @property
    def mark(self) -> str:
        """The revisions of all that the row shows: another mark, and it shows something else."""
        groups = (self.participations, [self.interaction], [self.follow_up])
        return "|".join(
            ",".join(f"{each.id}:{each.revision}" for each in group if each is not None)
            for group in groups
        )


def of(session: Session, event_id: int, partner_ids: Sequence[int]) -> dict[int, Standing]:
    """Those of these partners who take part in the event, by id; none in the trash."""
    found: dict[int, Standing] = {}
    for taken, partner in session.execute(
        select(Participation, Partner)
        .join(Partner, col(Partner.id) == col(Participation.partner_id))
        .where(
            col(Participation.event_id) == event_id,
            col(Partner.id).in_(partner_ids),
            col(Partner.deleted_at).is_(None),
        )
        .order_by(col(Participation.id))
    ):
        found.setdefault(partner.id, Standing(partner)).participations.append(taken)
    for partner_id, people in _people(session, event_id, found).items():
        found[partner_id].people = people
    # The latest comes last, and stays.
    for partner_id, interaction in session.execute(_interactions(event_id, found)):
        found[partner_id].interaction = interaction
    for follow_up in session.scalars(_follow_ups(event_id, found)):
        there = found[follow_up.partner_id]
        if follow_up.closed_at is None:
            there.follow_up = follow_up
        else:
            there.closed = follow_up
    return found


def _people(
    session: Session, event_id: int, partner_ids: Iterable[int]
) -> dict[int, list[tuple[int, str, str]]]:
    """Who is expected from each partner, with what they are there now; nobody who was erased, of
    whom no meeting is written down."""
    holds = (
        col(Position.person_id) == col(Person.id),
        col(Position.partner_id) == col(EventPerson.partner_id),
        or_(col(Position.until).is_(None), col(Position.until) >= clock.today()),
    )
    title = select(func.max(col(Position.title))).where(*holds).correlate(Person, EventPerson)
    columns: list[Any] = [EventPerson.partner_id, Person.id, Person.name]
    query = (
        select(*columns, func.coalesce(title.scalar_subquery(), ""))
        .join(Person, col(Person.id) == col(EventPerson.person_id))
        .where(
            col(EventPerson.event_id) == event_id,
            col(EventPerson.partner_id).in_(list(partner_ids)),
            col(Person.deleted_at).is_(None),
            col(Person.erased_at).is_(None),
        )
        .order_by(col(Person.sort_key), col(Person.id))
    )
    found: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for partner_id, *somebody in session.execute(query):
        found[partner_id].append(tuple(somebody))
    return found


def _interactions(event_id: int, partner_ids: Iterable[int]) -> Any:
    """What was said with one partner alone: words said with several are not a row's to correct."""
    other = aliased(InteractionPartner)
    together = select(col(other.partner_id)).where(
        col(other.interaction_id) == col(Interaction.id),
        col(other.partner_id) != col(InteractionPartner.partner_id),
    )
    return (
        select(col(InteractionPartner.partner_id), Interaction)
        .join(InteractionPartner, col(InteractionPartner.interaction_id) == col(Interaction.id))
        .where(
            col(Interaction.event_id) == event_id,
            col(Interaction.deleted_at).is_(None),
            col(InteractionPartner.partner_id).in_(list(partner_ids)),
            ~together.correlate(Interaction, InteractionPartner).exists(),
        )
        .options(lazyload("*"))
        .order_by(col(Interaction.id))
    )


def _follow_ups(event_id: int, partner_ids: Iterable[int]) -> Any:
    met = select(col(Interaction.id)).where(
        col(Interaction.event_id) == event_id, col(Interaction.deleted_at).is_(None)
    )
    return (
        select(FollowUp)
        .where(
            col(FollowUp.partner_id).in_(list(partner_ids)),
            or_(col(FollowUp.event_id) == event_id, col(FollowUp.interaction_id).in_(met)),
            col(FollowUp.deleted_at).is_(None),
        )
        .order_by(col(FollowUp.id))
    )
