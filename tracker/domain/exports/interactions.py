"""Every interaction that fits, for a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import interactions
from tracker.domain.exports.reading import gathered, in_chunks
from tracker.domain.interactions import InteractionFilter
from tracker.domain.lists import ByDay
from tracker.domain.models import (
    Account,
    Event,
    Interaction,
    InteractionColleague,
    InteractionKind,
    InteractionPartner,
    InteractionPerson,
    Partner,
    Person,
    Unit,
)
from tracker.domain.models.records import name_in


class InteractionExport(NamedTuple):
    """One interaction with everything a file of them shows."""

    id: int
    happened_on: date
    happened_at: time | None
    kind: InteractionKind
    summary: str
    outcome: str | None
    place: str | None
    event_id: int | None
    event: str | None
    unit_id: int | None
    unit: str | None
    recorded_by: str | None
    created_at: datetime
    updated_at: datetime
    partners: tuple[str, ...]
    people: tuple[str, ...]
    colleagues: tuple[str, ...]


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: InteractionFilter = InteractionFilter(),
    *,
    by: User,
    sort: ByDay = ByDay.DAY,
    descending: bool = True,
) -> Iterator[InteractionExport]:
    """Every interaction that fits, in order."""
    wanted = interactions.meant(session, wanted, by=by)

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, InteractionExport]]:
        who = [gathered(session, pairs) for pairs in _who(ids, by.language)]
        for row in session.execute(_columns(by.language).where(col(Interaction.id).in_(ids))):
            yield row[0], InteractionExport._make([*row, *(names[row[0]] for names in who)])

    return in_chunks(session, interactions.fitting(wanted, oldest_first=not descending), rows)


def _columns(language: str) -> Any:
    own = ["id", "happened_on", "happened_at", "kind", "summary", "outcome", "place", "event_id"]
    return (
        select(
            *(col(getattr(Interaction, name)) for name in own),
            func.nullif(name_in(Event, language), ""),
            col(Interaction.unit_id),
            func.nullif(name_in(Unit, language), ""),
            col(Account.name),
            col(Interaction.created_at),
            col(Interaction.updated_at),
        )
        .outerjoin(Event, col(Event.id) == col(Interaction.event_id))
        .outerjoin(Unit, col(Unit.id) == col(Interaction.unit_id))
        .outerjoin(Account, col(Account.id) == col(Interaction.created_by))
    )


def _who(ids: Sequence[int], language: str) -> tuple[Any, Any, Any]:
    """The partners, people and colleagues of each, by name, as (interaction, name)."""
    partners = (
        select(col(InteractionPartner.interaction_id), name_in(Partner, language))
        .join(Partner, col(Partner.id) == col(InteractionPartner.partner_id))
        .where(col(InteractionPartner.interaction_id).in_(ids))
        .order_by(col(getattr(Partner, f"sort_{language}")), col(Partner.id))
    )
    people = (
        select(col(InteractionPerson.interaction_id), col(Person.name))
        .join(Person, col(Person.id) == col(InteractionPerson.person_id))
        .where(col(InteractionPerson.interaction_id).in_(ids))
        .order_by(col(Person.sort_key), col(Person.id))
    )
    colleagues = (
        select(col(InteractionColleague.interaction_id), col(Account.name))
        .join(Account, col(Account.id) == col(InteractionColleague.account_id))
        .where(col(InteractionColleague.interaction_id).in_(ids))
        .order_by(col(Account.sort_key), col(Account.id))
    )
    return partners, people, colleagues
