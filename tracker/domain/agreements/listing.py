"""The register of agreements: found, narrowed and in order; and where one of them stands."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, narrowing, programme, saving
from tracker.domain.agreements.liveliness import Verdict, verdict
from tracker.domain.agreements.states import (
    AgreementState,
    Within,
    ends_within,
    state_today,
)
from tracker.domain.models import (
    Agreement,
    AgreementKind,
    AgreementPartner,
    Partner,
    Renewal,
    Sector,
    Tier,
)
from tracker.domain.models.records import name_in
from tracker.names.regions import Region


class AgreementRow(NamedTuple):
    """One line of the list of agreements."""

    id: int
    title: str
    kind: AgreementKind
    partners: tuple[str, ...]
    signed_on: date | None
    valid_until: date | None
    state: AgreementState
    verdict: Verdict
    renewal: Renewal
    lapses_on: date | None

    @property
    def days_left(self) -> int | None:
        """Until its last day, while that is near and nobody has settled what then."""
        return days_left(self.valid_until, self.state)


class Standing(NamedTuple):
    """Where one agreement stands, whether it lives, and which ones it goes on from and in."""

    state: AgreementState
    verdict: Verdict
    before: tuple[tuple[int, str], ...]
    after: tuple[int, str] | None


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
    ending: Within | None = None
    verdict: Verdict | None = None
    sector: Sector | None = None
    tier: Tier | None = None
    region: Region | None = None


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
    query = _lines(clock.today()).where(*_conditions(wanted)).order_by(*_order(sort, descending))
    found = lists.paged(session, query, _Line, page=page)
    partners = parties_of(session, [line.id for line in found.rows], by.language)
    rows = [
        AgreementRow(
            line.id,
            line.title,
            line.kind,
            tuple(name for _, name in partners[line.id]),
            line.signed_on,
            line.valid_until,
            AgreementState(line.state),
            Verdict(line.verdict),
            line.renewal,
            line.lapses_on,
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
def standing(session: Session, agreement: Agreement, *, by: User) -> Standing:
    """Where an agreement stands today, in one query; others in the trash are not named."""
    beside = or_(
        col(Agreement.id) == agreement.id,
        col(Agreement.renewed_as_id) == agreement.id,
        col(Agreement.id) == agreement.renewed_as_id,
    )
    query = (
        select(
            col(Agreement.id),
            col(Agreement.title),
            col(Agreement.renewed_as_id),
            state_today(),
            verdict(),
        )
        .where(col(Agreement.deleted_at).is_(None), beside)
        .order_by(col(Agreement.id))
    )
    rows = {row[0]: row for row in session.execute(query)}
    state, judged = rows[agreement.id][3:]
    after = rows.get(agreement.renewed_as_id)
    before = (row for row in rows.values() if row[2] == agreement.id)
    return Standing(
        AgreementState(state),
        Verdict(judged),
        tuple((row[0], row[1]) for row in before),
        (after[0], after[1]) if after else None,
    )


@guarded(Action.READ)
def parties(session: Session, agreement_id: int, *, by: User) -> list[tuple[int, str]]:
    """Ids and names of the partners of an agreement."""
    return parties_of(session, [agreement_id], by.language)[agreement_id]


def days_left(until: date | None, state: AgreementState) -> int | None:
    """The days to the last one, while that is within 180 days and nobody has settled what then."""
    settled = (AgreementState.LAPSING, AgreementState.RENEWED)
    left = (until - clock.today()).days if until and state not in settled else -1
    return left if 0 <= left <= Within.HALF_YEAR.days.days else None


class _Line(NamedTuple):
    id: int
    title: str
    kind: AgreementKind
    signed_on: date | None
    valid_until: date | None
    state: str
    verdict: str
    renewal: Renewal
    lapses_on: date | None


@lru_cache(maxsize=2)
def _lines(_today: date) -> Any:
    return select(
        col(Agreement.id),
        col(Agreement.title),
        col(Agreement.kind),
        col(Agreement.signed_on),
        col(Agreement.valid_until),
        state_today().label("state"),
        verdict().label("verdict"),
        col(Agreement.renewal),
        col(Agreement.lapses_on),
    ).where(col(Agreement.deleted_at).is_(None))


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
    conditions += narrowing.Whose(wanted.sector, wanted.tier, wanted.region).of_records(
        Agreement.id,
        AgreementPartner.agreement_id,
        AgreementPartner.partner_id,
        few=wanted.event_id is not None,
    )
    if wanted.ending is not None:
        conditions.append(ends_within(wanted.ending.days))
    if wanted.verdict is not None:
        conditions.append(verdict() == wanted.verdict.value)
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


def parties_of(
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
