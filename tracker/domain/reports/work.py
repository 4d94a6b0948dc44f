"""Follow-ups: what became of them, which units owe them to whom, who is late."""

from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import follow_ups
from tracker.domain.counting import fitting
from tracker.domain.follow_ups import FollowUpFilter, Shown
from tracker.domain.models import (
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Kind,
    Partner,
    Sector,
    Unit,
)
from tracker.domain.models.records import name_in
from tracker.domain.reports.counts import Count, narrowed
from tracker.domain.reports.scope import Scope


class KindCount(NamedTuple):
    """What became of the follow-ups of a kind."""

    kind: FollowUpKind
    open: Count
    done: Count
    declined: Count


class UnitCount(NamedTuple):
    unit_id: int
    unit: str
    sector: Sector
    follow_ups: Count


class OwnerCount(NamedTuple):
    owner_id: int
    owner: str
    overdue: Count


@guarded(Action.READ)
def follow_ups_by_kind_and_outcome(session: Session, scope: Scope, *, by: User) -> list[KindCount]:
    """The follow-ups recorded in the period by kind, and whether they are open, done or declined
    today; only kinds that occur, the most frequent first."""
    wanted = _recorded(scope)
    pair = col(FollowUp.kind), col(FollowUp.status)
    query = fitting(Kind.FOLLOW_UP, wanted).with_only_columns(*pair, func.count()).group_by(*pair)
    numbers: dict[FollowUpKind, dict[FollowUpStatus, int]] = {}
    for kind, status, number in session.execute(query):
        numbers.setdefault(kind, {})[status] = number
    rows = [_of_kind(kind, found, wanted._replace(kind=kind)) for kind, found in numbers.items()]
    kinds = list(FollowUpKind)
    return sorted(
        rows, key=lambda row: (-sum(each.value for each in row[1:]), kinds.index(row.kind))
    )


@guarded(Action.READ)
def follow_ups_by_unit_and_sector(session: Session, scope: Scope, *, by: User) -> list[UnitCount]:
    """The follow-ups recorded in the period by the unit that has to do with them and the sector of
    the partner; only pairs that occur, the busiest unit first. Without a unit they are left out."""
    wanted = _recorded(scope)
    pair = col(FollowUp.unit_id), col(Partner.sector)
    counts = (
        fitting(Kind.FOLLOW_UP, wanted)
        .with_only_columns(*pair, func.count().label("number"))
        .join(Partner, col(Partner.id) == col(FollowUp.partner_id))
        .where(col(FollowUp.unit_id).is_not(None))
        .group_by(*pair)
        .subquery()
    )
    named = select(counts, name_in(Unit, by.language)).join(Unit, col(Unit.id) == counts.c.unit_id)
    rows = [
        UnitCount(
            unit_id,
            name,
            sector,
            Count(number, Kind.FOLLOW_UP, wanted._replace(unit_id=unit_id, sector=sector)),
        )
        for unit_id, sector, number, name in session.execute(named)
    ]
    totals: dict[int, int] = {}
    for row in rows:
        totals[row.unit_id] = totals.get(row.unit_id, 0) + row.follow_ups.value
    sectors = list(Sector)
    return sorted(
        rows, key=lambda row: (-totals[row.unit_id], row.unit_id, sectors.index(row.sector))
    )


@guarded(Action.READ)
def overdue_by_owner(session: Session, scope: Scope, *, by: User) -> list[OwnerCount]:
    """How many follow-ups are open although their day is over, for each colleague who has any.

    The colleague with the most comes first.
    """
    late: FollowUpFilter = narrowed(Kind.FOLLOW_UP, scope, overdue=True)
    counts = [
        OwnerCount(
            row.owner_id,
            row.owner,
            Count(row.overdue, Kind.FOLLOW_UP, late._replace(owner_id=row.owner_id)),
        )
        for row in follow_ups.by_owner(session, late, by=by)
    ]
    return sorted(counts, key=lambda row: -row.overdue.value)


def _recorded(scope: Scope) -> Any:
    return narrowed(
        Kind.FOLLOW_UP,
        scope,
        shown=Shown.ALL,
        recorded_from=scope.first,
        recorded_to=scope.last,
    )


def _of_kind(
    kind: FollowUpKind, found: dict[FollowUpStatus, int], wanted: FollowUpFilter
) -> KindCount:
    still_open = sum(number for status, number in found.items() if not status.is_closed)
    done, declined = (
        Count(found.get(status, 0), Kind.FOLLOW_UP, wanted._replace(status=status))
        for status in (FollowUpStatus.DONE, FollowUpStatus.DECLINED)
    )
    opened = Count(still_open, Kind.FOLLOW_UP, wanted._replace(shown=Shown.OPEN))
    return KindCount(kind, opened, done, declined)
