"""The indicators: which records show each. A function's docstring is the indicator's definition.

Nothing in the trash counts. A unit that was chosen stands for itself and all below it.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import col

from tracker import clock
from tracker.domain.days import start_of
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attendance,
    Event,
    EventKind,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    Kind,
    Participation,
    Partner,
    Renewal,
    Sector,
    Stage,
    Unit,
)
from tracker.domain.models.vocabulary import Indicator
from tracker.names.regions import Region

_TEACH = (Sector.UNIVERSITY, Sector.RESEARCH_INSTITUTE)  # partners that are no employers to us


class Scope(NamedTuple):
    """The days, both counted, and the unit; no unit is the whole university."""

    since: date
    until: date
    unit_id: int | None = None


def employer_agreements(scope: Scope) -> "Select[Any]":
    """Agreements with an employer that were in force on some day of the period.

    An employer is every partner but universities and research institutes. In force: from its first
    day (or its signature) to its last, or on, where it renews itself. One without any day counts,
    too: nobody can say that it was not in force, and that is a gap.
    """
    employers = (
        select(col(AgreementPartner.agreement_id))
        .join(Partner, col(Partner.id) == col(AgreementPartner.partner_id))
        .where(col(Partner.sector).not_in(_TEACH), col(Partner.deleted_at).is_(None))
    )
    return select(col(Agreement.id)).where(
        *in_force(scope),
        col(Agreement.id).in_(employers),
        *_of_unit(col(Agreement.unit_id), scope),
    )


def internships(scope: Scope) -> "Select[Any]":
    """Internships and dual education: done in the period, or due in it and not done yet."""
    return _carried_out(scope, FollowUpKind.INTERNSHIP, FollowUpKind.DUAL_EDUCATION)


def joint_research(scope: Scope) -> "Select[Any]":
    """Joint research: done in the period, or due in it and not done yet."""
    return _carried_out(scope, FollowUpKind.JOINT_RESEARCH)


def retraining(scope: Scope) -> "Select[Any]":
    """Retraining courses: done in the period, or due in it and not done yet."""
    return _carried_out(scope, FollowUpKind.RETRAINING)


def curriculum(scope: Scope) -> "Select[Any]":
    """What partners gave to study programmes, and experts' reports: done in the period, or due."""
    return _carried_out(scope, FollowUpKind.CURRICULUM, FollowUpKind.EXPERTISE)


def guest_lectures(scope: Scope) -> "Select[Any]":
    """Guest lectures: done in the period, or due in it and not done yet."""
    return _carried_out(scope, FollowUpKind.GUEST_LECTURE)


def events(scope: Scope) -> "Select[Any]":
    """Events of the period, up to today, at which a partner was, as far as is known.

    Those that only hold others together do not count. Of a unit are those from which a meeting, a
    follow-up or an agreement of the unit stems.
    """
    there = (
        select(col(Participation.event_id))
        .join(Partner, col(Partner.id) == col(Participation.partner_id))
        .where(
            col(Participation.came).is_distinct_from(Attendance.ABSENT),
            col(Partner.deleted_at).is_(None),
        )
    )
    stemming = (Interaction, FollowUp, Agreement)
    return select(col(Event.id)).where(
        col(Event.deleted_at).is_(None),
        col(Event.kind) != EventKind.UMBRELLA,
        col(Event.starts_on) <= min(scope.until, clock.today()),
        func.coalesce(col(Event.ends_on), col(Event.starts_on)) >= scope.since,
        col(Event.id).in_(there),
        *_by_records(col(Event.id), [(each, each.event_id) for each in stemming], scope),
    )


def international(scope: Scope) -> "Select[Any]":
    """Partners abroad with whom there is at least contact.

    Of a unit are those with whom it has an agreement, a follow-up or a meeting.
    """
    links: list[tuple[Any, Any, Any]] = [
        (Agreement, AgreementPartner, AgreementPartner.agreement_id),
        (Interaction, InteractionPartner, InteractionPartner.interaction_id),
    ]
    theirs = [col(Partner.id).in_(_linked(*link, scope)) for link in links]
    own = select(col(FollowUp.partner_id)).where(
        col(FollowUp.deleted_at).is_(None), *_of_unit(col(FollowUp.unit_id), scope)
    )
    narrowed = [or_(*theirs, col(Partner.id).in_(own))] if scope.unit_id is not None else []
    return select(col(Partner.id)).where(
        col(Partner.deleted_at).is_(None),
        col(Partner.region_code) == Region.ABROAD,
        col(Partner.stage) != Stage.IDENTIFIED,
        *narrowed,
    )


class Definition(NamedTuple):
    """What an indicator is made of."""

    kind: Kind
    ids: Callable[[Scope], "Select[Any]"]


DEFINED: dict[Indicator, Definition] = {
    Indicator.EMPLOYER_AGREEMENTS: Definition(Kind.AGREEMENT, employer_agreements),
    Indicator.INTERNSHIPS: Definition(Kind.FOLLOW_UP, internships),
    Indicator.JOINT_RESEARCH: Definition(Kind.FOLLOW_UP, joint_research),
    Indicator.RETRAINING: Definition(Kind.FOLLOW_UP, retraining),
    Indicator.CURRICULUM: Definition(Kind.FOLLOW_UP, curriculum),
    Indicator.GUEST_LECTURES: Definition(Kind.FOLLOW_UP, guest_lectures),
    Indicator.EVENTS: Definition(Kind.EVENT, events),
    Indicator.INTERNATIONAL: Definition(Kind.PARTNER, international),
}


def in_force(scope: Scope) -> list[ColumnElement[bool]]:
    """The conditions that an agreement was in force on some day of the period."""
    begins = func.coalesce(col(Agreement.valid_from), col(Agreement.signed_on))
    until = col(Agreement.valid_until)
    renews = col(Agreement.renewal) == Renewal.AUTOMATIC
    return [
        col(Agreement.deleted_at).is_(None),
        or_(begins.is_(None), begins <= scope.until),
        or_(until.is_(None), until >= scope.since, renews),
        or_(col(Agreement.lapses_on).is_(None), col(Agreement.lapses_on) >= scope.since),
    ]


def _carried_out(scope: Scope, *kinds: FollowUpKind) -> "Select[Any]":
    done = and_(
        col(FollowUp.status) == FollowUpStatus.DONE,
        col(FollowUp.closed_at) >= start_of(scope.since),
        col(FollowUp.closed_at) < start_of(scope.until + timedelta(days=1)),
    )
    due = and_(
        col(FollowUp.closed_at).is_(None),
        col(FollowUp.status) != FollowUpStatus.PROPOSED,
        col(FollowUp.due_on).between(scope.since, scope.until),
    )
    return select(col(FollowUp.id)).where(
        col(FollowUp.deleted_at).is_(None),
        col(FollowUp.kind).in_(kinds),
        or_(done, due),
        *_of_unit(col(FollowUp.unit_id), scope),
    )


def _of_unit(unit: Any, scope: Scope) -> list[ColumnElement[bool]]:
    if scope.unit_id is None:
        return []
    below: Select[Any] = select(col(Unit.id).label("id")).where(col(Unit.id) == scope.unit_id)
    whole = below.cte(recursive=True)
    whole = whole.union(select(col(Unit.id)).where(col(Unit.parent_id) == whole.c.id))
    return [unit.in_(select(whole.c.id))]


def _by_records(
    number: Any, records: Sequence[tuple[Any, Any]], scope: Scope
) -> list[ColumnElement[bool]]:
    """That a record of the unit names this one."""
    if scope.unit_id is None:
        return []
    named = (
        select(col(column)).where(
            col(record.deleted_at).is_(None),
            col(column).is_not(None),
            *_of_unit(col(record.unit_id), scope),
        )
        for record, column in records
    )
    return [or_(*(number.in_(each) for each in named))]


def _linked(record: Any, link: Any, key: Any, scope: Scope) -> "Select[Any]":
    return (
        select(col(link.partner_id))
        .join(record, col(record.id) == col(key))
        .where(col(record.deleted_at).is_(None), *_of_unit(col(record.unit_id), scope))
    )
