"""What can be asked and done about partners."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import (
    engagement,
    finding,
    lists,
    narrowing,
    programme,
    quiet,
    saving,
    stages,
    tags,
    unchanged,
)
from tracker.domain.models import (
    Account,
    Attendance,
    EngagementScore,
    FollowUp,
    InteractionPartner,
    Kind,
    Participation,
    Partner,
    PartnerDraft,
    PartnerTag,
    Person,
    Position,
    Sector,
    Stage,
    Standing,
    Tier,
    Trend,
)
from tracker.domain.models.records import name_in
from tracker.domain.quiet import Cutoff
from tracker.errors import BinTaken, Invalid, NameTaken
from tracker.names.regions import Region
from tracker.names.text import search_key


class PartnerRow(NamedTuple):
    """One line of the partner list."""

    id: int
    name: str
    sector: Sector
    stage: Stage
    tier: Tier
    city: str | None
    owner: str | None
    open_follow_ups: int
    last_contact: date | None
    score: float | None  # of engagement; with the next two as of its last run
    change: float | None
    kinds: int | None
    two_way: float | None


class Sort(StrEnum):
    """The orders a person may choose; each is one column of the list."""

    NAME = "name"
    SECTOR = "sector"
    STAGE = "stage"
    TIER = "tier"
    OPEN = "open_follow_ups"
    LAST_CONTACT = "last_contact"
    ENGAGEMENT = "engagement"
    CHANGE = "engagement_change"


class PartnerFilter(NamedTuple):
    """What narrows the list; every field is optional.

    Of an event are those who take part in it or in its programme. `came`: to that event, without
    one to any.
    """

    text: str = ""
    sector: Sector | None = None
    stage: Stage | None = None
    tier: Tier | None = None
    owner_id: int | None = None
    tag: str | None = None
    region: Region | None = None
    town: str | None = None  # by its key
    quiet: bool = False  # only those whom nobody has touched for too long
    event_id: int | None = None
    came: Attendance | None = None
    unit_id: int | None = None  # with whom this unit has anything
    standing: Standing | None = None
    recorded_from: date | None = None
    recorded_to: date | None = None
    engagement: Trend | None = None
    likely: tuple[int, ...] = ()  # whom the text may mean; see `meant`
    cutoffs: tuple[Cutoff, ...] = ()  # since when that is; likewise


EVERY_PARTNER = PartnerFilter()
NO_TOWN = "-"  # as the settlement that is wanted: those of whom none is known


@guarded(Action.READ)
def search(
    session: Session,
    wanted: PartnerFilter = EVERY_PARTNER,
    *,
    by: User,
    sort: Sort = Sort.NAME,
    descending: bool = False,
    page: int = 1,
) -> lists.Page[PartnerRow]:
    """One page of the partners that fit, named in the reader's language."""
    wanted = meant(session, wanted, by=by)
    query = _rows(by.language).order_by(*in_order(wanted, sort, descending, by.language))
    ids = fitting(wanted, by.language, sort, descending)
    at_once = bool(wanted.text)
    return lists.paged(session, query, PartnerRow, page=page, ids=ids, at_once=at_once)


@guarded(Action.READ)
def meant(session: Session, wanted: PartnerFilter, *, by: User) -> PartnerFilter:
    """The filter with those whom its text may mean, however spelled, and what is long today."""
    likely = finding.likely_ids(session, Kind.PARTNER, wanted.text, by=by)
    return wanted._replace(likely=likely, cutoffs=quiet.cutoffs(session) if wanted.quiet else ())


def fitting(wanted: PartnerFilter, language: str, sort: Sort, descending: bool) -> "Select[Any]":
    """The ids of the partners that fit, in order: what a list shows and a file of it holds."""
    ids = with_score(select(col(Partner.id)), only=wanted.engagement in _SCORED)
    ids = ids.where(col(Partner.deleted_at).is_(None), *conditions(wanted))
    return ids.order_by(*in_order(wanted, sort, descending, language))


@guarded(Action.READ)
def get(session: Session, partner_id: int, *, by: User) -> Partner:
    """Raises NotFound, also for a partner in the trash."""
    return saving.found(session, Partner, partner_id)


@guarded(Action.EDIT)
def create(
    session: Session,
    draft: PartnerDraft,
    *,
    by: User,
    tag_names: list[str] | None = None,
    key: str | None = None,
) -> Partner:
    """Raises NameTaken or BinTaken. The same `key` twice stores one partner and returns it."""
    known = saving.claim(session, key, Kind.PARTNER, by=by)
    if known is not None:
        return saving.found(session, Partner, known)
    refuse_same(session, draft)
    partner = Partner.model_validate(draft.model_dump())
    session.add(partner)
    session.flush()
    tags.put(session, PartnerTag, partner, tag_names or [])
    saving.settle(session, key, partner.id)
    return partner


@guarded(Action.EDIT)
def update(
    session: Session,
    partner_id: int,
    draft: PartnerDraft,
    *,
    revision: int,
    by: User,
    tag_names: list[str] | None = None,
) -> Partner:
    """Raises Stale, NameTaken, BinTaken. `tag_names` None leaves the tags as they are."""
    partner = saving.found(session, Partner, partner_id)
    saving.expect(partner, revision)
    refuse_same(session, draft, but_not=partner_id)
    _refuse_circle(session, partner_id, draft.parent_id)
    partner.sqlmodel_update(draft.model_dump())
    if tag_names is not None:
        tags.put(session, PartnerTag, partner, tag_names)
    session.flush()
    return partner


@guarded(Action.READ)
def choices(
    session: Session, *, by: User, text: str = "", limit: int = lists.CHOICES
) -> list[tuple[int, str]]:
    """Ids and names to pick from, those touched last first; narrowed by `text`."""
    if text:
        return _choices(session, by.language, text, limit)
    key = "partners.choices", by.language, limit
    return unchanged.of_kinds(
        session, [Kind.PARTNER], key, lambda: _choices(session, by.language, "", limit)
    )


def _choices(session: Session, language: str, text: str, limit: int) -> list[tuple[int, str]]:
    fits = lists.matching_until_full(session, col(Partner.search_key), text)
    query = (
        select(col(Partner.id), name_in(Partner, language))
        .where(col(Partner.deleted_at).is_(None), *fits)
        .order_by(col(Partner.updated_at).desc(), col(Partner.id).desc())
        .limit(limit)
    )
    return [(number, label) for number, label in session.execute(query)]


@guarded(Action.READ)
def named(session: Session, name: str, *, by: User) -> Partner | None:
    """The partner that has exactly this name or alias in some language, whatever the case."""
    return next(iter(finding.carrying(session, Kind.PARTNER, [name])), None)


class PersonAt(NamedTuple):
    """Somebody at a partner."""

    id: int
    name: str
    title: str
    email: str | None
    phone: str | None
    is_current: bool


@guarded(Action.READ)
def people(session: Session, partner_id: int, *, by: User) -> list[PersonAt]:
    """Everybody who holds or held a position there, the present ones first; who was erased is a
    former contact."""
    held = or_(col(Position.until).is_(None), col(Position.until) >= clock.today())
    current = and_(held, col(Person.erased_at).is_(None))
    columns: list[Any] = [Person.id, Person.name, Position.title, Person.email, Person.phone]
    query = (
        select(*columns, current)
        .join(Position, col(Position.person_id) == col(Person.id))
        .where(col(Position.partner_id) == partner_id, col(Person.deleted_at).is_(None))
        .order_by(current.desc(), col(Person.sort_key))
    )
    return [PersonAt(*row) for row in session.execute(query)]


_SCORED = (Trend.KNOWN, Trend.RISING, Trend.FALLING)  # of which each has a score


def with_score(query: "Select[Any]", *, only: bool = False) -> "Select[Any]":
    """Partners joined to their engagement; costs nothing where no column of it is named.

    `only` those that have one: then a database may walk along the scores.
    """
    theirs = col(EngagementScore.partner_id) == col(Partner.id)
    return query.join(EngagementScore, theirs, isouter=not only)


def score_columns() -> list[Any]:
    """What a list tells of a partner's engagement."""
    names = ("score", "change", "kinds", "two_way")
    return [col(getattr(EngagementScore, name)) for name in names]


def open_follow_ups() -> Any:
    """The column that counts what is open with a partner."""
    return (
        select(func.count())
        .where(
            col(FollowUp.partner_id) == col(Partner.id),
            col(FollowUp.closed_at).is_(None),
            col(FollowUp.deleted_at).is_(None),
        )
        .correlate(Partner)
        .scalar_subquery()
    )


def last_contact() -> Any:
    """The column with the day on which somebody last spoke with a partner."""
    return (
        select(func.max(InteractionPartner.met_on))
        .where(col(InteractionPartner.partner_id) == col(Partner.id))
        .correlate(Partner)
        .scalar_subquery()
    )


def _rows(language: str) -> "Select[Any]":
    columns: list[Any] = [Partner.id, name_in(Partner, language), Partner.sector, Partner.stage]
    columns += [Partner.tier, Partner.city, Account.name, open_follow_ups(), last_contact()]
    query = select(*columns, *score_columns())
    return with_score(query.outerjoin(Account, col(Account.id) == col(Partner.owner_id)))


def conditions(wanted: PartnerFilter) -> list[Any]:
    """What a partner has to be to fit; see `meant` for a text and for quiet ones."""
    exact = {
        Partner.sector: wanted.sector,
        Partner.stage: wanted.stage,
        Partner.tier: wanted.tier,
        Partner.owner_id: wanted.owner_id,
        Partner.region_code: wanted.region,
        Partner.town_key: None if wanted.town == NO_TOWN else wanted.town,
    }
    those = [col(column) == value for column, value in exact.items() if value is not None]
    those += lists.meant(col(Partner.id), col(Partner.search_key), wanted.text, wanted.likely)
    if wanted.town == NO_TOWN:
        those.append(col(Partner.town_key).is_(None))
    if wanted.quiet:
        those.append(quiet.is_quiet(wanted.cutoffs))
    if wanted.tag:
        those.append(col(Partner.id).in_(tags.tagged(PartnerTag, wanted.tag)))
    if wanted.event_id is not None or wanted.came is not None:
        there = select(col(Participation.partner_id))
        if wanted.event_id is not None:
            whole = programme.ids(wanted.event_id)
            there = there.where(col(Participation.event_id).in_(whole))
        if wanted.came is not None:
            there = there.where(col(Participation.came) == wanted.came)
        those.append(col(Partner.id).in_(there))
    if wanted.unit_id is not None:
        those.append(col(Partner.id).in_(narrowing.worked_with(wanted.unit_id)))
    if wanted.standing is not None:
        those += stages.stood(wanted.standing, clock.today())
    if wanted.engagement is not None:
        those.append(engagement.moving(wanted.engagement))
    return those + narrowing.within(Partner.created_at, wanted.recorded_from, wanted.recorded_to)


_MAY_LACK = (Sort.LAST_CONTACT, Sort.ENGAGEMENT, Sort.CHANGE)


def in_order(wanted: PartnerFilter, sort: Sort, descending: bool, language: str) -> list[Any]:
    """As chosen; by name, whom the text is likeliest to mean comes first."""
    by_name = sort is Sort.NAME and not descending
    best = lists.likeliest_first(col(Partner.id), wanted.likely) if by_name else []
    name = col(getattr(Partner, f"sort_{language}"))
    columns = {
        Sort.NAME: name,
        Sort.SECTOR: col(Partner.sector),
        Sort.STAGE: col(Partner.stage),
        Sort.TIER: col(Partner.tier),
        Sort.OPEN: open_follow_ups(),
        Sort.LAST_CONTACT: last_contact(),
        Sort.ENGAGEMENT: col(EngagementScore.score),
        Sort.CHANGE: col(EngagementScore.change),
    }
    first = columns[sort].desc() if descending else columns[sort].asc()
    # Asked for only where there are nulls: with it PostgreSQL reads no index backwards.
    is_ranking = sort is Sort.ENGAGEMENT and wanted.engagement in _SCORED
    first = first.nulls_last() if sort in _MAY_LACK and not is_ranking else first
    # A column named twice would keep SQLite from its index.
    return [*best, first, *([] if sort is Sort.NAME else [name]), col(Partner.id)]


def refuse_same(session: Session, draft: PartnerDraft, *, but_not: int | None = None) -> None:
    """One organisation, one record: no other partner has one of these names, or this BIN."""
    others = col(Partner.deleted_at).is_(None), col(Partner.id) != (but_not or 0)
    same_bin = select(func.count()).where(*others, col(Partner.bin) == draft.bin)
    if draft.bin and session.scalar(same_bin):
        raise BinTaken(draft.bin, bin=draft.bin)
    keys = {search_key(name) for name in draft.names}
    for other in finding.carrying(session, Kind.PARTNER, draft.names):
        taken = keys & {search_key(name) for name in other.names}
        if taken and other.id != but_not:
            raise NameTaken(taken.pop(), name=draft.names[0], id=other.id)


def _refuse_circle(session: Session, partner_id: int, parent_id: int | None) -> None:
    above = parent_id
    for _ in range(50):
        if above is None:
            return
        if above == partner_id:
            break
        above = session.scalar(select(col(Partner.parent_id)).where(col(Partner.id) == above))
    raise Invalid("parent_id", "circle")
