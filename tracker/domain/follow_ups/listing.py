"""Finding follow-ups: the list, the count for each owner, what came of something."""

from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    not_,
    select,
    true,
    union,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, narrowing, programme, tags, unchanged
from tracker.domain.days import local_day
from tracker.domain.excerpts import READ, excerpt
from tracker.domain.models import (
    Account,
    Direction,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    FollowUpTag,
    Interaction,
    Kind,
    Mention,
    NewsItem,
    Partner,
    Priority,
    Promise,
    Sector,
    Tier,
    Unit,
)
from tracker.domain.models.records import name_in
from tracker.names.regions import Region

_MOST = 200  # of one event
NAMED = (Kind.FOLLOW_UP, Kind.PARTNER, Kind.UNIT, Kind.ACCOUNT)  # of what a line is made


class FollowUpRow(NamedTuple):
    """One line of the list of follow-ups."""

    id: int
    kind: FollowUpKind
    subject: str | None
    direction: Direction
    partner_id: int
    partner: str
    unit: str | None
    owner_id: int
    owner: str
    due_on: date | None
    priority: Priority
    status: FollowUpStatus
    is_overdue: bool
    quote: str  # its beginning
    closed_at: datetime | None
    revision: int


class OfEvent(NamedTuple):
    """A follow-up of an event, and the title of the article that it was read in, if it was."""

    row: FollowUpRow
    article: str | None


class Shown(StrEnum):
    """Which part of the follow-ups a list shows."""

    OPEN = "open"  # everything that is not done or declined
    CLOSED = "closed"
    ALL = "all"


class Sort(StrEnum):
    """The orders a person may choose."""

    DUE = "due"
    OWNER = "owner"
    PARTNER = "partner"
    STATUS = "status"
    PRIORITY = "priority"
    UPDATED = "updated"


class FollowUpFilter(NamedTuple):
    """What narrows the list; every field is optional. A `status` overrides `shown`.

    Of an event is what `from_event` says.
    """

    text: str = ""
    shown: Shown = Shown.OPEN
    status: FollowUpStatus | None = None
    overdue: bool = False
    owner_id: int | None = None
    partner_id: int | None = None
    unit_id: int | None = None
    kind: FollowUpKind | None = None
    direction: Direction | None = None
    due_from: date | None = None
    due_to: date | None = None
    event_id: int | None = None
    tag: str | None = None
    sector: Sector | None = None
    tier: Tier | None = None
    region: Region | None = None
    recorded_from: date | None = None
    recorded_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    promise: Promise | None = None


class OwnerCount(NamedTuple):
    """How much a colleague has open."""

    owner_id: int
    owner: str
    open: int
    overdue: int


@guarded(Action.READ)
def search(
    session: Session,
    wanted: FollowUpFilter = FollowUpFilter(),
    *,
    by: User,
    sort: Sort = Sort.DUE,
    descending: bool = False,
    page: int = 1,
) -> lists.Page[FollowUpRow]:
    """One page of the follow-ups that fit."""
    query = rows(by.language, clock.today()).order_by(*_order(sort, descending, by.language))
    ids = fitting(wanted, by.language, sort, descending)
    has_words = bool(wanted.text)
    found = lists.paged(session, query, FollowUpRow, page=page, ids=ids, at_once=has_words)
    return lists.Page([cut(row) for row in found.rows], found.total, found.number)


def fitting(wanted: FollowUpFilter, language: str, sort: Sort, descending: bool) -> "Select[Any]":
    """The ids of the follow-ups that fit, in order: what a list shows and a file of it holds."""
    ids = select(col(FollowUp.id)).where(col(FollowUp.deleted_at).is_(None), *conditions(wanted))
    return ids.order_by(*_order(sort, descending, language))


@guarded(Action.READ)
def came_of(session: Session, interaction_id: int, *, by: User) -> list[FollowUpRow]:
    """What followed from an interaction, closed ones included, the most urgent first."""
    origin = col(FollowUp.interaction_id) == interaction_id
    query = matching(by.language, FollowUpFilter(shown=Shown.ALL), Sort.DUE).where(origin)
    return [cut(FollowUpRow(*row)) for row in session.execute(query)]


@guarded(Action.READ)
def of_event(session: Session, event_id: int, *, by: User) -> list[OfEvent]:
    """What came of an event, closed ones included, the most urgent first. Each once, though two
    articles may be versions of one story."""
    query = (
        matching(by.language, FollowUpFilter(shown=Shown.ALL), Sort.DUE)
        .add_columns(col(NewsItem.title))
        .outerjoin(NewsItem, col(NewsItem.id) == col(FollowUp.news_item_id))
        .where(from_event(event_id))
        .limit(_MOST)
    )
    return [OfEvent(cut(FollowUpRow(*row)), title) for *row, title in session.execute(query)]


@guarded(Action.READ)
def by_owner(
    session: Session, wanted: FollowUpFilter = FollowUpFilter(), *, by: User
) -> list[OwnerCount]:
    """Open and overdue ones of those that fit, for each colleague who has any; by name."""
    if wanted not in _OF_EVERYBODY:
        return _by_owner(session, wanted)
    # Adding up the work of the whole university takes longer than the list that stands below.
    key = "follow_ups.by_owner", wanted, clock.today()
    kinds = Kind.FOLLOW_UP, Kind.ACCOUNT
    return unchanged.of_kinds(session, kinds, key, lambda: _by_owner(session, wanted))


_OF_EVERYBODY = (FollowUpFilter(), FollowUpFilter(overdue=True))


def _by_owner(session: Session, wanted: FollowUpFilter) -> list[OwnerCount]:
    late = func.coalesce(func.sum(case((col(FollowUp.due_on) < clock.today(), 1), else_=0)), 0)
    # Added up before the names are looked up: from the index of open work alone.
    counts = (
        select(col(FollowUp.owner_id), func.count().label("open"), late.label("overdue"))
        .where(still_open(), *conditions(wanted))
        .group_by(col(FollowUp.owner_id))
        .subquery()
    )
    query = (
        select(col(Account.id), col(Account.name), counts.c.open, counts.c.overdue)
        .join(counts, counts.c.owner_id == col(Account.id))
        .order_by(col(Account.sort_key), col(Account.id))
    )
    return [OwnerCount(*row) for row in session.execute(query)]


def matching(language: str, wanted: FollowUpFilter, sort: Sort) -> "Select[Any]":
    """The FollowUpRows that fit, in order."""
    query = rows(language, clock.today()).where(*conditions(wanted))
    return query.order_by(*_order(sort, False, language))


@lru_cache(maxsize=6)
def rows(language: str, today: date) -> "Select[Any]":
    """The columns of a FollowUpRow, of everything not in the trash. Spelled once a day."""
    return (
        select(
            col(FollowUp.id),
            col(FollowUp.kind),
            col(FollowUp.subject),
            col(FollowUp.direction),
            col(FollowUp.partner_id),
            name_in(Partner, language),
            func.nullif(name_in(Unit, language), ""),
            col(FollowUp.owner_id),
            col(Account.name),
            col(FollowUp.due_on),
            col(FollowUp.priority),
            col(FollowUp.status),
            case((overdue_on(today), true()), else_=false()),
            func.substr(col(FollowUp.quote), 1, READ),
            col(FollowUp.closed_at),
            col(FollowUp.revision),
        )
        .join(Partner, col(Partner.id) == col(FollowUp.partner_id))
        .join(Account, col(Account.id) == col(FollowUp.owner_id))
        .outerjoin(Unit, col(Unit.id) == col(FollowUp.unit_id))
        .where(col(FollowUp.deleted_at).is_(None))
    )


_ORIGIN: Any = FollowUp.__table__.alias("origin").c  # made once: it takes longer than to ask


def still_open() -> ColumnElement[bool]:
    """Open work. Spelled as the partial indexes are, without a bound value."""
    return and_(col(FollowUp.closed_at).is_(None), col(FollowUp.deleted_at).is_(None))


def overdue_on(today: date) -> ColumnElement[bool]:
    """Open work whose day is over."""
    return and_(col(FollowUp.closed_at).is_(None), col(FollowUp.due_on) < today)


def kept_in_time() -> ColumnElement[bool]:
    """Done on its day or before it, where it had one."""
    in_time = local_day(col(FollowUp.closed_at)) <= col(FollowUp.due_on)
    return and_(_status() == FollowUpStatus.DONE, in_time)


def _status() -> Any:
    """The status as an expression, which leaves the index to another condition."""
    return func.coalesce(col(FollowUp.status), col(FollowUp.status))


def from_event(event_id: int) -> ColumnElement[bool]:
    """What came of an event or of a part of it: recorded there, agreed in an interaction there, or
    read in an article that speaks of it."""
    whole = programme.ids(event_id)
    met = select(col(Interaction.id)).where(
        col(Interaction.event_id).in_(whole), col(Interaction.deleted_at).is_(None)
    )
    telling = (
        select(col(Mention.news_item_id))
        .join(NewsItem, col(NewsItem.id) == col(Mention.news_item_id))
        .where(col(Mention.event_id).in_(whole), col(NewsItem.deleted_at).is_(None))
    )
    # Each origin by its own index; PostgreSQL would read every follow-up for one `or`.
    origins = {
        _ORIGIN.event_id: whole,
        _ORIGIN.interaction_id: met,
        _ORIGIN.news_item_id: telling,
    }
    ids = (select(_ORIGIN.id).where(column.in_(those)) for column, those in origins.items())
    return col(FollowUp.id).in_(union(*ids))


def conditions(wanted: FollowUpFilter) -> list[Any]:
    """What a filter asks of a follow-up; that it is not in the trash is asked besides."""
    # Of an event are few: its index is the better one, and an expression has none.
    status: Any = col(FollowUp.status) if wanted.event_id is None else _status()
    exact = {
        status: wanted.status,
        col(FollowUp.owner_id): wanted.owner_id,
        col(FollowUp.partner_id): wanted.partner_id,
        col(FollowUp.unit_id): wanted.unit_id,
        col(FollowUp.kind): wanted.kind,
        col(FollowUp.direction): wanted.direction,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    closed_at = col(FollowUp.closed_at)
    if wanted.status is None and wanted.shown is Shown.OPEN:
        found.append(closed_at.is_(None))
    if wanted.status is None and wanted.shown is Shown.CLOSED:
        found.append(closed_at.is_not(None))
    if wanted.event_id is not None:
        found.append(from_event(wanted.event_id))
    if wanted.overdue:
        found.append(overdue_on(clock.today()))
    if wanted.due_from is not None:
        found.append(col(FollowUp.due_on) >= wanted.due_from)
    if wanted.due_to is not None:
        found.append(col(FollowUp.due_on) <= wanted.due_to)
    if wanted.tag:
        found.append(col(FollowUp.id).in_(tags.tagged(FollowUpTag, wanted.tag)))
    whose = narrowing.Whose(wanted.sector, wanted.tier, wanted.region)
    found += whose.of_partner(FollowUp.partner_id, few=wanted.event_id is not None)
    return [*found, *_when(wanted), *_words(wanted.text)]


def _when(wanted: FollowUpFilter) -> list[Any]:
    """When it was recorded and closed, and whether a promise was kept by that."""
    found = narrowing.within(FollowUp.created_at, wanted.recorded_from, wanted.recorded_to)
    found += narrowing.within(FollowUp.closed_at, wanted.closed_from, wanted.closed_to)
    if wanted.promise is not None:
        kept = kept_in_time()
        had_day = col(FollowUp.due_on).is_not(None), col(FollowUp.closed_at).is_not(None)
        found += [*had_day, kept if wanted.promise is Promise.KEPT else not_(kept)]
    return found


def _words(text: str) -> list[Any]:
    """Every word is in the follow-up itself or in its partner's names."""
    if not text:
        return []
    partner = aliased(Partner)
    conditions = []
    for word in lists.words(text):
        named = select(col(partner.id)).where(*lists.matching(col(partner.search_key), word))
        here = and_(*lists.matching(col(FollowUp.search_key), word))
        conditions.append(here | col(FollowUp.partner_id).in_(named))
    return conditions


def _order(sort: Sort, descending: bool, language: str) -> list[Any]:
    statuses = {status.value: place for place, status in enumerate(FollowUpStatus)}
    priorities = {priority.value: place for place, priority in enumerate(Priority)}
    due = col(FollowUp.due_on)
    columns: dict[Sort, Any] = {
        Sort.DUE: due,
        Sort.OWNER: _of(col(Account.sort_key), col(Account.id) == col(FollowUp.owner_id)),
        Sort.PARTNER: _of(
            col(getattr(Partner, f"sort_{language}")), col(Partner.id) == col(FollowUp.partner_id)
        ),
        Sort.STATUS: case(statuses, value=col(FollowUp.status), else_=len(statuses)),
        Sort.PRIORITY: case(priorities, value=col(FollowUp.priority), else_=len(priorities)),
        Sort.UPDATED: col(FollowUp.updated_at),
    }
    chosen = columns[sort]
    first = chosen.desc().nulls_last() if descending else chosen.asc().nulls_last()
    then = [] if sort is Sort.DUE else [due.asc().nulls_last()]
    return [first, *then, col(FollowUp.id)]


def _of(column: Any, same: Any) -> Any:
    """A column of the record that a follow-up points to, whether or not it is joined."""
    return select(column).where(same).correlate(FollowUp).scalar_subquery()


def cut(row: FollowUpRow) -> FollowUpRow:
    """The row with its quote cut at a word, for one line."""
    return row._replace(quote=excerpt(row.quote))
