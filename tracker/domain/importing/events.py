"""Rows of events, with the partners who took part."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain import linking
from tracker.domain.importing.outcome import Row
from tracker.domain.importing.shape import Refs, Shape
from tracker.domain.models import (
    Event,
    EventDraft,
    EventTag,
    Kind,
    Link,
    Participation,
    ParticipationRole,
)
from tracker.names.text import language_of, search_key

_NAMES = ("name_kk", "name_ru", "name_en", "name")


class Events(Shape):
    """An event is known by its address, else by name and day: a fair comes back every year."""

    kind, record, draft, tag_link = Kind.EVENT, Event, EventDraft, EventTag

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._there_in: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)

    def refer(self, row: Row) -> Refs:
        named = row.values.get("participants", ())
        refs: Refs = {
            "participants": [self.known.partner(e, "participants", row.number) for e in named]
        }
        if typed := row.values.get("parent_id"):
            refs["parent_id"] = self.known.event(typed, "parent_id")
        return refs

    def find(self, row: Row, refs: Refs) -> int | None:
        number = self.linked(row) or self.find_again(row, refs)
        return None if number is None else self.once(number, row)

    def find_again(self, row: Row, refs: Refs) -> int | None:
        day = row.values.get("starts_on")
        for name in (row.values[field] for field in _NAMES if field in row.values):
            days = self._days.get(search_key(name), {})
            if day in days:
                return days[day]
            if day is None and len(days) == 1:
                return next(iter(days.values()))
        return None

    def typed(self, row: Row, refs: Refs, before: Any) -> dict[str, Any]:
        apart = {"link", "tags", "name", "participants", "role", "parent_id"}
        typed = {field: value for field, value in row.values.items() if field not in apart}
        if (name := row.values.get("name")) is not None:
            field = f"name_{language_of(name)}"
            if before is None or getattr(before, field) is None:
                typed.setdefault(field, name)
        if "parent_id" in refs:
            typed["parent_id"] = self.known.real(refs["parent_id"])
            if before is not None:
                linking.refuse_circle(self.known.session, Event, before.id, typed["parent_id"])
        return typed

    def learn(self, draft: EventDraft, number: int, refs: Refs) -> None:
        for name in draft.names:
            self._days[search_key(name)][draft.starts_on] = number
        self.known.learn_event(draft.names, number)

    def load(self, session: Session, ids: Sequence[int]) -> None:
        super().load(session, ids)
        self._there_in.clear()
        columns: list[Any] = [Participation.event_id, Participation.partner_id, Participation.role]
        query = select(*columns).where(col(Participation.event_id).in_(ids))
        for number, partner_id, role in session.execute(query) if ids else ():
            self._there_in[number].add((partner_id, role))

    def links(self, number: int, row: Row, refs: Refs) -> list[tuple[str, str, Link]]:
        role = row.values.get("role", ParticipationRole.PARTICIPANT)
        there = self._there_in[number]
        found = super().links(number, row, refs)
        for partner_id in map(self.known.real, refs["participants"]):
            # Without a role in the row it is enough that the partner was there at all.
            roles = {known for known_id, known in there if known_id == partner_id}
            if role in roles or (roles and "role" not in row.values):
                continue
            there.add((partner_id, role))
            link = Participation(event_id=number, partner_id=partner_id, role=role)
            found.append(("participants", str(partner_id), link))
        return found

    def read_ahead(self) -> None:
        super().read_ahead()
        _ = self._days

    def renew(self, ids: set[int]) -> None:
        del self._days  # there are few

    @cached_property
    def _days(self) -> "defaultdict[str, dict[Any, int]]":
        columns: list[Any] = [
            Event.id,
            Event.starts_on,
            Event.name_kk,
            Event.name_ru,
            Event.name_en,
        ]
        found: defaultdict[str, dict[Any, int]] = defaultdict(dict)
        query = select(*columns).where(col(Event.deleted_at).is_(None))
        for number, day, *names in self.known.session.execute(query):
            for name in filter(None, names):
                found[search_key(name)].setdefault(day, number)
        return found
