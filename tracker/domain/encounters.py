"""Where a person at a partner turns up: contacts, what follows from them, events and news."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.excerpts import READ, excerpt
from tracker.domain.models import (
    Event,
    EventPerson,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Interaction,
    InteractionKind,
    InteractionPerson,
    Mention,
    NewsItem,
)
from tracker.domain.models.records import name_in

MOST = 100


class Contact(NamedTuple):
    """An interaction that somebody took part in."""

    id: int
    kind: InteractionKind
    happened_on: date
    summary: str  # its beginning


class Wish(NamedTuple):
    """A follow-up that came from an interaction with somebody."""

    id: int
    kind: FollowUpKind
    subject: str | None
    status: FollowUpStatus
    due_on: date | None


class Occasion(NamedTuple):
    """An event where somebody was, or was expected."""

    id: int
    name: str
    starts_on: date


class Story(NamedTuple):
    """A news item that speaks of somebody."""

    id: int
    title: str
    published_on: date
    quote: str | None


@guarded(Action.READ)
def interactions(session: Session, person_id: int, *, by: User, limit: int = MOST) -> list[Contact]:
    """The latest first."""
    summary = func.substr(col(Interaction.summary), 1, READ)
    query = (
        select(col(Interaction.id), col(Interaction.kind), col(Interaction.happened_on), summary)
        .where(col(Interaction.id).in_(_met(person_id)))
        .order_by(col(Interaction.happened_on).desc(), col(Interaction.id).desc())
        .limit(limit)
    )
    found = session.execute(query)
    return [Contact(number, kind, day, excerpt(text)) for number, kind, day, text in found]


@guarded(Action.READ)
def follow_ups(session: Session, person_id: int, *, by: User, limit: int = MOST) -> list[Wish]:
    """The open ones first, by the day they are due."""
    query = (
        select(
            col(FollowUp.id),
            col(FollowUp.kind),
            col(FollowUp.subject),
            col(FollowUp.status),
            col(FollowUp.due_on),
        )
        .where(
            col(FollowUp.interaction_id).in_(_met(person_id)), col(FollowUp.deleted_at).is_(None)
        )
        .order_by(
            col(FollowUp.closed_at).is_not(None),
            col(FollowUp.due_on).asc().nulls_last(),
            col(FollowUp.id),
        )
        .limit(limit)
    )
    return [Wish(*row) for row in session.execute(query)]


@guarded(Action.READ)
def events(session: Session, person_id: int, *, by: User, limit: int = MOST) -> list[Occasion]:
    """The events to which somebody came, or at which somebody was met, the latest first."""
    met = select(col(Interaction.event_id)).where(col(Interaction.id).in_(_met(person_id)))
    there = met.union(
        select(col(EventPerson.event_id)).where(col(EventPerson.person_id) == person_id)
    )
    query = (
        select(col(Event.id), name_in(Event, by.language), col(Event.starts_on))
        .where(col(Event.id).in_(there), col(Event.deleted_at).is_(None))
        .order_by(col(Event.starts_on).desc(), col(Event.id))
        .limit(limit)
    )
    return [Occasion(*row) for row in session.execute(query)]


@guarded(Action.READ)
def news(session: Session, person_id: int, *, by: User, limit: int = MOST) -> list[Story]:
    """The latest first."""
    query = (
        select(
            col(NewsItem.id), col(NewsItem.title), col(NewsItem.published_on), col(Mention.quote)
        )
        .join(Mention, col(Mention.news_item_id) == col(NewsItem.id))
        .where(col(Mention.person_id) == person_id, col(NewsItem.deleted_at).is_(None))
        .order_by(col(NewsItem.published_on).desc(), col(NewsItem.id))
        .limit(limit)
    )
    return [Story(*row) for row in session.execute(query)]


def _met(person_id: int) -> "Select[Any]":
    """The interactions with somebody."""
    return (
        select(col(InteractionPerson.interaction_id))
        .join(Interaction, col(Interaction.id) == col(InteractionPerson.interaction_id))
        .where(col(InteractionPerson.person_id) == person_id, col(Interaction.deleted_at).is_(None))
    )
