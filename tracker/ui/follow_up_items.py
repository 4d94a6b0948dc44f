"""Follow-ups as lines of a feed: on the home page, at a partner, at an event."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tracker.domain.excerpts import excerpt
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import labels
from tracker.ui.feeds import Item

_TITLE = 70  # letters of the title of an article


def items(
    rows: Sequence[FollowUpRow],
    *,
    actions: Sequence[tuple[str, str]] = (),
    menu: Sequence[tuple[str, str]] = (),
    names_partner: bool = True,
    names_owner: bool = True,
    articles: Mapping[int, str] = MappingProxyType({}),
) -> list[Item]:
    """One line each; what can be done stands beside those that are open.

    `articles` are the titles of those that some were read in, by the follow-ups' ids.
    """
    return [
        item if row.status.has_outcome else item._replace(actions=actions, menu=menu)
        for row in rows
        for item in (_item(row, names_partner, names_owner, articles.get(row.id)),)
    ]


def _item(row: FollowUpRow, names_partner: bool, names_owner: bool, article: str | None) -> Item:
    is_closed = row.status.is_closed
    when, is_late = labels.due(row.due_on, is_closed=is_closed)
    around = (
        row.partner if names_partner else None,
        row.unit,
        row.owner if names_owner else None,
        t("follow_up.from_article", title=excerpt(article, _TITLE)) if article else None,
    )
    return Item(
        title=labels.follow_up(row.kind, row.subject),
        id=row.id,
        kind=Kind.FOLLOW_UP,
        badges=(labels.status(row.status), labels.direction(row.direction)),
        meta=" · ".join(part for part in around if part),
        quote=row.quote,
        when=when,
        is_late=is_late,
        revision=row.revision,
    )
