"""What was promised in an agreement, row by row, with what stands behind each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import saving
from tracker.domain.agreements.liveliness import (
    PromiseState,
    fulfils,
    is_done,
    is_under_way,
    promise_state,
)
from tracker.domain.days import local_day
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    AgreementPromise,
    AgreementPromiseDraft,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Kind,
    Partner,
    PromisedBy,
)
from tracker.domain.models.records import name_in
from tracker.errors import Invalid, NotFound

MOST = 50  # in one agreement


class Evidence(NamedTuple):
    """A follow-up that fulfils a promise, or is about to."""

    id: int
    kind: FollowUpKind
    subject: str | None
    status: FollowUpStatus
    day: date | None  # on which it was done, or is due
    partner: str
    counts: bool  # towards keeping the promise: done in time, or under way
    is_linked: bool  # by a colleague; else it is of the same kind


class PromiseRow(NamedTuple):
    """One promise, what came of it, and what says so."""

    id: int
    revision: int
    subject: str
    promised_by: PromisedBy
    kind: FollowUpKind
    amount: int | None
    measure: str | None
    every_year: bool
    promised_until: date | None
    state: PromiseState
    evidence: tuple[Evidence, ...] = ()


@guarded(Action.READ)
def of(session: Session, agreement_id: int, *, by: User) -> list[PromiseRow]:
    """In the order in which they were written down; two queries."""
    names = PromiseRow._fields[: PromiseRow._fields.index("state")]
    query = (
        select(*(col(getattr(AgreementPromise, name)) for name in names), promise_state())
        .join(Agreement, col(Agreement.id) == col(AgreementPromise.agreement_id))
        .where(col(AgreementPromise.agreement_id) == agreement_id)
        .order_by(col(AgreementPromise.id))
    )
    found = [PromiseRow._make([*row, ()]) for row in session.execute(query)]
    evidence = _evidence(session, agreement_id, by.language) if found else {}
    return [
        row._replace(state=PromiseState(row.state), evidence=tuple(evidence.get(row.id, ())))
        for row in found
    ]


@guarded(Action.READ)
def open_to(
    session: Session, partner_id: int, *, by: User, but: int | None = None
) -> list[tuple[int, str, str]]:
    """What a follow-up with this partner may fulfil: id, agreement and promise; also `but`, which
    it fulfils already. The latest signed agreement first."""
    query = (
        select(
            col(AgreementPromise.id), col(Agreement.title), col(AgreementPromise.subject)
        )
        .join(Agreement, col(Agreement.id) == col(AgreementPromise.agreement_id))
        .where(
            col(Agreement.deleted_at).is_(None),
            or_(
                col(Agreement.id).in_(
                    select(col(AgreementPartner.agreement_id)).where(
                        col(AgreementPartner.partner_id) == partner_id
                    )
                ),
                col(AgreementPromise.id) == but,
            ),
        )
        .order_by(
            col(Agreement.signed_on).desc().nulls_last(),
            col(Agreement.id),
            col(AgreementPromise.id),
        )
    )  # fmt: skip
    return [(number, title, subject) for number, title, subject in session.execute(query)]


@guarded(Action.READ)
def told(session: Session, promise_id: int, *, by: User) -> tuple[int, str, str] | None:
    """The agreement of a promise, its title and what was promised; None where it is trashed."""
    query = (
        select(col(Agreement.id), col(Agreement.title), col(AgreementPromise.subject))
        .join(Agreement, col(Agreement.id) == col(AgreementPromise.agreement_id))
        .where(col(AgreementPromise.id) == promise_id, col(Agreement.deleted_at).is_(None))
    )
    found = session.execute(query).first()
    return (found[0], found[1], found[2]) if found else None


@guarded(Action.EDIT)
def add(
    session: Session,
    agreement_id: int,
    drafts: Sequence[AgreementPromiseDraft],
    *,
    by: User,
    key: str | None = None,
) -> int:
    """Write down what was promised, behind what is there. The same `key` twice stores it once.

    Returns how many. Raises NotFound, and Invalid at `promises` when there would be too many.
    """
    saving.found(session, Agreement, agreement_id)
    if saving.claim(session, key, Kind.AGREEMENT, by=by) is not None:
        return len(drafts)
    there = select(func.count()).where(col(AgreementPromise.agreement_id) == agreement_id)
    if (session.scalar(there) or 0) + len(drafts) > MOST:
        raise Invalid("promises", "too_many", most=MOST)
    for draft in drafts:
        session.add(_made(agreement_id, draft))
        session.flush()  # one by one: they are shown in this order
    saving.settle(session, key, agreement_id)
    return len(drafts)


@guarded(Action.EDIT)
def update(
    session: Session, promise_id: int, draft: AgreementPromiseDraft, *, revision: int, by: User
) -> None:
    """Raises Stale, NotFound."""
    promise = _found(session, promise_id)
    saving.expect(promise, revision)
    promise.sqlmodel_update(draft.model_dump())
    session.flush()


@guarded(Action.EDIT)
def remove(session: Session, promise_id: int, *, revision: int, by: User) -> None:
    """It was not promised after all; what was linked to it stays. Raises Stale, NotFound."""
    promise = _found(session, promise_id)
    saving.expect(promise, revision)
    linked = select(FollowUp).where(col(FollowUp.promise_id) == promise_id)
    for follow_up in session.scalars(linked):
        follow_up.promise_id = None
    session.flush()
    session.delete(promise)
    session.flush()


def carry(
    session: Session, agreement_id: int, ids: Sequence[int], *, to: int, since: date | None
) -> None:
    """Promise the same in another agreement; a day that is over before it begins falls away."""
    mine = select(AgreementPromise).where(
        col(AgreementPromise.agreement_id) == agreement_id, col(AgreementPromise.id).in_(ids)
    )
    start = since or clock.today()
    for promise in session.scalars(mine.order_by(col(AgreementPromise.id))).all():
        draft = AgreementPromiseDraft.model_validate(promise)
        if draft.promised_until and draft.promised_until < start:
            draft.promised_until = None
        session.add(_made(to, draft))
        session.flush()


def expect_party(session: Session, promise_id: int | None, partner_id: int) -> None:
    """Refuse a follow-up that would fulfil what nobody agreed with its partner.

    Raises Invalid at `promise_id`.
    """
    if promise_id is None:
        return
    agreed = (
        select(col(AgreementPromise.id))
        .join(Agreement, col(Agreement.id) == col(AgreementPromise.agreement_id))
        .join(AgreementPartner, col(AgreementPartner.agreement_id) == col(Agreement.id))
        .where(
            col(AgreementPromise.id) == promise_id,
            col(AgreementPartner.partner_id) == partner_id,
            col(Agreement.deleted_at).is_(None),
        )
    )
    if session.scalar(agreed) is None:
        raise Invalid("promise_id", "not_promised")


def _evidence(
    session: Session, agreement_id: int, language: str
) -> "defaultdict[int, list[Evidence]]":
    """Every follow-up that is about a promise, those that count first, the latest of them first."""
    day = case(
        (col(FollowUp.closed_at).is_not(None), local_day(col(FollowUp.closed_at))),
        else_=col(FollowUp.due_on),
    )
    counts = case((or_(is_done(), is_under_way()), 1), else_=0)
    query = (
        select(
            col(AgreementPromise.id),
            col(FollowUp.id),
            col(FollowUp.kind),
            col(FollowUp.subject),
            col(FollowUp.status),
            day,
            name_in(Partner, language),
            counts,
            col(FollowUp.promise_id).is_not(None),
        )
        .join(Agreement, col(Agreement.id) == col(AgreementPromise.agreement_id))
        .join(AgreementPartner, col(AgreementPartner.agreement_id) == col(Agreement.id))
        .join(Partner, col(Partner.id) == col(AgreementPartner.partner_id))
        .join(FollowUp, col(FollowUp.partner_id) == col(Partner.id))
        .where(
            col(Agreement.id) == agreement_id,
            fulfils(),
            col(FollowUp.status) != FollowUpStatus.DECLINED,
        )
        .order_by(counts.desc(), day.desc().nulls_last(), col(FollowUp.id))
    )
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for promise_id, *rest in session.execute(query):
        row = Evidence._make(rest)
        found[promise_id].append(row._replace(counts=bool(row.counts)))
    return found


def _made(agreement_id: int, draft: AgreementPromiseDraft) -> AgreementPromise:
    return AgreementPromise.model_validate(draft.model_dump() | {"agreement_id": agreement_id})


def _found(session: Session, promise_id: int) -> AgreementPromise:
    promise = session.get(AgreementPromise, promise_id)
    if promise is None:
        raise NotFound(f"AgreementPromise {promise_id}")
    saving.found(session, Agreement, promise.agreement_id)
    return promise
