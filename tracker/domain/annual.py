"""The report on partnership over a period: the figures of the dashboard, and the records behind.

The figures are those of `tracker.domain.reports` and nobody else's. The evidence are records: the
latest hundred of each kind, and how many there are.
"""

from collections.abc import Sequence
from datetime import date
from math import inf
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import reports
from tracker.domain.counting import fitting
from tracker.domain.days import local_day
from tracker.domain.excerpts import READ, excerpt
from tracker.domain.exports.reading import gathered
from tracker.domain.follow_ups import Shown
from tracker.domain.models import (
    Agreement,
    AgreementKind,
    AgreementPartner,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Interaction,
    InteractionKind,
    InteractionPartner,
    Kind,
    Partner,
    Sector,
    Unit,
)
from tracker.domain.models.records import name_in
from tracker.domain.reports import Count, Dashboard, Scope
from tracker.domain.reports.counts import narrowed

MOST = 100  # records of a kind that are named


class Proof(NamedTuple):
    """A record that stands behind the figures."""

    kind: Kind
    id: int
    day: date | None
    of: FollowUpKind | AgreementKind | InteractionKind | Sector
    text: str  # what exactly: a subject, a title, the beginning of a summary
    outcome: str
    partners: tuple[str, ...]


class Proofs(NamedTuple):
    """The latest of them first; `all` is how many there are, and the list that has them."""

    rows: Sequence[Proof]
    all: Count


class Report(NamedTuple):
    """`compared` is what the figures are compared with."""

    scope: Scope
    compared: Scope
    unit: str | None  # that it is narrowed to
    figures: Dashboard
    signed: Proofs
    done: Proofs
    met: Proofs
    new: Proofs


@guarded(Action.READ)
def report(session: Session, scope: Scope, *, by: User, today: date) -> Report:
    """Everything that a report over this scope says, named in the reader's language.

    - Signed: agreements that were signed in the period.
    - Done: follow-ups that were closed as done in the period, with what came of them.
    - Met: interactions of the period.
    - New: partners recorded in the period.
    """
    unit = select(name_in(Unit, by.language)).where(col(Unit.id) == scope.unit_id)
    return Report(
        scope,
        scope.compared(today),
        session.scalar(unit) if scope.unit_id else None,
        # However long it takes: a paper is not worked out anew by a press.
        reports.dashboard(session, scope, by=by, today=today, patience=inf),
        _signed(session, scope, by),
        _done(session, scope, by),
        _met(session, scope, by),
        _new(session, scope, by),
    )


def _signed(session: Session, scope: Scope, by: User) -> Proofs:
    """Agreements know no days of signing as a filter of their list: it opens without them."""
    wanted = narrowed(Kind.AGREEMENT, scope)
    ids = fitting(Kind.AGREEMENT, wanted).where(
        col(Agreement.signed_on).between(scope.first, scope.last)
    )
    columns = (Agreement.id, Agreement.signed_on, Agreement.kind, Agreement.title)
    query = (
        select(*(col(column) for column in columns), func.substr(col(Agreement.promised), 1, READ))
        .where(col(Agreement.id).in_(ids))
        .order_by(col(Agreement.signed_on).desc(), col(Agreement.id).desc())
    )
    found = session.execute(query.limit(MOST)).all()
    names = _partners(session, AgreementPartner, "agreement_id", [row[0] for row in found], by)
    rows = [
        Proof(Kind.AGREEMENT, number, day, of, title, excerpt(promised), names[number])
        for number, day, of, title, promised in found
    ]
    return Proofs(rows, _counted(session, ids, Kind.AGREEMENT, wanted))


def _done(session: Session, scope: Scope, by: User) -> Proofs:
    wanted = narrowed(
        Kind.FOLLOW_UP,
        scope,
        shown=Shown.CLOSED,
        status=FollowUpStatus.DONE,
        closed_from=scope.first,
        closed_to=scope.last,
    )
    ids = fitting(Kind.FOLLOW_UP, wanted)
    query = (
        select(
            col(FollowUp.id),
            local_day(col(FollowUp.closed_at)),
            col(FollowUp.kind),
            col(FollowUp.subject),
            func.substr(col(FollowUp.outcome), 1, READ),
            name_in(Partner, by.language),
        )
        .join(Partner, col(Partner.id) == col(FollowUp.partner_id))
        .where(col(FollowUp.id).in_(ids))
        .order_by(col(FollowUp.closed_at).desc(), col(FollowUp.id).desc())
    )
    rows = [
        Proof(Kind.FOLLOW_UP, number, day, of, subject or "", excerpt(outcome), (partner,))
        for number, day, of, subject, outcome, partner in session.execute(query.limit(MOST))
    ]
    return Proofs(rows, _counted(session, ids, Kind.FOLLOW_UP, wanted))


def _met(session: Session, scope: Scope, by: User) -> Proofs:
    wanted = narrowed(Kind.INTERACTION, scope, since=scope.first, until=scope.last)
    ids = fitting(Kind.INTERACTION, wanted)
    columns = (Interaction.id, Interaction.happened_on, Interaction.kind)
    query = (
        select(
            *(col(column) for column in columns),
            func.substr(col(Interaction.summary), 1, READ),
            func.substr(col(Interaction.outcome), 1, READ),
        )
        .where(col(Interaction.id).in_(ids))
        .order_by(col(Interaction.happened_on).desc(), col(Interaction.id).desc())
    )
    found = session.execute(query.limit(MOST)).all()
    names = _partners(session, InteractionPartner, "interaction_id", [row[0] for row in found], by)
    rows = [
        Proof(Kind.INTERACTION, number, day, of, excerpt(text), excerpt(outcome), names[number])
        for number, day, of, text, outcome in found
    ]
    return Proofs(rows, _counted(session, ids, Kind.INTERACTION, wanted))


def _new(session: Session, scope: Scope, by: User) -> Proofs:
    wanted = narrowed(Kind.PARTNER, scope, recorded_from=scope.first, recorded_to=scope.last)
    ids = fitting(Kind.PARTNER, wanted)
    name = name_in(Partner, by.language)
    day = local_day(col(Partner.created_at))
    query = (
        select(col(Partner.id), day, col(Partner.sector), name, col(Partner.city))
        .where(col(Partner.id).in_(ids))
        .order_by(col(Partner.created_at).desc(), col(Partner.id).desc())
    )
    rows = [
        Proof(Kind.PARTNER, number, day, of, text, city or "", ())
        for number, day, of, text, city in session.execute(query.limit(MOST))
    ]
    return Proofs(rows, _counted(session, ids, Kind.PARTNER, wanted))


def _counted(session: Session, ids: Any, kind: Kind, wanted: Any) -> Count:
    number = session.scalar(select(func.count()).select_from(ids.subquery()))
    return Count(number or 0, kind, wanted)


def _partners(session: Session, link: Any, holder: str, ids: list[int], by: User) -> Any:
    """The names of the partners of each of these records."""
    number = col(getattr(link, holder))
    pairs = (
        select(number, name_in(Partner, by.language))
        .join(Partner, col(Partner.id) == col(link.partner_id))
        .where(number.in_(ids), col(Partner.deleted_at).is_(None))
        .order_by(col(getattr(Partner, f"sort_{by.language}")), col(Partner.id))
    )
    return gathered(session, pairs)
