"""What can be asked and done about news items, and about the records they mention."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import anchoring, linking, lists, saving, tags
from tracker.domain.models import (
    Event,
    Kind,
    Language,
    Mention,
    NewsItem,
    NewsItemDraft,
    NewsTag,
    Partner,
    Person,
    Record,
    Unit,
)
from tracker.domain.models.records import NOTE, name_in
from tracker.errors import AddressTaken, Invalid


class NewsRow(NamedTuple):
    """One line of the news list."""

    id: int
    title: str
    published_on: date
    source: str | None
    language: Language
    mentions: int


class NewsFilter(NamedTuple):
    """What narrows the list; every field is optional. `text` is sought in title and source."""

    text: str = ""
    language: Language | None = None
    since: date | None = None
    until: date | None = None
    tag: str | None = None
    partner_id: int | None = None
    event_id: int | None = None


class Evidence(NamedTuple):
    """Where an article speaks of something, and its words. The first span is the best."""

    spans: tuple[tuple[int, int], ...] = ()
    quote: str = ""


class MentionRow(NamedTuple):
    """A record that a news item speaks of, with the words and their places where known."""

    kind: Kind
    id: int
    title: str
    quote: str | None
    spans: tuple[tuple[int, int], ...] = ()


# Which records an article can mention: the column of Mention, the form's field, the table.
_MENTIONED: dict[Kind, tuple[str, str, type[Record]]] = {
    Kind.PARTNER: ("partner_id", "partner_ids", Partner),
    Kind.EVENT: ("event_id", "event_ids", Event),
    Kind.PERSON: ("person_id", "person_ids", Person),
    Kind.UNIT: ("unit_id", "unit_ids", Unit),
}


@guarded(Action.READ)
def search(
    session: Session,
    wanted: NewsFilter = NewsFilter(),
    *,
    by: User,
    oldest_first: bool = False,
    page: int = 1,
) -> lists.Page[NewsRow]:
    """One page of the news items that fit, the latest first."""
    query = _rows().where(*_conditions(wanted)).order_by(*_order(oldest_first))
    return lists.paged(session, query, NewsRow, page=page)


def fitting(wanted: NewsFilter, oldest_first: bool) -> "Select[Any]":
    """The ids of the news items that fit, in order: what a list shows and a file of it holds."""
    ids = select(col(NewsItem.id)).where(col(NewsItem.deleted_at).is_(None), *_conditions(wanted))
    return ids.order_by(*_order(oldest_first))


@guarded(Action.READ)
def get(session: Session, news_item_id: int, *, by: User) -> NewsItem:
    """Raises NotFound, also for a news item in the trash."""
    return saving.found(session, NewsItem, news_item_id)


@guarded(Action.READ)
def choices(session: Session, *, by: User, text: str = "") -> list[tuple[int, str]]:
    """Ids and titles to pick from, the latest first; narrowed by `text`."""
    query = (
        select(col(NewsItem.id), col(NewsItem.title))
        .where(col(NewsItem.deleted_at).is_(None), *lists.matching(col(NewsItem.search_key), text))
        .order_by(col(NewsItem.published_on).desc(), col(NewsItem.id).desc())
        .limit(lists.CHOICES)
    )
    return [(number, title) for number, title in session.execute(query)]


@guarded(Action.EDIT)
def create(
    session: Session,
    draft: NewsItemDraft,
    *,
    by: User,
    tag_names: list[str] | None = None,
    partner_ids: Sequence[int] = (),
    event_ids: Sequence[int] = (),
    person_ids: Sequence[int] = (),
    unit_ids: Sequence[int] = (),
    evidence: Mapping[tuple[Kind, int], Evidence] = MappingProxyType({}),
    key: str | None = None,
) -> NewsItem:
    """Raises AddressTaken, and Invalid where an id is not there. The same `key` stores once.

    `evidence` says where in the text the records are mentioned.
    """
    known = saving.claim(session, key, Kind.NEWS_ITEM, by=by)
    if known is not None:
        return saving.found(session, NewsItem, known)
    refuse_same(session, draft)
    item = NewsItem.model_validate(draft.model_dump())
    item.original_id = _story(session, draft.original_id)
    session.add(item)
    session.flush()
    wanted = _wanted(session, (), partner_ids, event_ids, person_ids, unit_ids)
    _mention(session, item, wanted, evidence)
    tags.put(session, NewsTag, item, tag_names or [])
    saving.settle(session, key, item.id)
    return item


@guarded(Action.EDIT)
def update(
    session: Session,
    news_item_id: int,
    draft: NewsItemDraft,
    *,
    partner_ids: Sequence[int],
    event_ids: Sequence[int],
    person_ids: Sequence[int],
    unit_ids: Sequence[int],
    revision: int,
    by: User,
    tag_names: list[str] | None = None,
) -> NewsItem:
    """Save the article and make these its mentions; one that stays keeps its quote, and its place
    where the text still has the words.

    Raises Stale, AddressTaken, Invalid. `tag_names` None leaves the tags as they are.
    """
    item = saving.found(session, NewsItem, news_item_id)
    saving.expect(item, revision)
    refuse_same(session, draft, but_not=news_item_id)
    original_id = item.original_id
    if draft.original_id != original_id:
        original_id = _story(session, draft.original_id, of=news_item_id)
        _bring_versions(session, news_item_id, original_id)
    present = _mentions_of(session, news_item_id)
    anchoring.carry(present, item.text or "", draft.text or "")
    item.sqlmodel_update(draft.model_dump() | {"original_id": original_id})
    wanted = _wanted(session, present, partner_ids, event_ids, person_ids, unit_ids)
    _mention(session, item, wanted)
    if tag_names is not None:
        tags.put(session, NewsTag, item, tag_names)
    session.flush()
    return item


@guarded(Action.READ)
def mentions(session: Session, news_item_id: int, *, by: User) -> list[MentionRow]:
    """What an article speaks of: partners first, then events, people and units."""
    title = func.coalesce(
        func.nullif(name_in(Partner, by.language), ""),
        func.nullif(name_in(Event, by.language), ""),
        col(Person.name),
        name_in(Unit, by.language),
    )
    columns = [col(getattr(Mention, column)) for column, _, _ in _MENTIONED.values()]
    place = (col(Mention.span_start), col(Mention.span_end), col(Mention.more_spans))
    query = select(*columns, title, col(Mention.quote), *place).where(
        col(Mention.news_item_id) == news_item_id
    )
    for column, _, table in _MENTIONED.values():
        query = query.outerjoin(table, col(table.id) == col(getattr(Mention, column)))
    rows = []
    for *ids, name, quote, start, end, more in session.execute(query.order_by(col(Mention.id))):
        kind, number = next((k, n) for k, n in zip(_MENTIONED, ids, strict=True) if n is not None)
        first = [] if start is None else [(start, end)]
        spans = (*first, *((begin, stop) for begin, stop in more))
        rows.append(MentionRow(kind, number, name, quote, spans))
    return sorted(rows, key=lambda row: list(_MENTIONED).index(row.kind))


@guarded(Action.READ)
def quotes(session: Session, event_id: int, *, by: User) -> dict[int, str]:
    """What news items say of an event, by their ids, where their words are known."""
    query = select(col(Mention.news_item_id), col(Mention.quote)).where(
        col(Mention.event_id) == event_id, col(Mention.quote).is_not(None)
    )
    return {row.news_item_id: row.quote for row in session.execute(query)}


@guarded(Action.READ)
def versions(session: Session, news_item_id: int, *, by: User) -> list[NewsRow]:
    """The other versions of the same story, in the order of their days."""
    item = saving.found(session, NewsItem, news_item_id)
    story = item.original_id or news_item_id
    query = (
        _rows()
        .where(or_(col(NewsItem.id) == story, col(NewsItem.original_id) == story))
        .where(col(NewsItem.id) != news_item_id)
        .order_by(col(NewsItem.published_on), col(NewsItem.id))
    )
    return [NewsRow(*row) for row in session.execute(query)]


def _rows() -> "Select[Any]":
    mentioned = select(func.count()).where(col(Mention.news_item_id) == col(NewsItem.id))
    return select(
        col(NewsItem.id),
        col(NewsItem.title),
        col(NewsItem.published_on),
        col(NewsItem.source),
        col(NewsItem.language),
        mentioned.correlate(NewsItem).scalar_subquery(),
    ).where(col(NewsItem.deleted_at).is_(None))


def _conditions(wanted: NewsFilter) -> list[Any]:
    conditions: list[Any] = lists.matching(col(NewsItem.search_key), wanted.text)
    if wanted.language is not None:
        conditions.append(col(NewsItem.language) == wanted.language)
    if wanted.since is not None:
        conditions.append(col(NewsItem.published_on) >= wanted.since)
    if wanted.until is not None:
        conditions.append(col(NewsItem.published_on) <= wanted.until)
    mentioned = ((Mention.partner_id, wanted.partner_id), (Mention.event_id, wanted.event_id))
    for column, number in mentioned:
        if number is not None:
            mentioning = select(col(Mention.news_item_id)).where(col(column) == number)
            conditions.append(col(NewsItem.id).in_(mentioning))
    if wanted.tag:
        conditions.append(col(NewsItem.id).in_(tags.tagged(NewsTag, wanted.tag)))
    return conditions


def _order(oldest_first: bool) -> list[Any]:
    columns = [col(NewsItem.published_on), col(NewsItem.id)]
    return [column.asc() if oldest_first else column.desc() for column in columns]


_Target = tuple[Kind, int]


def _target(mention: Mention) -> _Target:
    columns = ((kind, getattr(mention, column)) for kind, (column, _, _) in _MENTIONED.items())
    return next((kind, number) for kind, number in columns if number is not None)


def _mentions_of(session: Session, news_item_id: int | None) -> list[Mention]:
    query = select(Mention).where(col(Mention.news_item_id) == news_item_id)
    return list(session.scalars(query))


def _wanted(
    session: Session, present: Sequence[Mention], *ids_of_kinds: Sequence[int]
) -> list[_Target]:
    known = {_target(mention) for mention in present}
    wanted = []
    for (kind, (_, field, table)), ids in zip(_MENTIONED.items(), ids_of_kinds, strict=True):
        targets = [(kind, number) for number in dict.fromkeys(ids)]
        new = [number for kind, number in targets if (kind, number) not in known]
        linking.records(session, table, new, field)
        wanted += targets
    return wanted


def _mention(
    session: Session,
    item: NewsItem,
    wanted: list[_Target],
    evidence: Mapping[_Target, Evidence] = MappingProxyType({}),
) -> None:
    present = _mentions_of(session, item.id)
    known = {_target(mention) for mention in present}
    for mention in present:
        if _target(mention) not in wanted:
            session.delete(mention)
    for kind, number in wanted:
        if (kind, number) not in known:
            target: Any = {_MENTIONED[kind][0]: number}
            spans, quote = evidence.get((kind, number), Evidence())
            if spans:
                target |= {"span_start": spans[0][0], "span_end": spans[0][1]}
                target["more_spans"] = [list(span) for span in spans[1:]]
            words = quote[:NOTE] or None
            session.add(Mention(news_item_id=saving.id_of(item), quote=words, **target))
    if known != set(wanted):
        item.updated_at = clock.now()
    session.flush()


def _story(session: Session, original_id: int | None, *, of: int | None = None) -> int | None:
    """The first version of a story, named by any of its versions."""
    if original_id is None:
        return None
    linking.records(session, NewsItem, [original_id], "original_id")
    above = session.scalar(select(col(NewsItem.original_id)).where(col(NewsItem.id) == original_id))
    first = above or original_id
    if first == of:
        raise Invalid("original_id", "circle")
    return first


def _bring_versions(session: Session, news_item_id: int, story: int | None) -> None:
    """A first version that joins another story takes its own versions along."""
    if story is not None:
        for version in session.scalars(
            select(NewsItem).where(col(NewsItem.original_id) == news_item_id)
        ):
            version.original_id = story


def same_addresses(address: str) -> list[str]:
    """The ways to write one: with or without `www.`, https and the last slash."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")
    return [
        f"{scheme}://{www}{bare}{slash}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    ]


def refuse_same(session: Session, draft: NewsItemDraft, *, but_not: int | None = None) -> None:
    """One web address, one news item."""
    if not draft.address:
        return
    query = select(col(NewsItem.id), col(NewsItem.title)).where(
        col(NewsItem.address).in_(same_addresses(draft.address)),
        col(NewsItem.deleted_at).is_(None),
        col(NewsItem.id) != (but_not or 0),
    )
    if taken := session.execute(query).first():
        raise AddressTaken(draft.address, title=taken.title, id=taken.id)
