"""A section of a digest: agreements that end."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlmodel import Session, col

from tracker.access import Action, Role, User, guarded
from tracker.domain.agreements import Within, is_unsettled
from tracker.domain.models import (
    Account,
    Agreement,
    AgreementKind,
    AgreementPartner,
    Change,
    Kind,
    Partner,
    Renewal,
)
from tracker.domain.models.records import name_in
from tracker.domain.reminders.look import MOST, Look
from tracker.domain.reminders.units import heads, of_a_unit, of_nobody

NOTICES = tuple(each.days for each in Within)


class Ending(NamedTuple):
    """An agreement, its last day, and whether it then renews itself."""

    id: int
    title: str
    kind: AgreementKind
    partners: tuple[str, ...]
    valid_until: date
    renewal: Renewal


@guarded(Action.READ)
def ending(session: Session, look: Look, *, by: User) -> list[Ending]:
    """Agreements whose end has come nearer than 180, 90 or 30 days since the last digest.

    Also those that were recorded, or got another last day, since then and end within 180 days;
    and at first all of these. They are told to the owners of their partners and to the head of
    their unit; of which there is nobody, to every manager. Of one that is renewed, or let go,
    nobody is told.
    """
    until = col(Agreement.valid_until)
    near = (until >= look.today, until <= look.today + max(NOTICES))
    query = (
        select(
            col(Agreement.id),
            col(Agreement.title),
            col(Agreement.kind),
            col(Agreement.valid_until),
            col(Agreement.renewal),
        )
        .where(col(Agreement.deleted_at).is_(None), *near, is_unsettled())
        .where(_is_news(look), _concerns(session, by))
        .order_by(until, col(Agreement.id))
        .limit(MOST)
    )
    found = session.execute(query).all()
    partners = _partners(session, [row[0] for row in found], by.language)
    return [
        Ending(number, title, kind, tuple(partners[number]), last, renewal)
        for number, title, kind, last, renewal in found
    ]


def _is_news(look: Look) -> ColumnElement[bool]:
    if look.told_on is None:
        return true()
    until = col(Agreement.valid_until)
    nearer = (until.between(look.told_on + each + _DAY, look.today + each) for each in NOTICES)
    written = exists().where(
        col(Change.kind) == Kind.AGREEMENT,
        col(Change.record_id) == col(Agreement.id),
        col(Change.field).in_(("", "valid_until")),
        col(Change.at) > look.since,
        col(Change.at) <= look.until,
    )
    return or_(*nearer, written)


_DAY = timedelta(days=1)


def _concerns(session: Session, by: User) -> ColumnElement[bool]:
    answers, unit_id = list(heads(session)), col(Agreement.unit_id)
    concerns = [_partner_of(by.id), of_a_unit(unit_id, answers, by)]
    if by.role == Role.MANAGER:
        concerns.append(and_(~_partner_of(None), of_nobody(unit_id, answers)))
    return or_(*concerns)


def _partner_of(owner_id: int | None) -> ColumnElement[bool]:
    """Whether one of its partners has this owner; None: any who may sign in."""
    owner = col(Account.active) if owner_id is None else col(Account.id) == owner_id
    return (
        exists()
        .where(
            col(AgreementPartner.agreement_id) == col(Agreement.id),
            col(Partner.id) == col(AgreementPartner.partner_id),
            col(Partner.deleted_at).is_(None),
            col(Account.id) == col(Partner.owner_id),
            owner,
        )
        .correlate(Agreement)
    )


def _partners(session: Session, ids: list[int], language: str) -> "defaultdict[int, list[str]]":
    name: Any = name_in(Partner, language)
    query = (
        select(col(AgreementPartner.agreement_id), name)
        .join(Partner, col(Partner.id) == col(AgreementPartner.partner_id))
        .where(col(AgreementPartner.agreement_id).in_(ids), col(Partner.deleted_at).is_(None))
        .order_by(col(getattr(Partner, f"sort_{language}")), col(Partner.id))
    )
    partners: defaultdict[int, list[str]] = defaultdict(list)
    for number, named in session.execute(query):
        partners[number].append(named)
    return partners
