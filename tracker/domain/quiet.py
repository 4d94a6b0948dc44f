"""Partners that nobody has touched for too long: who, since when, and what the last touch was.

A touch is a meeting, call or letter, an event where they were, an article that names both, a
signature. Days of the academic holidays are not counted. Those that are only identified, or known
to be dormant, are expected to be silent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import days, unchanged
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attendance,
    Event,
    InteractionPartner,
    Kind,
    Mention,
    NewsItem,
    Participation,
    Partner,
    QuietRule,
    Stage,
    Tier,
)
from tracker.domain.models.records import name_in
from tracker.errors import Invalid

Day = tuple[int, int]  # month and day of any year
LEAST, MOST = 7, 1_000  # days that a tier may be left alone
MOST_PAUSES = 5
_MOST_PAUSED = 250  # days of a year
_MOST_LISTED = 20
_EXPECTED_SILENT = (Stage.IDENTIFIED, Stage.DORMANT)
_LEAP = 2028  # a year that has every day


class Rule(NamedTuple):
    """How many days each tier may be left alone, and the holidays, whose days do not count."""

    days: Mapping[Tier, int]
    pauses: tuple[tuple[Day, Day], ...]  # the first and the last day; one may go over New Year


USUAL = Rule(
    {Tier.STRATEGIC: 60, Tier.KEY: 120, Tier.REGULAR: 240},
    (((7, 1), (8, 31)), ((12, 31), (1, 8))),
)


class Cutoff(NamedTuple):
    """A partner of the tier is quiet when the last touch was before that day."""

    tier: Tier
    day: date


class Quiet(NamedTuple):
    """Why a partner counts as quiet. `last` is None where there never was a touch."""

    last: date | None
    how: Kind | None  # of record that tells of it
    days: int  # counted since then, or since it was written down
    allowed: int


class QuietRow(NamedTuple):
    id: int
    name: str
    tier: Tier
    why: Quiet


@guarded(Action.READ)
def rule(session: Session, *, by: User) -> Rule:
    return _rule(session)


@guarded(Action.ASSIGN)
def set_rule(session: Session, wanted: Rule, *, by: User) -> None:
    """Raises Invalid at `days` or `pauses` for what makes no sense."""
    if any(not LEAST <= wanted.days[tier] <= MOST for tier in Tier):
        raise Invalid("days", "quiet_days", least=LEAST, most=MOST)
    try:
        for day in (day for pause in wanted.pauses for day in pause):
            date(_LEAP, *day)
    except ValueError:
        raise Invalid("pauses", "invalid") from None
    year = (date(_LEAP, 1, 1) + timedelta(days=number) for number in range(366))
    paused = sum(_is_paused(day, wanted.pauses) for day in year)
    if paused > _MOST_PAUSED or len(wanted.pauses) > MOST_PAUSES:
        raise Invalid("pauses", "quiet_pauses", most=_MOST_PAUSED)
    kept = session.get(QuietRule, 1) or QuietRule(days={}, pauses=[])
    kept.days = {str(tier): wanted.days[tier] for tier in Tier}
    kept.pauses = [[list(day) for day in pause] for pause in wanted.pauses]
    session.add(kept)
    session.flush()


@guarded(Action.READ)
def mine(session: Session, *, by: User) -> list[QuietRow]:
    """The reader's own quiet partners, the most important first, at most twenty."""
    known, today = _rule(session), clock.today()

    def anew(rows: list[QuietRow], partners: list[int]) -> list[QuietRow]:
        kept = [row for row in rows if row.id not in partners]
        return _in_order([*kept, *_mine(session, by, known, today, partners)])

    found = unchanged.of_each(
        session,
        ("quiet", by.id, by.language, str(known), today),
        lambda: _in_order(_mine(session, by, known, today)),
        anew,
    )
    return found[:_MOST_LISTED]


def _in_order(rows: list[QuietRow]) -> list[QuietRow]:
    order = list(Tier)
    return sorted(rows, key=lambda row: (order.index(row.tier), -row.why.days, row.id))


def _mine(
    session: Session, by: User, known: Rule, today: date, among: Sequence[int] | None = None
) -> list[QuietRow]:
    query = _quiet_of(by.language, _starts(_cutoffs(known)), today, among is not None)
    found = session.execute(query, {"owner": by.id, "theirs": among}).all()
    reasons = _why(session, {number: (tier, since) for number, _, tier, since in found}, known)
    return [QuietRow(number, name, tier, reasons[number]) for number, name, tier, _ in found]


@guarded(Action.READ)
def why(session: Session, tiers: Mapping[int, Tier], *, by: User) -> dict[int, Quiet]:
    """The reason for each partner of these that is quiet, by id."""
    if not tiers:
        return {}
    known = _rule(session)
    found = session.execute(
        _quiet_among(_starts(_cutoffs(known)), clock.today()), {"theirs": list(tiers)}
    )
    return _why(session, {number: (tiers[number], since) for number, since in found}, known)


def cutoffs(session: Session) -> tuple[Cutoff, ...]:
    """Until which day a touch is too long ago today, for each tier."""
    return _cutoffs(_rule(session))


def _cutoffs(known: Rule) -> tuple[Cutoff, ...]:
    return tuple(Cutoff(tier, cutoff(known.days[tier], known.pauses)) for tier in Tier)


def cutoff(allowed: int, pauses: Iterable[tuple[Day, Day]]) -> date:
    """The day before which the last touch lies once more than `allowed` days have been counted."""
    return _back_from(clock.today(), allowed, tuple(pauses))


@lru_cache(maxsize=100)
def _back_from(day: date, left: int, pauses: tuple[tuple[Day, Day], ...]) -> date:
    while left or _is_paused(day, pauses):
        left -= not _is_paused(day, pauses)
        day -= timedelta(days=1)
    return day


def counted(since: date, pauses: Iterable[tuple[Day, Day]]) -> int:
    """How many days after that one have passed, today among them, without the holidays."""
    return _between(since, clock.today(), tuple(pauses))


@lru_cache(maxsize=5_000)
def _between(since: date, today: date, pauses: tuple[tuple[Day, Day], ...]) -> int:
    """Partners were left on the same few hundred days, and every home page asks for all of them."""
    passed = (today - since).days
    return sum(not _is_paused(since + timedelta(days=n), pauses) for n in range(1, passed + 1))


def is_quiet(known: Sequence[Cutoff]) -> ColumnElement[bool]:
    """The condition on a partner."""
    return _is_quiet(_starts(known), clock.today())


_Starts = tuple[tuple[Tier, date, datetime], ...]


def _starts(known: Sequence[Cutoff]) -> _Starts:
    return tuple((tier, day, days.start_of(day)) for tier, day in known)


@lru_cache(maxsize=20)
def _quiet_of(language: str, known: _Starts, today: date, is_among: bool) -> "Select[Any]":
    columns: list[Any] = [Partner.id, name_in(Partner, language), Partner.tier, Partner.created_at]
    owned = col(Partner.deleted_at).is_(None), col(Partner.owner_id) == bindparam("owner")
    query = select(*columns).where(*owned, _is_quiet(known, today)).order_by(col(Partner.id))
    theirs: BindParameter[Any] = bindparam("theirs", expanding=True)
    return query.where(col(Partner.id).in_(theirs)) if is_among else query


@lru_cache(maxsize=10)
def _quiet_among(known: _Starts, today: date) -> "Select[Any]":
    theirs = col(Partner.id).in_(bindparam("theirs", expanding=True))
    columns: list[Any] = [Partner.id, Partner.created_at]
    return select(*columns).where(theirs, _is_quiet(known, today))


@lru_cache(maxsize=10)
def _is_quiet(known: _Starts, today: date) -> ColumnElement[bool]:
    """Spelled once a day: every home page asks it, and it is long."""
    return and_(
        col(Partner.stage).not_in(_EXPECTED_SILENT),
        or_(
            *(
                and_(
                    col(Partner.tier) == tier,
                    col(Partner.created_at) < start,
                    *(~touch.exists() for touch in _touched(day, today)),
                )
                for tier, day, start in known
            )
        ),
    )


_TOUCHES: dict[Kind, tuple[Any, Any, Any, Any]] = {
    # The link to a partner, its column with the record's id, the record, and the day.
    Kind.EVENT: (Participation, Participation.event_id, Event, Event.starts_on),
    Kind.NEWS_ITEM: (Mention, Mention.news_item_id, NewsItem, NewsItem.published_on),
    Kind.AGREEMENT: (
        AgreementPartner,
        AgreementPartner.agreement_id,
        Agreement,
        Agreement.signed_on,
    ),
}


def _touched(since: date, today: date) -> Iterator[Any]:
    """The touches from a day on until today, each to be asked whether it exists."""
    met = col(InteractionPartner.met_on).between(since, today)
    theirs = col(InteractionPartner.partner_id) == col(Partner.id)
    yield select(literal(1)).where(theirs, met).correlate(Partner)
    for link, number, record, day in _TOUCHES.values():
        yield (
            select(literal(1))
            .select_from(link)
            .join(record, col(record.id) == col(number))
            .where(
                col(link.partner_id) == col(Partner.id),
                *_took_place(link, record),
                col(day).between(since, today),
            )
            .correlate(Partner)
        )


def _took_place(link: Any, record: Any) -> list[Any]:
    """An event is no touch for those who did not come."""
    expected = [col(Participation.came).is_distinct_from(Attendance.ABSENT)]
    return [col(record.deleted_at).is_(None), *(expected if link is Participation else [])]


def _why(
    session: Session, written: Mapping[Any, tuple[Tier, datetime]], known: Rule
) -> dict[int, Quiet]:
    if not written:
        return {}
    last: dict[int, tuple[date, Kind]] = {}
    for partner, how, day in session.execute(_lasts(clock.today()), {"theirs": list(written)}):
        if partner not in last or day > last[partner][0]:
            last[partner] = day, Kind(how)
    return {
        number: Quiet(
            day,
            how,
            counted(day or clock.local(created).date(), known.pauses),
            known.days[tier],
        )
        for number, (tier, created) in written.items()
        for day, how in (last.get(number, (None, None)),)
    }


@lru_cache(maxsize=2)
def _lasts(today: date) -> CompoundSelect[Any]:
    """The last touch of each kind of `theirs`."""
    theirs: BindParameter[Any] = bindparam("theirs", expanding=True)
    partner, met = col(InteractionPartner.partner_id), col(InteractionPartner.met_on)
    return union_all(
        select(partner, literal(str(Kind.INTERACTION)), func.max(met))
        .where(partner.in_(theirs), met <= today)
        .group_by(partner),
        *(
            select(col(link.partner_id), literal(str(how)), func.max(col(day)))
            .join(record, col(record.id) == col(number))
            .where(
                col(link.partner_id).in_(theirs),
                *_took_place(link, record),
                col(day) <= today,
            )
            .group_by(col(link.partner_id))
            for how, (link, number, record, day) in _TOUCHES.items()
        ),
    )


def _rule(session: Session) -> Rule:
    kept = session.execute(_KEPT).one_or_none()
    if kept is None:
        return USUAL
    days, pauses = kept
    ends = tuple((tuple(first), tuple(last)) for first, last in pauses)
    return Rule({tier: days[tier] for tier in Tier}, ends)


_KEPT = select(col(QuietRule.days), col(QuietRule.pauses)).where(col(QuietRule.id) == 1)


def _is_paused(day: date, pauses: Sequence[tuple[Day, Day]]) -> bool:
    now = day.month, day.day
    return any(
        first <= now <= last if first <= last else now >= first or now <= last
        for first, last in pauses
    )
