"""Versions of one story: in another language, published within a few days."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import news
from tracker.domain.models import Language, NewsItem
from tracker.domain.models.news import text_key
from tracker.domain.press.reading import LONGEST
from tracker.press import versions

NEAR = timedelta(days=3)
_ASKED, _OFFERED = 20, 3


class Version(NamedTuple):
    """A news item that may tell the same story."""

    id: int
    title: str
    language: Language
    published_on: date
    score: float


@guarded(Action.READ)
def stored(session: Session, text: str, address: str, *, by: User) -> tuple[int, str] | None:
    """The id and title of the news item that is this very article, whenever it was published: of
    its address, or of the same words, as it was given or as it was corrected since."""
    there = col(NewsItem.address).in_(news.same_addresses(address) if address else ())
    keys = {text_key(text)} - {""}
    same = or_(col(NewsItem.text_key).in_(keys), col(NewsItem.first_key).in_(keys))
    query = (
        select(col(NewsItem.id), col(NewsItem.title))
        .where(col(NewsItem.deleted_at).is_(None), or_(there, same))
        .order_by(col(NewsItem.id))
        .limit(1)
    )
    found = session.execute(query).first()
    return (found.id, found.title) if found else None


@guarded(Action.READ)
def likely(session: Session, text: str, published: date, *, by: User) -> list[Version]:
    """News items that tell the same story, the likeliest first; of one story its first version."""
    query = (
        select(
            col(NewsItem.id),
            func.coalesce(col(NewsItem.original_id), col(NewsItem.id)),
            col(NewsItem.title),
            col(NewsItem.language),
            col(NewsItem.published_on),
            func.substr(col(NewsItem.text), 1, LONGEST),
        )
        .where(
            col(NewsItem.deleted_at).is_(None),
            col(NewsItem.text).is_not(None),
            col(NewsItem.published_on).between(published - NEAR, published + NEAR),
        )
        .order_by(col(NewsItem.published_on).desc(), col(NewsItem.id).desc())
        .limit(_ASKED)
    )
    mine = versions.sketch(text)
    found: dict[int, Version] = {}
    for number, story, title, language, on, other in session.execute(query):
        score = versions.score(mine, versions.sketch(other))
        if score >= versions.SAME and score > (found[story].score if story in found else 0):
            found[story] = Version(number, title, language, on, score)
    return sorted(found.values(), key=lambda each: -each.score)[:_OFFERED]
