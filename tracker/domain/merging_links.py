"""What points to a record that is merged, and how it follows to the survivor.

Every column that points to the record's table is followed, of whatever table: one that is added
later follows by itself. Parts of `merging`, which has asked who may.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from tracker.db import Base
from tracker.domain import journal
from tracker.domain.models import (
    Attendance,
    DataBasis,
    Mention,
    Participation,
    PersonalContact,
    PersonalContactDraft,
    Position,
)
from tracker.domain.models.records import LINE, NOTE
from tracker.names.text import search_key

# What a link is called in a preview, as a key of the catalogue.
_WORDS = {
    "participation": "merge_moves.participations",
    "event_person.person_id": "merge_moves.participations",
    "event_person.partner_id": "merge_moves.guests",
    "mention": "merge_moves.mentions",
    "interaction_partner": "merge_moves.interactions",
    "interaction_person": "merge_moves.interactions",
    "follow_up": "merge_moves.follow_ups",
    "agreement_partner": "merge_moves.agreements",
    "position": "merge_moves.positions",
    "attachment": "merge_moves.files",
    "partner_tag": "merge_moves.tags",
    "partner": "merge_moves.children",
}
_OTHERS = "merge_moves.others"  # links of tables that are not among these


def count(session: Session, table: str, absorbed_id: int) -> dict[str, int]:
    """How many of each kind of link a record has, by the key of its word."""
    found: Counter[str] = Counter()
    for kind, column in _pointing_to(table):
        there = select(func.count()).where(getattr(kind, column) == absorbed_id)
        if number := session.scalar(there):
            name = kind.__table__.name
            found[_WORDS.get(name) or _WORDS.get(f"{name}.{column}", _OTHERS)] += number
    return dict(found)


def move(session: Session, table: str, survivor_id: int, absorbed_id: int) -> None:
    """Let everything that points to one record point to the other; what is there twice joins."""
    for kind, column in _pointing_to(table):
        there = select(kind).where(getattr(kind, column).in_((survivor_id, absorbed_id)))
        rows = list(session.scalars(there))
        stay = [row for row in rows if getattr(row, column) == survivor_id]
        for row in rows:
            if getattr(row, column) == absorbed_id and row not in stay:
                _follow(session, row, column, survivor_id, stay)
        session.flush()


def _follow(session: Session, row: Any, column: str, survivor_id: int, stay: list[Any]) -> None:
    if row.__table__.name == dict(journal.foreign_keys(row.__table__.name))[column]:
        if row.id != survivor_id:  # a child; the survivor itself finds another parent
            setattr(row, column, survivor_id)
        return
    twin = next((each for each in stay if _is_twin(each, row, column)), None)
    if twin is not None:
        _join(twin, row)
        session.delete(row)
        return
    if column in row.__table__.primary_key.columns:
        session.delete(row)
        row = type(row)(**{**journal.values_of(row), column: survivor_id})
        session.add(row)
    else:
        setattr(row, column, survivor_id)
    stay.append(row)


def _pointing_to(table: str) -> Iterator[tuple[Any, str]]:
    for place in Base.metadata.sorted_tables:
        for column, aim in journal.foreign_keys(place.name):
            # Earlier merges stay as they are: the chain is followed when somebody comes along.
            if aim == table and column != "merged_into_id":
                yield journal.class_of(place.name), column


def _is_twin(one: Any, other: Any, column: str) -> bool:
    """Whether two links say the same once both point to the survivor."""
    if isinstance(one, Participation):
        return (one.event_id, one.role) == (other.event_id, other.role)
    if isinstance(one, Mention):
        return bool(one.news_item_id == other.news_item_id)
    if isinstance(one, Position):
        another = "person_id" if column == "partner_id" else "partner_id"
        return bool(
            getattr(one, another) == getattr(other, another)
            and search_key(one.title) == search_key(other.title)
            and _period(one, other) is not None
        )
    keys = one.__table__.primary_key.columns
    return column in keys and all(
        getattr(one, key.name) == getattr(other, key.name) for key in keys if key.name != column
    )


def _join(stays: Any, goes: Any) -> None:
    """Keep what only the second of two links knows."""
    if isinstance(stays, Participation):
        stays.outcome = joined(stays.outcome, goes.outcome)
        # One organisation was there if it was there under either name.
        said = {stays.came, goes.came}
        stays.came = Attendance.CAME if Attendance.CAME in said else stays.came or goes.came
    if isinstance(stays, Mention):
        _join_places(stays, goes)
    if isinstance(stays, PersonalContact):
        for name in PersonalContactDraft.model_fields:
            setattr(stays, name, getattr(stays, name) or getattr(goes, name))
    if isinstance(stays, DataBasis):
        _join_bases(stays, goes)
    if isinstance(stays, Position) and (period := _period(stays, goes)) is not None:
        stays.since, stays.until = period


def _join_bases(stays: DataBasis, goes: DataBasis) -> None:
    """What somebody wanted under either name; what they allowed, they allowed under both."""
    stays.blocked_on = stays.blocked_on or goes.blocked_on
    stays.withdrawn_on = stays.withdrawn_on or goes.withdrawn_on
    stays.may_publish = stays.may_publish and goes.may_publish
    stays.may_transfer = stays.may_transfer and goes.may_transfer
    stays.keep_until = min(filter(None, (stays.keep_until, goes.keep_until)), default=None)
    if stays.basis is goes.basis:  # of another, it is another day
        stays.given_on = stays.given_on or goes.given_on
    papers = dict.fromkeys(filter(None, (stays.evidence, goes.evidence)))
    stays.evidence = "; ".join(papers)[:LINE] or None


def _join_places(stays: Mention, goes: Mention) -> None:
    """One article that names both names the survivor at all these places."""
    if not stays.quote:
        stays.quote, stays.more_spans = goes.quote, goes.more_spans
        stays.span_start, stays.span_end = goes.span_start, goes.span_end
    elif goes.span_start is not None and goes.span_end is not None:
        more = [[goes.span_start, goes.span_end], *goes.more_spans]
        stays.more_spans = [*stays.more_spans, *more]


def _period(one: Position, other: Position) -> tuple[date | None, date | None] | None:
    """The one period that two positions speak of; None when they are two."""
    if any(
        mine and theirs and mine != theirs
        for mine, theirs in ((one.since, other.since), (one.until, other.until))
    ):
        return None
    since, until = one.since or other.since, one.until or other.until
    return None if since and until and until < since else (since, until)


def joined(mine: str | None, theirs: str | None) -> str | None:
    """Two texts as one, each once."""
    if not mine or not theirs:
        return mine or theirs
    return mine if theirs in mine else f"{mine}\n\n{theirs}"[:NOTE]
