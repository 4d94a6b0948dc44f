"""Every record that counts, as one query: whose it is, which work it proves, and when."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from tracker.domain.days import local_day, start_of
from tracker.domain.engagement import works
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attendance,
    Change,
    Direction,
    Event,
    FollowUp,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    Kind,
    Participation,
    Partner,
    Proof,
    Renewal,
    Work,
)

UNDER_WAY = (FollowUpStatus.IN_PROGRESS, FollowUpStatus.WAITING, FollowUpStatus.TO_CONFIRM)
_NO_DAY: Any = cast(null(), Date)
_NO_SIDE: Any = cast(null(), String)


def since(
    session: Session, first: date, last: date, theirs: Callable[[Any], Any]
) -> "CompoundSelect[Any]":
    """What counts on some day from the first to the last, of the partners whose number is `theirs`.

    Columns: partner_id, work, proof, kind and record_id; from which day it counts (`begins`) and
    before which it ceases to (`ends`, mostly none); since when it fades (`fades`; none: it does
    not yet); and which side gave (`side`, as the direction of a promise; mostly none).
    """
    parts = (
        _interactions(last),
        _participations(last),
        _kept(session, last),
        _under_way(session, first, last),
        _signed(session, last),
    )
    return union_all(*(part.where(theirs(holder)) for part, holder in parts))


_Part = tuple["Select[Any]", Any]  # and the column that says whose it is


def _row(
    partner: Any, work: Any, proof: Any, kind: Kind, record: Any, begins: Any, **more: Any
) -> "Select[Any]":
    return select(
        partner.label("partner_id"),
        work.label("work"),
        proof.label("proof"),
        literal(kind.value).label("kind"),
        record.label("record_id"),
        begins.label("begins"),
        more.get("ends", _NO_DAY).label("ends"),
        more.get("fades", begins).label("fades"),
        more.get("side", _NO_SIDE).label("side"),
    )


def _interactions(last: date) -> _Part:
    partner, day = col(InteractionPartner.partner_id), col(Interaction.happened_on)
    rows = (
        _row(
            partner,
            literal(Work.VISITS.value),
            works.of_interaction(),
            Kind.INTERACTION,
            col(Interaction.id),
            day,
        )
        .join_from(
            InteractionPartner,
            Interaction,
            col(Interaction.id) == col(InteractionPartner.interaction_id),
        )
        .where(col(Interaction.deleted_at).is_(None), day <= last)
    )
    return rows, partner


def _participations(last: date) -> _Part:
    """Once an event, however many roles they had there."""
    partner, day = col(Participation.partner_id), col(Event.starts_on)
    gave = func.max(case((col(Participation.role).in_(works.GIVING), 1), else_=0)) == 1
    rows = (
        _row(
            partner,
            works.of_event(),
            case((gave, Proof.GAVE.value), else_=Proof.TOOK_PART.value),
            Kind.EVENT,
            col(Event.id),
            day,
            side=case((gave, Direction.THEY_OWE.value)),
        )
        .join_from(Participation, Event, col(Event.id) == col(Participation.event_id))
        .join(Partner, col(Partner.id) == partner)
        .where(
            col(Event.deleted_at).is_(None),
            col(Participation.came).is_distinct_from(Attendance.ABSENT),
            day <= last,
        )
        .group_by(partner, col(Event.id), col(Event.kind), day, col(Partner.sector))
    )
    return rows, partner


def _follow_ups(proof: Proof, begins: Any, **more: Any) -> "Select[Any]":
    partner = col(FollowUp.partner_id)
    return (
        _row(
            partner,
            works.of_follow_up(),
            literal(proof.value),
            Kind.FOLLOW_UP,
            col(FollowUp.id),
            begins,
            **more,
        )
        .join_from(FollowUp, Partner, col(Partner.id) == partner)
        .where(col(FollowUp.deleted_at).is_(None))
    )


def _kept(session: Session, last: date) -> _Part:
    # Told so that SQLite looks for them by partner, and not through all that was ever done.
    is_done = case((col(FollowUp.status) == FollowUpStatus.DONE, 1), else_=0) == 1
    rows = _follow_ups(
        Proof.KEPT, local_day(col(FollowUp.closed_at)), side=col(FollowUp.direction)
    ).where(
        is_done,
        col(FollowUp.closed_at) < start_of(last + timedelta(days=1)),
    )
    return rows, col(FollowUp.partner_id)


def _under_way(session: Session, first: date, last: date) -> _Part:
    """From the day on which it was taken up, as its history tells, to the day it was closed."""
    taken_up = (
        select(func.min(Change.at))
        .where(
            col(Change.kind) == Kind.FOLLOW_UP,
            col(Change.record_id) == col(FollowUp.id),
            col(Change.field) == "status",
            col(Change.new).in_([each.value for each in UNDER_WAY]),
        )
        .correlate(FollowUp)
        .scalar_subquery()
    )
    # One that came in under way, such as by an import, has no such line.
    is_under_way = col(FollowUp.status).in_(UNDER_WAY)
    begun = func.coalesce(taken_up, case((is_under_way, col(FollowUp.created_at))))
    rows = _follow_ups(
        Proof.UNDER_WAY,
        local_day(begun),
        ends=local_day(col(FollowUp.closed_at)),
    ).where(
        or_(is_under_way, col(FollowUp.closed_at) >= start_of(first + timedelta(days=1))),
        begun < start_of(last + timedelta(days=1)),
    )
    return rows, col(FollowUp.partner_id)


def _signed(session: Session, last: date) -> _Part:
    """One that renews itself does not end, unless it was let go; one without any day began when it
    was written down."""
    partner = col(AgreementPartner.partner_id)
    written = local_day(col(Agreement.created_at))
    begins = func.coalesce(col(Agreement.valid_from), col(Agreement.signed_on), written)
    renewed = col(Agreement.renewal) == Renewal.AUTOMATIC
    until = case(
        (col(Agreement.lapses_on).is_not(None), col(Agreement.lapses_on)),
        (~renewed, col(Agreement.valid_until)),
    )
    rows = (
        _row(
            partner,
            literal(Work.AGREEMENTS.value),
            literal(Proof.SIGNED.value),
            Kind.AGREEMENT,
            col(Agreement.id),
            begins,
            fades=until,
        )
        .join_from(
            AgreementPartner, Agreement, col(Agreement.id) == col(AgreementPartner.agreement_id)
        )
        .where(and_(col(Agreement.deleted_at).is_(None), begins <= last))
    )
    return rows, partner


def days_between(session: Session, earlier: Any, later: date) -> Any:
    """How many days lie between a column and a day."""
    if session.get_bind().dialect.name == "sqlite":
        return func.julianday(later.isoformat()) - func.julianday(earlier)
    return literal(later, Date) - earlier
