"""Somebody to pick in a form, and whom a name says."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import finding, lists, retention, unchanged
from tracker.domain.models import Kind, Partner, Person, Position
from tracker.domain.models.records import name_in
from tracker.domain.people import current, works_at


class Choice(NamedTuple):
    """Somebody to pick."""

    id: int
    label: str
    is_left_alone: bool  # as they asked to be


@guarded(Action.READ)
def choices(
    session: Session,
    *,
    by: User,
    text: str = "",
    partner_ids: Sequence[int] = (),
    limit: int = lists.CHOICES,
) -> list[tuple[int, str]]:
    """Ids and labels "Name — Partner" to pick from: people at these partners first, then those
    touched last; narrowed by `text`. Nobody who was erased is among them."""
    found = to_meet(session, by=by, text=text, partner_ids=partner_ids, limit=limit)
    return [(each.id, each.label) for each in found]


@guarded(Action.READ)
def to_meet(
    session: Session,
    *,
    by: User,
    text: str = "",
    partner_ids: Sequence[int] = (),
    limit: int = lists.CHOICES,
) -> list[Choice]:
    """The same with who asked to be left alone, who come last: that somebody met them may be
    written down, and nobody is led to do so."""
    if text or partner_ids:
        return _choices(session, by.language, text, partner_ids, limit)
    key = "people.choices", by.language, clock.today(), limit
    kinds = Kind.PERSON, Kind.PARTNER
    return unchanged.of_kinds(
        session, kinds, key, lambda: _choices(session, by.language, "", (), limit)
    )


def _choices(
    session: Session, language: str, text: str, partner_ids: Sequence[int], limit: int
) -> list[Choice]:
    alive = col(Person.deleted_at).is_(None), col(Person.erased_at).is_(None)
    fits = *alive, *lists.matching_until_full(session, col(Person.search_key), text)
    latest_first = col(Person.updated_at).desc(), col(Person.id).desc()
    employer, is_left_alone = _employer(partner_ids, language), retention.is_blocked()
    query = select(col(Person.id), col(Person.name), employer, is_left_alone)
    query = query.where(*fits).order_by(*latest_first).limit(limit)
    if partner_ids:
        # Narrowed before it is asked of anybody whether they are there.
        latest = select(col(Person.id)).where(*fits).order_by(*latest_first).limit(limit)
        there = select(col(Position.person_id)).where(col(Position.partner_id).in_(partner_ids))
        few = col(Person.id).in_(latest.correlate(None)) | col(Person.id).in_(there)
        query = (
            query.where(few).order_by(None).order_by(works_at(partner_ids).desc(), *latest_first)
        )
    found = [
        Choice(number, f"{name} — {partner}" if partner else name, alone)
        for number, name, partner, alone in session.execute(query)
    ]
    return sorted(found, key=lambda each: each.is_left_alone)


@guarded(Action.READ)
def named(session: Session, name: str, *, by: User, partner_id: int | None = None) -> Person | None:
    """Somebody with exactly this name, whatever the case; who is at the partner, if one is given.

    Of several namesakes the one recorded first. Nobody who was erased.
    """
    carrying = finding.carrying(session, Kind.PERSON, [name])
    namesakes = [each for each in carrying if each.erased_at is None]
    if partner_id is not None:
        ids = [each.id for each in namesakes]
        there = select(col(Person.id)).where(col(Person.id).in_(ids), works_at([partner_id]))
        kept = set(session.scalars(there))
        namesakes = [each for each in namesakes if each.id in kept]
    return next(iter(namesakes), None)


def _employer(partner_ids: Sequence[int], language: str) -> Any:
    """The name of the partner somebody is at now: one of these, if there is one among them."""
    these_first = col(Position.partner_id).in_(partner_ids).desc()
    return (
        select(name_in(Partner, language))
        .join(Position, col(Position.partner_id) == col(Partner.id))
        .where(
            col(Position.person_id) == col(Person.id),
            col(Partner.deleted_at).is_(None),
            current(),
        )
        .order_by(these_first, col(Position.id).desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
