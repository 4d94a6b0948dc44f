"""News items, and what they mention, as lines of a feed."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from tracker.domain.excerpts import excerpt
from tracker.domain.models import Kind, NewsItem
from tracker.domain.news import MentionRow, NewsRow
from tracker.domain.press.proposals import Topic
from tracker.domain.press.told import ToldRow
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import review, review_cards
from tracker.ui.feeds import Item
from tracker.ui.forms.news_item import Mentioned
from tracker.ui.tables import badge

_QUOTED = 160  # letters of a quote beside the article
_TOPICS = {
    Kind.PARTNER: Topic.PARTNER,
    Kind.EVENT: Topic.EVENT,
    Kind.PERSON: Topic.PERSON,
    Kind.UNIT: Topic.PARTNER,
    Kind.FOLLOW_UP: Topic.REQUEST,
    Kind.AGREEMENT: Topic.AGREEMENT,
}
_MANY = {
    Kind.PARTNER: "nav.partners",
    Kind.EVENT: "nav.events",
    Kind.PERSON: "nav.people",
    Kind.UNIT: "nav.units",
}


def items(
    rows: Sequence[NewsRow], quotes: Mapping[int, str] = MappingProxyType({}), *, at: str = ""
) -> list[Item]:
    """One line each; with the words that stand at the place `at`, where they are known."""
    return [
        Item(
            row.title,
            row.id,
            Kind.NEWS_ITEM,
            badges=(badge(t(f"language.{row.language}")),),
            meta=row.source or "",
            quote=excerpt(quotes.get(row.id)),
            at=at if row.id in quotes else "",
            when=day(row.published_on),
        )
        for row in rows
    ]


def article(
    item: NewsItem, mentions: Sequence[MentionRow], told: Sequence[ToldRow], *, at: str = ""
) -> None:
    """The text with everything that it speaks of marked in place. `at`: where to look first."""
    text = item.text or ""
    marks = [
        review.Mark(_key(row), _TOPICS[row.kind], start, end, row.title, row.kind, row.id)
        for row in mentions
        for start, end in _places(text, row)
    ]
    for line in told:
        start = text.find(line.quote or "")
        if line.quote and start >= 0:
            place = (start, start + len(line.quote))
            marks.append(
                review.Mark(_key(line), _TOPICS[line.kind], *place, _said(line), line.kind, line.id)
            )
    seen = {mark.topic for mark in marks}
    topics = [(topic.value, t(key)) for topic, key in review_cards.MANY.items() if topic in seen]
    review.evidence(text, marks, topics, key=f"article.{item.id}", at=at)


def came_of_it(rows: Sequence[ToldRow]) -> list[Item]:
    return [Item(_said(row), row.id, row.kind, quote=excerpt(row.quote, _QUOTED)) for row in rows]


def _places(text: str, row: MentionRow) -> Iterator[tuple[int, int]]:
    """Where the article still says so; else its quote, if that is there."""
    quote = row.quote or ""
    first = text[slice(*row.spans[0])] if row.spans else ""
    if first and first in quote:
        yield from ((start, end) for start, end in row.spans if start < end <= len(text))
    elif quote and (start := text.find(quote)) >= 0:
        yield start, start + len(quote)


def _said(row: ToldRow) -> str:
    if row.kind is Kind.AGREEMENT:
        return row.title or t(row.about)
    return f"{t(row.about)}: {row.title}" if row.title else t(row.about)


def _key(row: MentionRow | ToldRow) -> str:
    return f"{row.kind}.{row.id}"


def mentions(rows: Sequence[MentionRow]) -> list[tuple[str, list[Item]]]:
    """What each kind of record is called, and one line each, with the article's words if known."""
    return [
        (
            t(_MANY[kind]),
            [Item(row.title, row.id, kind, quote=excerpt(row.quote, _QUOTED)) for row in group],
        )
        for kind, group in groupby(rows, key=lambda row: row.kind)
    ]


def ids(rows: Sequence[MentionRow]) -> Mentioned:
    """The same as the form wants to know it."""
    of_kind = {kind: [row.id for row in rows if row.kind == kind] for kind in Kind}
    return Mentioned(
        partner_ids=of_kind[Kind.PARTNER],
        event_ids=of_kind[Kind.EVENT],
        person_ids=of_kind[Kind.PERSON],
        unit_ids=of_kind[Kind.UNIT],
    )
