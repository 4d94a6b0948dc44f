"""A brief as the fields of its template: words in the reader's language, and short enough.

A template of the office can use these fields and no others.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from tracker import clock
from tracker.access import User
from tracker.domain.agreements import AgreementRow, AgreementState
from tracker.domain.briefs import Brief, Met, Story
from tracker.domain.briefs.topics import Topic
from tracker.domain.excerpts import excerpt
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.interactions import InteractionRow
from tracker.export.documents.filling import Fields
from tracker.i18n import current, formats, labels, t, word
from tracker.settings import settings

_LINE = 60  # letters of a fact, at most


class Room(NamedTuple):
    """How many of each there are on the page, and how many letters a line may have."""

    topics: int
    promises: int  # of each side
    people: int
    contacts: int
    agreements: int
    news: int
    letters: int

    @property
    def name(self) -> int:
        """Letters of the name on top."""
        return min(200, 2 * self.letters)

    @property
    def fact(self) -> int:
        return min(_LINE, self.letters)


# From a page that says much to one that fits for certain.
ROOMS = (
    Room(8, 8, 8, 6, 5, 4, 180),
    Room(7, 6, 6, 5, 4, 3, 150),
    Room(6, 5, 5, 4, 3, 3, 120),
    Room(6, 4, 4, 4, 3, 3, 100),
    Room(5, 3, 3, 3, 2, 2, 75),
    Room(4, 3, 3, 3, 2, 2, 50),
    Room(4, 2, 2, 2, 1, 1, 26),
)

T = TypeVar("T")


def fields(brief: Brief, room: Room, *, by: User) -> Fields:
    """What the template is filled with."""
    made = t("brief.made", day=formats.day(clock.today()))
    where = ", ".join(filter(None, dict.fromkeys((brief.city, brief.region))))
    beside = (*brief.other_names, brief.website, brief.parent)
    return {
        "house": settings().university(current()),
        "made": made,
        "author": by.name,
        "partner": {
            "name": excerpt(brief.name, room.name),
            "beside": excerpt(" · ".join(each for each in beside if each), room.name),
            "sector": word(brief.sector),
            "where": excerpt(where, room.fact) or "–",
            "tier": word(brief.tier),
            "stage": word(brief.stage),
            "owner": excerpt(brief.owner, room.fact) or "–",
            "quiet": labels.silence(brief.quiet) if brief.quiet else "",
        },
        "topics": [_topic(row, room) for row in brief.topics[: room.topics]],
        **_part("ours", brief.ours, room.promises, lambda row: _promise(row, room)),
        **_part("theirs", brief.theirs, room.promises, lambda row: _promise(row, room)),
        **_part("people", brief.people, room.people, lambda row: _person(row, room)),
        **_part(
            "contacts",
            brief.contacts,
            room.contacts,
            lambda row: _contact(row, room),
            total=brief.contacts_total,
        ),
        **_part("agreements", brief.agreements, room.agreements, lambda row: _paper(row, room)),
        **_part("news", brief.news, room.news, lambda row: _story(row, room)),
    }


def _part(
    name: str,
    rows: Sequence[T],
    most: int,
    told: Callable[[T], dict[str, Any]],
    *,
    total: int | None = None,
) -> Fields:
    """The first of them, and in words how many there are beside."""
    left = (len(rows) if total is None else total) - most
    more = t("brief.more", n=formats.number(left)) if left > 0 else ""
    return {name: [told(row) for row in rows[:most]], f"{name}_more": more}


def _topic(topic: Topic, room: Room) -> dict[str, Any]:
    what = labels.follow_up(topic.kind, topic.text or None) if topic.kind else topic.text
    what = t(f"topic_rule.{topic.rule}", what=excerpt(what, room.letters))
    return {"what": what, "why": _reason(topic, room)}


def _reason(topic: Topic, room: Room) -> str:
    if topic.quiet is not None:
        return labels.silence(topic.quiet)
    day = formats.day(topic.day) if topic.day else ""
    return t(
        f"topic_reason.{topic.rule}", day=day, unit=excerpt(topic.unit, room.letters), n=topic.peers
    )


def _promise(row: FollowUpRow, room: Room) -> dict[str, Any]:
    due, is_late = labels.due(row.due_on)
    return {
        "what": excerpt(labels.follow_up(row.kind, row.subject), room.letters),
        "due": due,
        "is_late": is_late,
        "who": excerpt(row.owner, room.fact),
        "unit": excerpt(row.unit, room.fact),
    }


def _person(row: Met, room: Room) -> dict[str, Any]:
    met = t("brief.last_met", day=formats.day(row.last_met)) if row.last_met else ""
    return {
        "name": excerpt(row.name, room.fact),
        "title": excerpt(", ".join(row.titles), room.letters),
        "last_met": met,
        "reach": excerpt(row.reach, room.letters),
    }


def _contact(row: InteractionRow, room: Room) -> dict[str, Any]:
    return {
        "day": formats.day(row.happened_on),
        "kind": word(row.kind),
        "summary": excerpt(row.summary, room.letters),
        "outcome": excerpt(row.outcome, room.letters),
        "who": excerpt(", ".join(row.colleagues), room.letters),
    }


def _paper(row: AgreementRow, room: Room) -> dict[str, Any]:
    until = t("brief.until", day=formats.day(row.valid_until)) if row.valid_until else ""
    return {
        "title": excerpt(row.title, room.letters),
        "kind": word(row.kind),
        "state": word(row.state),
        "until": until,
        "is_ending": row.state is AgreementState.ENDING,
    }


def _story(row: Story, room: Room) -> dict[str, Any]:
    return {
        "day": formats.day(row.published_on),
        "title": excerpt(row.title, room.letters),
        "source": excerpt(row.source, room.fact),
    }
