"""Every news item that fits, for a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import news
from tracker.domain.exports.reading import gathered, in_chunks, tags
from tracker.domain.lists import ByDay
from tracker.domain.models import (
    Event,
    Language,
    Mention,
    NewsItem,
    NewsTag,
    Partner,
    Person,
    Unit,
)
from tracker.domain.models.records import name_in
from tracker.domain.news import NewsFilter

_AT_ONCE = 100  # articles are long


class NewsExport(NamedTuple):
    """One news item with everything a file of them shows."""

    id: int
    title: str
    published_on: date
    source: str | None
    address: str | None
    language: Language
    text: str | None
    original_id: int | None
    original: str | None
    created_at: datetime
    updated_at: datetime
    mentions: tuple[str, ...]
    tags: tuple[str, ...]


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: NewsFilter = NewsFilter(),
    *,
    by: User,
    sort: ByDay = ByDay.DAY,
    descending: bool = True,
) -> Iterator[NewsExport]:
    """Every news item that fits, in order."""

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, NewsExport]]:
        mentions = gathered(session, _mentions(ids, by.language))
        tagged = tags(session, NewsTag, ids)
        for row in session.execute(_columns().where(col(NewsItem.id).in_(ids))):
            yield row[0], NewsExport._make([*row, mentions[row[0]], tagged[row[0]]])

    ids = news.fitting(wanted, oldest_first=not descending)
    return in_chunks(session, ids, rows, size=_AT_ONCE)


def _columns() -> Any:
    original = aliased(NewsItem)
    own = ["id", "title", "published_on", "source", "address", "language", "text", "original_id"]
    return select(
        *(col(getattr(NewsItem, name)) for name in own),
        col(original.title),
        col(NewsItem.created_at),
        col(NewsItem.updated_at),
    ).outerjoin(original, col(original.id) == col(NewsItem.original_id))


def _mentions(ids: Sequence[int], language: str) -> Any:
    """What each article speaks of, whatever it is."""
    name = func.coalesce(
        func.nullif(name_in(Partner, language), ""),
        func.nullif(name_in(Event, language), ""),
        col(Person.name),
        name_in(Unit, language),
    )
    return (
        select(col(Mention.news_item_id), name)
        .outerjoin(Partner, col(Partner.id) == col(Mention.partner_id))
        .outerjoin(Event, col(Event.id) == col(Mention.event_id))
        .outerjoin(Person, col(Person.id) == col(Mention.person_id))
        .outerjoin(Unit, col(Unit.id) == col(Mention.unit_id))
        .where(col(Mention.news_item_id).in_(ids))
        .order_by(col(Mention.id))
    )
