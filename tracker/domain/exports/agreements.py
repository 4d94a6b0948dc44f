"""Every agreement that fits, for a file."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import agreements
from tracker.domain.agreements import AgreementFilter, AgreementState, PromiseState, Sort, Verdict
from tracker.domain.agreements.liveliness import promise_state
from tracker.domain.exports.reading import gathered, in_chunks
from tracker.domain.models import (
    Agreement,
    AgreementKind,
    AgreementPartner,
    AgreementPromise,
    Event,
    FollowUpKind,
    Partner,
    PromisedBy,
    Renewal,
    Unit,
)
from tracker.domain.models.records import name_in


class Promise(NamedTuple):
    """One thing that was promised, and what came of it."""

    subject: str
    promised_by: PromisedBy
    kind: FollowUpKind
    amount: int | None
    measure: str | None
    every_year: bool
    promised_until: date | None
    state: PromiseState


class AgreementExport(NamedTuple):
    """One agreement with everything a file of them shows."""

    id: int
    title: str
    kind: AgreementKind
    number: str | None
    signed_on: date | None
    valid_from: date | None
    valid_until: date | None
    renewal: Renewal
    promised: str | None
    unit_id: int | None
    unit: str | None
    event_id: int | None
    event: str | None
    news_item_id: int | None
    quote: str | None
    renewed_as_id: int | None
    lapses_on: date | None
    lapse_reason: str | None
    state: AgreementState
    verdict: Verdict
    created_at: datetime
    updated_at: datetime
    partners: tuple[str, ...]
    promises: tuple[Promise, ...]


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: AgreementFilter = AgreementFilter(),
    *,
    by: User,
    sort: Sort = Sort.SIGNED_ON,
    descending: bool = True,
) -> Iterator[AgreementExport]:
    """Every agreement that fits, in order."""

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, AgreementExport]]:
        partners = gathered(session, _partners(ids, by.language))
        promises = _promises(session, ids)
        columns = _columns(session, by.language)
        for row in session.execute(columns.where(col(Agreement.id).in_(ids))):
            made = AgreementExport._make([*row, partners[row[0]], tuple(promises[row[0]])])
            yield (
                made.id,
                made._replace(state=AgreementState(made.state), verdict=Verdict(made.verdict)),
            )

    return in_chunks(session, agreements.fitting(wanted, sort, descending), rows)


def _promises(session: Session, ids: Sequence[int]) -> "defaultdict[int, list[Promise]]":
    names = Promise._fields[:-1]
    query = (
        select(
            col(AgreementPromise.agreement_id),
            *(col(getattr(AgreementPromise, name)) for name in names),
            promise_state(),
        )
        .join(Agreement, col(Agreement.id) == col(AgreementPromise.agreement_id))
        .where(col(AgreementPromise.agreement_id).in_(ids))
        .order_by(col(AgreementPromise.id))
    )
    found: defaultdict[int, list[Promise]] = defaultdict(list)
    for number, *told, state in session.execute(query):
        found[number].append(Promise._make([*told, PromiseState(state)]))
    return found


def _columns(session: Session, language: str) -> Any:
    own = ["id", "title", "kind", "number", "signed_on", "valid_from", "valid_until", "renewal"]
    own += ["promised", "unit_id"]
    return (
        select(
            *(col(getattr(Agreement, name)) for name in own),
            func.nullif(name_in(Unit, language), ""),
            col(Agreement.event_id),
            func.nullif(name_in(Event, language), ""),
            col(Agreement.news_item_id),
            col(Agreement.quote),
            col(Agreement.renewed_as_id),
            col(Agreement.lapses_on),
            col(Agreement.lapse_reason),
            agreements.state_today(),
            agreements.verdict(),
            col(Agreement.created_at),
            col(Agreement.updated_at),
        )
        .outerjoin(Unit, col(Unit.id) == col(Agreement.unit_id))
        .outerjoin(Event, col(Event.id) == col(Agreement.event_id))
    )


def _partners(ids: Sequence[int], language: str) -> Any:
    return (
        select(col(AgreementPartner.agreement_id), name_in(Partner, language))
        .join(Partner, col(Partner.id) == col(AgreementPartner.partner_id))
        .where(col(AgreementPartner.agreement_id).in_(ids), col(Partner.deleted_at).is_(None))
        .order_by(col(getattr(Partner, f"sort_{language}")), col(Partner.id))
    )
