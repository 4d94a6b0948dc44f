"""What can be asked and done about agreements with partners."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import linking, lists, narrowing, programme, saving
from tracker.domain.models import (
    Agreement,
    AgreementDraft,
    AgreementKind,
    AgreementPartner,
    Kind,
    Partner,
    Renewal,
    Sector,
    Tier,
)
from tracker.domain.models.records import name_in
from tracker.errors import Invalid
from tracker.names.regions import Region

NOTICE = timedelta(days=90)


class AgreementState(StrEnum):
    """Where an agreement stands today; follows from its days, is never typed.

    Ending: within 90 days. One that renews itself automatically does not end, but its renewal is
    announced in the same way. Signed without a last day it is in force; undated is one of which
    no day at all is known.
    """

    IN_FORCE = "in_force"
    ENDING = "ending"
    ENDED = "ended"
    UNDATED = "undated"


class AgreementRow(NamedTuple):
    """One line of the list of agreements."""

    id: int
    title: str
    kind: AgreementKind
    partners: tuple[str, ...]
    signed_on: date | None
    valid_until: date | None
    state: AgreementState


class Sort(StrEnum):
    """The orders a person may choose; each is one column of the list."""

    TITLE = "title"
    KIND = "kind"
    SIGNED_ON = "signed_on"
    VALID_UNTIL = "valid_until"


class AgreementFilter(NamedTuple):
    """What narrows the list; every field is optional. An event stands for its programme, too."""

    text: str = ""
    kind: AgreementKind | None = None
    state: AgreementState | None = None
    partner_id: int | None = None
    unit_id: int | None = None
    event_id: int | None = None
    sector: Sector | None = None
    tier: Tier | None = None
    region: Region | None = None
    ends_from: date | None = None
    ends_to: date | None = None


@guarded(Action.READ)
def search(
    session: Session,
    wanted: AgreementFilter = AgreementFilter(),
    *,
    by: User,
    sort: Sort = Sort.SIGNED_ON,
    descending: bool = True,
    page: int = 1,
) -> lists.Page[AgreementRow]:
    """One page of the agreements that fit, the latest signed first."""
    query = _lines().where(*_conditions(wanted)).order_by(*_order(sort, descending))
    found = lists.paged(session, query, _Line, page=page)
    partners = _partners(session, [line.id for line in found.rows], by.language)
    rows = [
        AgreementRow(
            line.id,
            line.title,
            line.kind,
            tuple(name for _, name in partners[line.id]),
            line.signed_on,
            line.valid_until,
            AgreementState(line.state),
        )
        for line in found.rows
    ]
    return lists.Page(rows, found.total, found.number)


def fitting(wanted: AgreementFilter, sort: Sort, descending: bool) -> "Select[Any]":
    """The ids of the agreements that fit, in order: what a list shows and a file of it holds."""
    ids = select(col(Agreement.id)).where(col(Agreement.deleted_at).is_(None))
    return ids.where(*_conditions(wanted)).order_by(*_order(sort, descending))


@guarded(Action.READ)
def get(session: Session, agreement_id: int, *, by: User) -> Agreement:
    """Raises NotFound, also for an agreement in the trash."""
    return saving.found(session, Agreement, agreement_id)


@guarded(Action.READ)
def state(session: Session, agreement_id: int, *, by: User) -> AgreementState | None:
    """Where an agreement stands today; None for an unknown one."""
    found = session.scalar(select(state_today()).where(col(Agreement.id) == agreement_id))
    return AgreementState(found) if found else None


@guarded(Action.READ)
def parties(session: Session, agreement_id: int, *, by: User) -> list[tuple[int, str]]:
    """Ids and names of the partners of an agreement."""
    return _partners(session, [agreement_id], by.language)[agreement_id]


@guarded(Action.EDIT)
def create(
    session: Session,
    draft: AgreementDraft,
    *,
    partner_ids: Sequence[int],
    by: User,
    news_item_id: int | None = None,
    quote: str | None = None,
    key: str | None = None,
) -> Agreement:
    """The same `key` twice stores one agreement and returns it. The stage of a partner is a
    judgement and stays as it is. `news_item_id` and `quote`: the article that tells of it.

    Raises Invalid when no partner is named, or something named is not there.
    """
    known = saving.claim(session, key, Kind.AGREEMENT, by=by)
    if known is not None:
        return saving.found(session, Agreement, known)
    linking.check(session, draft)
    told = {"news_item_id": news_item_id, "quote": quote or None}
    agreement = Agreement.model_validate(draft.model_dump() | told)
    _set_partners(session, agreement, partner_ids)
    session.add(agreement)
    session.flush()
    saving.settle(session, key, agreement.id)
    return agreement


@guarded(Action.EDIT)
def update(
    session: Session,
    agreement_id: int,
    draft: AgreementDraft,
    *,
    partner_ids: Sequence[int],
    revision: int,
    by: User,
) -> Agreement:
    """Raises Stale, and Invalid as `create` does. A partner in the trash stays linked."""
    agreement = saving.found(session, Agreement, agreement_id)
    saving.expect(agreement, revision)
    linking.check(session, draft, before=agreement)
    agreement.sqlmodel_update(draft.model_dump())
    _set_partners(session, agreement, partner_ids)
    session.flush()
    return agreement


class _Line(NamedTuple):
    id: int
    title: str
    kind: AgreementKind
    signed_on: date | None
    valid_until: date | None
    state: str


def _lines() -> Any:
    return select(
        col(Agreement.id),
        col(Agreement.title),
        col(Agreement.kind),
        col(Agreement.signed_on),
        col(Agreement.valid_until),
        state_today().label("state"),
    ).where(col(Agreement.deleted_at).is_(None))


def state_today() -> ColumnElement[str]:
    """The column that says where an agreement stands."""
    today, until = clock.today(), col(Agreement.valid_until)
    days = (until, col(Agreement.signed_on), col(Agreement.valid_from))
    renewed = and_(until < today, col(Agreement.renewal) == Renewal.AUTOMATIC)
    return case(
        (and_(*(day.is_(None) for day in days)), AgreementState.UNDATED.value),
        (or_(until.is_(None), renewed), AgreementState.IN_FORCE.value),
        (until < today, AgreementState.ENDED.value),
        (until <= today + NOTICE, AgreementState.ENDING.value),
        else_=AgreementState.IN_FORCE.value,
    )


def _conditions(wanted: AgreementFilter) -> list[Any]:
    exact = {
        col(Agreement.kind): wanted.kind,
        col(Agreement.unit_id): wanted.unit_id,
    }
    conditions: list[Any] = [
        column == value for column, value in exact.items() if value is not None
    ]
    conditions += lists.matching(col(Agreement.search_key), wanted.text)
    if wanted.event_id is not None:
        conditions.append(col(Agreement.event_id).in_(programme.ids(wanted.event_id)))
    if wanted.state is not None:
        conditions.append(state_today() == wanted.state.value)
    if wanted.ends_from is not None:
        conditions.append(col(Agreement.valid_until) >= wanted.ends_from)
    if wanted.ends_to is not None:
        conditions.append(col(Agreement.valid_until) <= wanted.ends_to)
    conditions += narrowing.Whose(wanted.sector, wanted.tier, wanted.region).of_records(
        Agreement.id,
        AgreementPartner.agreement_id,
        AgreementPartner.partner_id,
        few=wanted.event_id is not None,
    )
    if wanted.partner_id is not None:
        theirs = select(col(AgreementPartner.agreement_id)).where(
            col(AgreementPartner.partner_id) == wanted.partner_id
        )
        conditions.append(col(Agreement.id).in_(theirs))
    return conditions


def _order(sort: Sort, descending: bool) -> list[Any]:
    columns: dict[Sort, Any] = {
        Sort.TITLE: col(Agreement.sort_key),
        Sort.KIND: col(Agreement.kind),
        Sort.SIGNED_ON: col(Agreement.signed_on),
        Sort.VALID_UNTIL: col(Agreement.valid_until),
    }
    chosen = columns[sort]
    first = chosen.desc().nulls_last() if descending else chosen.asc().nulls_last()
    return [first, col(Agreement.sort_key), col(Agreement.id)]


def _partners(
    session: Session, agreement_ids: Sequence[int], language: str
) -> "defaultdict[int, list[tuple[int, str]]]":
    query = (
        select(col(AgreementPartner.agreement_id), col(Partner.id), name_in(Partner, language))
        .join(Partner, col(Partner.id) == col(AgreementPartner.partner_id))
        .where(
            col(AgreementPartner.agreement_id).in_(agreement_ids),
            col(Partner.deleted_at).is_(None),
        )
        .order_by(col(getattr(Partner, f"sort_{language}")), col(Partner.id))
    )
    partners: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for agreement_id, partner_id, name in session.execute(query):
        partners[agreement_id].append((partner_id, name))
    return partners


def _set_partners(session: Session, agreement: Agreement, partner_ids: Sequence[int]) -> None:
    if not partner_ids:
        raise Invalid("partner_ids", "required")
    present = {link.partner_id: link for link in agreement.partners}
    new = [number for number in partner_ids if number not in present]
    for number in linking.records(session, Partner, new, "partner_ids"):
        agreement.partners.append(AgreementPartner(**{"partner_id": number}))
    gone = present.keys() - set(partner_ids)
    if gone:
        _remove(session, agreement, [present[number] for number in sorted(gone)])


def _remove(session: Session, agreement: Agreement, links: list[AgreementPartner]) -> None:
    """Unlink partners, but not those in the trash: nobody saw them to take them away."""
    ids = [link.partner_id for link in links]
    there = select(col(Partner.id)).where(
        col(Partner.id).in_(ids), col(Partner.deleted_at).is_(None)
    )
    visible = set(session.scalars(there))
    for link in links:
        if link.partner_id in visible:
            agreement.partners.remove(link)
            # Said aloud: what only falls out of the list is deleted too, but leaves no history.
            session.delete(link)
