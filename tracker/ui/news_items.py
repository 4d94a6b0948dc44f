"""News items, and what they mention, as lines of a feed."""

from collections.abc import Sequence
from itertools import groupby

from tracker.domain.models import Kind
from tracker.domain.news import MentionRow, NewsRow
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui.feeds import Item
from tracker.ui.forms.news_item import Mentioned
from tracker.ui.tables import badge

_MANY = {
    Kind.PARTNER: "nav.partners",
    Kind.EVENT: "nav.events",
    Kind.PERSON: "nav.people",
    Kind.UNIT: "nav.units",
}


def items(rows: Sequence[NewsRow]) -> list[Item]:
    return [
        Item(
            row.title,
            row.id,
            Kind.NEWS_ITEM,
            badges=(badge(t(f"language.{row.language}")),),
            meta=row.source or "",
            when=day(row.published_on),
        )
        for row in rows
    ]


def mentions(rows: Sequence[MentionRow]) -> list[tuple[str, list[Item]]]:
    """What each kind of record is called, and one line each, with the article's words if known."""
    return [
        (
            t(_MANY[kind]),
            [Item(row.title, row.id, kind, quote=row.quote or "") for row in group],
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
