"""Partners that hang on one person: if that one leaves, nobody knows the other side any more."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date as DateType
from sqlalchemy import (
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.db import words
from tracker.domain import lists
from tracker.domain.models import (
    Account,
    InteractionColleague,
    InteractionPartner,
    InteractionPerson,
    Partner,
    Person,
    Position,
    Sector,
    Tier,
)
from tracker.domain.models.records import name_in

LEAST = 3  # contacts; of fewer nothing can be said
_MONTH = 30.44  # days
_GLANCE = 50  # contacts


class Side(StrEnum):
    """Whose one person it is."""

    OURS = "ours"
    THEIRS = "theirs"


class Months(StrEnum):
    """How far back contacts are looked at."""

    SIX = "6"
    TWELVE = "12"
    TWENTY_FOUR = "24"


class SingleFilter(NamedTuple):
    """What narrows the list; every field is optional."""

    side: Side | None = None
    sector: Sector | None = None
    tier: Tier | None = None
    months: Months = Months.TWELVE


class Single(NamedTuple):
    """A partner and the one through whom all contact ran; `who_id` is of an account or a person."""

    id: int
    name: str
    tier: Tier
    side: Side
    who_id: int
    who: str
    number: int  # contacts through this one
    last: date


@guarded(Action.READ)
def search(
    session: Session, wanted: SingleFilter = SingleFilter(), *, by: User, page: int = 1
) -> lists.Page[Single]:
    """One page of the partners that hang on one person, the most important first.

    *Ours*: at least three contacts of the last months name a colleague of ours, and all of these
    name the same one and no other. *Theirs*: at least three name somebody who works or worked at
    the partner, and all of these the same one. Contacts that name nobody on a side say nothing
    about that side. A partner may stand there for both.
    """
    return lists.paged(session, _rows(wanted, by.language), Single, page=page)


@guarded(Action.READ)
def of_partner(session: Session, partner_id: int, *, by: User) -> list[Single]:
    """Whether one partner hangs on one of ours, and on one of theirs, in the last twelve months."""
    query = _of_partner(by.language, clock.today())
    return [Single(*row) for row in session.execute(query, {"partner": partner_id})]


@lru_cache(maxsize=6)
def _of_partner(language: str, _today: date) -> "Select[Any]":
    """Spelled once a day: it is long."""
    return _rows(SingleFilter(), language, bindparam("partner", type_=Integer))


def _rows(wanted: SingleFilter, language: str, partner_id: Any = None) -> "Select[Any]":
    sides = [_of_side(side, wanted, partner_id) for side in Side if wanted.side in (None, side)]
    found = union_all(*sides).subquery()
    tiers = case({tier: place for place, tier in enumerate(Tier)}, value=col(Partner.tier))
    query = (
        select(
            col(Partner.id),
            name_in(Partner, language),
            col(Partner.tier),
            type_coerce(found.c.side, words(Side)),
            found.c.who_id,
            func.coalesce(col(Account.name), col(Person.name)),
            found.c.number,
            type_coerce(found.c.last, DateType),
        )
        .join(found, found.c.partner_id == col(Partner.id))
        .outerjoin(Account, (col(Account.id) == found.c.who_id) & (found.c.side == Side.OURS))
        .outerjoin(Person, (col(Person.id) == found.c.who_id) & (found.c.side == Side.THEIRS))
        .where(col(Partner.deleted_at).is_(None))
    )
    if wanted.sector is not None:
        query = query.where(col(Partner.sector) == wanted.sector)
    if wanted.tier is not None:
        query = query.where(col(Partner.tier) == wanted.tier)
    sort = col(getattr(Partner, f"sort_{language}"))
    return query.order_by(tiers, found.c.number.desc(), sort, col(Partner.id), found.c.side)


def _of_side(side: Side, wanted: SingleFilter, partner_id: Any) -> "Select[Any]":
    """The partners with one person on that side, who it is, and in how many contacts."""
    partner, day = col(InteractionPartner.partner_id), col(InteractionPartner.met_on)
    contact = col(InteractionPartner.interaction_id)
    within = day.between(_since(wanted.months), clock.today())
    query = select().select_from(InteractionPartner).where(within)
    if side is Side.OURS:
        there = col(InteractionColleague.interaction_id) == contact
        query, who = query.join(InteractionColleague, there), col(InteractionColleague.account_id)
    else:
        who = col(InteractionPerson.person_id)
        query = (
            query.join(InteractionPerson, col(InteractionPerson.interaction_id) == contact)
            .join(Person, (col(Person.id) == who) & col(Person.deleted_at).is_(None))
            .where(_is_at(who, partner).exists())
        )
    if partner_id is not None:
        query = query.where(partner == partner_id)
        # Where the latest contacts were with different people, the others need not be looked at.
        latest = select(contact).where(within, partner == partner_id).order_by(day.desc())
        among = query.where(contact.in_(latest.limit(_GLANCE)))
        same = among.add_columns(func.min(who) == func.max(who)).scalar_subquery()
        query = query.where(same)
    number = func.count(contact.distinct())
    return (
        query.add_columns(
            partner.label("partner_id"),
            literal(str(side)).label("side"),
            func.min(who).label("who_id"),
            number.label("number"),
            func.max(day).label("last"),
        )
        .group_by(partner)
        .having(func.min(who) == func.max(who), number >= LEAST)
    )


def _is_at(who: Any, partner: Any) -> "Select[Any]":
    """Among several partners of one contact, each person is one of their own partner's only."""
    return (
        select(literal(1))
        .select_from(Position)
        .where(col(Position.person_id) == who, col(Position.partner_id) == partner)
        .correlate(InteractionPerson, InteractionPartner)
    )


def _since(months: Months) -> date:
    return clock.today() - timedelta(days=round(int(months) * _MONTH))
