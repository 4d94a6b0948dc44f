"""Rows of interactions."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from tracker.domain.importing.outcome import Row
from tracker.domain.importing.shape import Nameless, Refs
from tracker.domain.interactions import refuse_future
from tracker.domain.models import (
    Interaction,
    InteractionColleague,
    InteractionDraft,
    InteractionPartner,
    InteractionPerson,
    Kind,
    Link,
)
from tracker.errors import Invalid
from tracker.names.text import search_key

_TOLD = 200  # letters of a summary that tell two contacts of one day apart
_PARTS: dict[str, tuple[type[Link], str]] = {
    "partners": (InteractionPartner, "partner_id"),
    "people": (InteractionPerson, "person_id"),
    "colleagues": (InteractionColleague, "account_id"),
}


class Interactions(Nameless):
    """An interaction is known by its address, else by its day and what it was about."""

    kind, record, draft = Kind.INTERACTION, Interaction, InteractionDraft

    def refer(self, row: Row) -> Refs:
        known, values = self.known, row.values
        partners = [
            known.partner(each, "partners", row.number) for each in values.get("partners", ())
        ]
        refs: Refs = {
            "partners": partners,
            "people": [self._person(each, partners, row) for each in values.get("people", ())],
            "colleagues": [known.colleague(e, "colleagues") for e in values.get("colleagues", ())],
        }
        if "unit_id" in values:
            refs["unit_id"] = known.unit(values["unit_id"], "unit_id")
        if "event_id" in values:
            refs["event_id"] = known.event(values["event_id"], "event_id")
        return refs

    def people_named(self, row: Row) -> Iterable[str]:
        yield from row.values.get("people", ())

    def find(self, row: Row, refs: Refs) -> int | None:
        number = self.linked(row) or self.find_again(row, refs)
        if number is not None:
            return self.once(number, row)
        if not refs["partners"]:
            raise Invalid("partners", "required")
        return None

    def find_again(self, row: Row, refs: Refs) -> int | None:
        day, summary = row.values.get("happened_on"), row.values.get("summary")
        return self._there.get((day, search_key(summary)[:_TOLD]))

    def typed(self, row: Row, refs: Refs, before: Any) -> dict[str, Any]:
        apart = {"link", "unit_id", "event_id", *_PARTS}
        typed = {field: value for field, value in row.values.items() if field not in apart}
        return typed | {field: refs[field] for field in ("unit_id", "event_id") if field in refs}

    def check(self, draft: InteractionDraft, number: int | None) -> None:
        refuse_future(draft.happened_on)

    def learn(self, draft: InteractionDraft, number: int, refs: Refs) -> None:
        self._there[draft.happened_on, search_key(draft.summary)[:_TOLD]] = number

    def parts(self, row: Row, refs: Refs, before: Any) -> list[tuple[str, str, Link]]:
        found: list[tuple[str, str, Link]] = []
        for field, (link, column) in _PARTS.items():
            ids = refs[field]
            if field == "colleagues" and before is None:
                ids = ids or [self.known.by.id]
            there = {getattr(each, column) for each in getattr(before, field, ())}
            for number in dict.fromkeys(map(self.known.real, ids)):
                if number not in there:
                    found.append((field, str(number), link(**{column: number})))
        return found

    def _person(self, name: str, partners: list[int], row: Row) -> int:
        namesakes = self.known.people.get(search_key(name), [])
        places = self.known.workplaces
        there = [each.id for each in namesakes if places.get(each.id, set()) & set(partners)]
        if there or len(namesakes) == 1:
            return (there or [namesakes[0].id])[0]
        partner_id = partners[0] if partners else None
        number = self.known.person_like(name, partner_id, "people", row.number)
        if number is None:
            raise Invalid("people", "person_unknown", typed=name[:100])
        return number

    def _read(self, wanted: ColumnElement[bool]) -> dict[tuple[object, str], int]:
        summary = func.substr(col(Interaction.summary), 1, 2 * _TOLD)
        query = select(col(Interaction.id), col(Interaction.happened_on), summary)
        query = query.where(wanted, col(Interaction.deleted_at).is_(None))
        found = self.known.session.execute(query)
        return {(day, search_key(said)[:_TOLD]): number for number, day, said in found}
