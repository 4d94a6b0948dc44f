"""What a list was narrowed to, in words: for the top of a file."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from tracker import clock
from tracker.access import User
from tracker.domain import titles
from tracker.domain.addresses import LISTS, RECORD_IN
from tracker.domain.follow_ups import FollowUpFilter
from tracker.domain.models import Kind
from tracker.i18n import formats, labels, t, word

# Where a filter is called otherwise than the field it compares.
_CALLED = {
    "text": "export.search",
    "tag": "export.tag",
    "state": "agreements.state",
    "ending": "agreements.ending",
    "verdict": "agreements.verdict",
    "colleague_id": "interactions.colleague",
    "since": "list.since",
    "until": "list.until",
    "due_from": "follow_ups.due_from",
    "due_to": "follow_ups.due_to",
    "quiet": "export.shown",
    "town": "field.city",
    "upkeep": "personal.section",
    "engagement": "nav.engagement",
}
# What is wanted or not, in its own words.
_FLAGS = {"quiet": "quiet.only"}
# Said together, by one line: see `_shown`.
_TOGETHER = {"shown", "status", "overdue"}


def of(session: Session, kind: Kind, wanted: Any, *, by: User) -> Iterator[tuple[str, str]]:
    """(What, value): the filters of a list; who made the file, and when."""
    yield from narrowed(session, kind, wanted, by=by)
    yield t("export.made"), f"{formats.moment(clock.now())}, {by.name}"


def narrowed(session: Session, kind: Kind, wanted: Any, *, by: User) -> Iterator[tuple[str, str]]:
    """(What, value): the filters of a list."""
    if isinstance(wanted, FollowUpFilter):
        yield t("export.shown"), _shown(wanted)
    told = {
        field: getattr(wanted, field)
        for field in LISTS[kind].keys.values()
        if field not in _TOGETHER and getattr(wanted, field)
    }
    ids = [(RECORD_IN[field], value) for field, value in told.items() if field in RECORD_IN]
    named = titles.titles(session, ids, by=by)
    for field, value in told.items():
        if field in RECORD_IN:
            known = named.get((RECORD_IN[field], value))
            said = known.text if known else str(value)
        elif field in _FLAGS:
            said = t(_FLAGS[field])
        elif field == "town":
            said = labels.town(value)
        else:
            said = _said(value)
        yield t(_CALLED.get(field, f"field.{field}")), said


def _said(value: Any) -> str:
    if isinstance(value, StrEnum):
        return word(value)
    return formats.day(value) if isinstance(value, date) else str(value)


def _shown(wanted: FollowUpFilter) -> str:
    if wanted.overdue:
        return t("export.shown_overdue")
    if wanted.status:
        return t(f"follow_up_status.{wanted.status}")
    return t(f"export.shown_{wanted.shown}")
