"""Everything that happened with a partner, the newest first."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import unchanged
from tracker.domain.agreements.states import is_over, last_day
from tracker.domain.days import local_day
from tracker.domain.excerpts import READ, excerpt
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attendance,
    Event,
    FollowUp,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    Kind,
    Mention,
    NewsItem,
    Participation,
)
from tracker.domain.models.records import name_in

PAGE = 50
_PARTNER: Any = bindparam("partner", type_=Integer)
QUOTED = "timeline.quoted"  # what a mention with the words of its article is about


class Cursor(NamedTuple):
    """A place in the timeline: what comes after it is older."""

    on: date
    branch: int
    key: int


class TimelineRow(NamedTuple):
    """One thing that happened. `words` and `about` are keys of the catalogue.

    `words` says what happened (`timeline.follow_up_done`), `about` of which sort
    (`follow_up_kind.retraining`); `text` and `detail` are what people wrote.
    """

    kind: Kind
    id: int
    on: date
    words: str
    about: str | None
    text: str
    detail: str


class Timeline(NamedTuple):
    """Up to fifty rows; `before` continues with older ones, None at the end."""

    rows: list[TimelineRow]
    before: Cursor | None


class _Branch(NamedTuple):
    """One source of rows, as the columns that a row takes from it."""

    kind: Kind
    words: str
    id: Any
    key: Any
    on: Any
    about: Any
    text: Any
    detail: Any
    source: "Callable[[Select[Any]], Select[Any]]"
    conditions: tuple[Any, ...]


@guarded(Action.READ)
def of_partner(
    session: Session, partner_id: int, *, by: User, before: Cursor | None = None
) -> Timeline:
    """One page of a partner's timeline: where its rows are, and then what they say."""
    today = clock.today()
    places = unchanged.of_partner(
        session,
        partner_id,
        ("timeline", partner_id, before, today),
        lambda: _places(session, partner_id, before, today),
    )
    shown = places[:PAGE]
    said = _said(session, partner_id, shown, by.language, today) if shown else {}
    rows = [
        TimelineRow(
            Kind(row.kind), row.id, place.on, row.words, row.about,
            excerpt(row.text), excerpt(row.detail),
        )
        for place in shown
        if (row := said.get((place.branch, place.key))) is not None
    ]  # fmt: skip
    return Timeline(rows, shown[-1] if len(places) > PAGE else None)


def _places(session: Session, partner_id: int, before: Cursor | None, today: date) -> list[Cursor]:
    """In one query: each source gives at most one page, and one more tells that it goes on."""
    query = _older_places(before, today) if before else _newest_places(today)
    return [Cursor(*row) for row in session.execute(query, {"partner": partner_id})]


@lru_cache(maxsize=2)
def _newest_places(today: date) -> "Select[Any]":
    """Spelled once a day: it is long."""
    return _older_places(None, today)


def _older_places(before: Cursor | None, today: date) -> "Select[Any]":
    parts = []
    for number, branch in enumerate(_branches("kk", today)):
        columns = select(
            branch.on.label("on_day"), _number(number).label("branch"), branch.key.label("row_key")
        )
        query = branch.source(columns).where(*branch.conditions)
        if before is not None:
            query = query.where(_older(number, branch.on, branch.key, before))
        newest_first = query.order_by(branch.on.desc(), branch.key.desc())
        parts.append(select(newest_first.limit(PAGE + 1).subquery()))
    together = union_all(*parts).subquery()
    return select(together).order_by(*(each.desc() for each in together.c)).limit(PAGE + 1)


def _said(
    session: Session, partner_id: int, places: Sequence[Cursor], language: str, today: date
) -> dict[tuple[int, int], Any]:
    """What the rows at these places say, in one query as well."""
    branches = range(len(_branches(language, today)))
    keys: dict[str, Any] = {f"keys{number}": [] for number in branches}
    for place in places:
        keys[f"keys{place.branch}"].append(place.key)
    found = session.execute(_texts(language, today), {"partner": partner_id, **keys})
    return {(row.branch, row.row_key): row for row in found}


@lru_cache(maxsize=6)
def _texts(language: str, today: date) -> "CompoundSelect[Any]":
    return union_all(
        *(
            branch.source(
                select(
                    _number(number).label("branch"),
                    branch.key.label("row_key"),
                    _literal(branch.kind.value).label("kind"),
                    branch.id.label("id"),
                    _literal(branch.words).label("words"),
                    cast(branch.about, String).label("about"),
                    func.substr(func.coalesce(branch.text, ""), 1, READ).label("text"),
                    func.substr(func.coalesce(branch.detail, ""), 1, READ).label("detail"),
                )
            ).where(
                *branch.conditions,
                branch.key.in_(bindparam(f"keys{number}", type_=Integer, expanding=True)),
            )
            for number, branch in enumerate(_branches(language, today))
        )
    )


def _older(number: int, day: Any, key: Any, before: Cursor) -> Any:
    if number < before.branch:
        return day <= before.on
    if number > before.branch:
        return day < before.on
    return or_(day < before.on, and_(day == before.on, key < before.key))


@lru_cache(maxsize=6)
def _branches(language: str, _today: date) -> list[_Branch]:
    """Spelled once a day as well."""
    return [
        _agreements(),
        _follow_ups_made(),
        _follow_ups_closed(FollowUpStatus.DECLINED),
        _follow_ups_closed(FollowUpStatus.DONE),
        _mentions(),
        _participations(language),
        _absences(language),
        _interactions(),
        _agreements_ended(),
    ]


def _interactions() -> _Branch:
    link = col(InteractionPartner.interaction_id) == col(Interaction.id)
    return _Branch(
        kind=Kind.INTERACTION,
        words="timeline.interaction",
        id=col(Interaction.id),
        key=col(Interaction.id),
        on=col(InteractionPartner.met_on),
        about=_key("interaction_kind", col(Interaction.kind)),
        text=col(Interaction.summary),
        detail=col(Interaction.outcome),
        source=lambda query: query.join_from(InteractionPartner, Interaction, link),
        conditions=(
            col(InteractionPartner.partner_id) == _PARTNER,
            col(InteractionPartner.met_on).is_not(None),
        ),
    )


def _participations(language: str) -> _Branch:
    link = col(Participation.event_id) == col(Event.id)
    return _Branch(
        kind=Kind.EVENT,
        words="timeline.participation",
        id=col(Event.id),
        key=col(Participation.id),
        on=col(Event.starts_on),
        about=_key("participation_role", col(Participation.role)),
        text=name_in(Event, language),
        detail=func.coalesce(col(Participation.outcome), col(Event.place)),
        source=lambda query: query.join_from(Participation, Event, link),
        conditions=(
            col(Participation.partner_id) == _PARTNER,
            col(Event.deleted_at).is_(None),
            col(Participation.came).is_distinct_from(Attendance.ABSENT),
        ),
    )


def _absences(language: str) -> _Branch:
    """Where a partner was expected and did not come: it took no part, and yet that is its story."""
    taken = _participations(language)
    absent = (*taken.conditions[:-1], col(Participation.came) == Attendance.ABSENT)
    return taken._replace(words="timeline.absence", conditions=absent)


def _mentions() -> _Branch:
    link = col(Mention.news_item_id) == col(NewsItem.id)
    # A story in three languages is told once: by its first version, if that names the partner.
    first, told = aliased(NewsItem), aliased(Mention)
    told_already = (
        select(col(told.id))
        .join(first, col(first.id) == col(told.news_item_id))
        .where(
            col(told.news_item_id) == col(NewsItem.original_id),
            col(told.partner_id) == _PARTNER,
            col(first.deleted_at).is_(None),
        )
        .correlate(NewsItem)
        .exists()
    )
    return _Branch(
        kind=Kind.NEWS_ITEM,
        words="timeline.mention",
        id=col(NewsItem.id),
        key=col(Mention.id),
        on=col(NewsItem.published_on),
        about=case((col(Mention.quote).is_not(None), _literal(QUOTED))),
        text=col(NewsItem.title),
        detail=func.coalesce(col(Mention.quote), col(NewsItem.source)),
        source=lambda query: query.join_from(Mention, NewsItem, link),
        conditions=(
            col(Mention.partner_id) == _PARTNER,
            col(NewsItem.deleted_at).is_(None),
            ~told_already,
        ),
    )


def _follow_ups_made() -> _Branch:
    return _Branch(
        kind=Kind.FOLLOW_UP,
        words="timeline.follow_up_made",
        id=col(FollowUp.id),
        key=col(FollowUp.id),
        on=local_day(col(FollowUp.created_at)),
        about=_key("follow_up_kind", col(FollowUp.kind)),
        text=col(FollowUp.subject),
        detail=col(FollowUp.quote),
        source=lambda query: query.select_from(FollowUp),
        conditions=(col(FollowUp.partner_id) == _PARTNER, col(FollowUp.deleted_at).is_(None)),
    )


def _follow_ups_closed(status: FollowUpStatus) -> _Branch:
    words = {
        FollowUpStatus.DONE: "timeline.follow_up_done",
        FollowUpStatus.DECLINED: "timeline.follow_up_declined",
    }
    made = _follow_ups_made()
    return made._replace(
        words=words[status],
        on=local_day(col(FollowUp.closed_at)),
        detail=col(FollowUp.outcome),
        conditions=(*made.conditions, col(FollowUp.status) == status),
    )


def _agreements() -> _Branch:
    link = col(AgreementPartner.agreement_id) == col(Agreement.id)
    return _Branch(
        kind=Kind.AGREEMENT,
        words="timeline.agreement_signed",
        id=col(Agreement.id),
        key=col(Agreement.id),
        on=col(Agreement.signed_on),
        about=_key("agreement_kind", col(Agreement.kind)),
        text=col(Agreement.title),
        detail=col(Agreement.number),
        source=lambda query: query.join_from(AgreementPartner, Agreement, link),
        conditions=(
            col(AgreementPartner.partner_id) == _PARTNER,
            col(Agreement.signed_on).is_not(None),
            col(Agreement.deleted_at).is_(None),
        ),
    )


def _agreements_ended() -> _Branch:
    """Those whose last day is over, renewed by another or not."""
    signed = _agreements()
    return signed._replace(
        words="timeline.agreement_ended",
        on=last_day(),
        detail=col(Agreement.lapse_reason),
        conditions=(
            col(AgreementPartner.partner_id) == _PARTNER,
            is_over(),
            col(Agreement.deleted_at).is_(None),
        ),
    )


def _number(number: int) -> ColumnElement[int]:
    return literal_column(str(number), Integer)


def _literal(word: str) -> ColumnElement[str]:
    # Words of this file, not bound: a bound one has no type in a UNION on PostgreSQL.
    return literal_column(f"'{word}'", String)


def _key(section: str, column: Any) -> ColumnElement[str]:
    return _literal(f"{section}.").concat(cast(column, String))
