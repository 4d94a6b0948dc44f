"""Rows of people at partners."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain import drafts
from tracker.domain.importing.namesakes import Namesake, digits_of
from tracker.domain.importing.outcome import Row
from tracker.domain.importing.shape import Refs, Shape
from tracker.domain.models import (
    Erasure,
    Kind,
    Link,
    Person,
    PersonDraft,
    Position,
    PositionDraft,
)
from tracker.errors import Invalid
from tracker.names.text import search_key

_POSITION = {"positions_title": "title", "positions_since": "since", "positions_until": "until"}


class People(Shape):
    """Somebody is known by name and partner, or by name and mail address or phone.

    Several rows may speak of one person: each adds a position.
    """

    kind, record, draft = Kind.PERSON, Person, PersonDraft
    may_repeat = True

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._held: defaultdict[int, list[Position]] = defaultdict(list)

    def refer(self, row: Row) -> Refs:
        said = {name: row.values[field] for field, name in _POSITION.items() if field in row.values}
        if "partner_id" not in row.values:
            if said:
                raise Invalid("partner_id", "required")
            return {}
        number = self.known.partner(row.values["partner_id"], "partner_id", row.number)
        draft = drafts.checked(PositionDraft, {**said, "partner_id": number})
        return {"partner_id": number, "position": draft.model_dump(include=set(said))}

    def people_named(self, row: Row) -> Iterable[str]:
        return (row.values["name"],) if "name" in row.values else ()

    def find(self, row: Row, refs: Refs) -> int | None:
        if self.addressed(row) in self._erased:
            raise Invalid("link", "row_erased")
        if (number := self.linked(row)) is not None:
            return number
        if "name" not in row.values:
            raise Invalid("name", "required")
        name, partner_id = row.values["name"], refs.get("partner_id")
        if (found := self.find_again(row, refs)) is not None:
            return found
        elsewhere = [each.id for each in self._namesakes(row) if each.id > 0]
        if elsewhere:
            return self.known.ask_person(name, elsewhere, "name", row.number)
        return self.known.person_like(name, partner_id, "name", row.number)

    def told_by(self, row: Row, record: Person) -> tuple[str, str]:
        known = {search_key(name) for name in (record.name, *record.other_names)}
        if self.linked(row) or search_key(row.values.get("name")) in known:
            return "", ""
        return "name", record.name

    def find_again(self, row: Row, refs: Refs) -> int | None:
        namesakes = self._namesakes(row)
        email, phone = row.values.get("email", "").lower(), digits_of(row.values.get("phone"))
        for each in namesakes:
            if (email and each.email == email) or (phone and each.phone == phone):
                return each.id
        partner_id = refs.get("partner_id")
        places = self.known.workplaces
        fits = [each.id for each in namesakes if partner_id in places.get(each.id, ())]
        free = [each.id for each in namesakes if partner_id is None or each.id not in places]
        # With nothing else to tell them apart, only a name that one person has says who it is.
        return fits[0] if fits else free[0] if len(free) == len(namesakes) == 1 else None

    def typed(self, row: Row, refs: Refs, before: Any) -> dict[str, Any]:
        if before is not None and before.erased_at is not None:
            raise Invalid("name", "row_erased")
        apart = {"partner_id", "link", "other_names", *_POSITION}
        typed = {field: value for field, value in row.values.items() if field not in apart}
        others = list(before.other_names if before else [])
        if before is not None and "name" in typed and before.name != typed["name"]:
            others.append(typed.pop("name"))
        known = {search_key(before.name if before else typed.get("name"))}
        kept = {search_key(each): each for each in [*others, *row.values.get("other_names", [])]}
        typed["other_names"] = [each for key, each in kept.items() if key not in known]
        return typed

    def learn(self, draft: PersonDraft, number: int, refs: Refs) -> None:
        somebody = Namesake(number, (draft.email or "").lower(), digits_of(draft.phone))
        for name in {search_key(draft.name), *map(search_key, draft.other_names)}:
            others = [each for each in self.known.people[name] if each.id != number]
            self.known.people[name] = [*others, somebody]
        if "partner_id" in refs:
            self.known.workplaces[number].add(refs["partner_id"])

    def load(self, session: Session, ids: Sequence[int]) -> None:
        self._held.clear()
        query = select(Position).where(col(Position.person_id).in_(ids)).order_by(col(Position.id))
        for each in session.scalars(query) if ids else ():
            self._held[each.person_id].append(each)

    def links(self, number: int, row: Row, refs: Refs) -> list[tuple[str, str, Link]]:
        if "partner_id" not in refs:
            return []
        partner_id, said = self.known.real(refs["partner_id"]), refs["position"]
        held = self._the_same(number, partner_id, said)
        if held is None:
            position = Position(person_id=number, **{**said, "partner_id": partner_id})
            self._held[number].append(position)
            return [("positions", str(partner_id), position)]
        changed = {name: value for name, value in said.items() if getattr(held, name) != value}
        if changed and self.known.writes:
            held.sqlmodel_update(changed)
        return [(f"positions_{name}", str(value), held) for name, value in changed.items()]

    @cached_property
    def _erased(self) -> set[int]:
        """Nameless contacts, and those of whom the proof is all that is left."""
        nameless = select(col(Person.id)).where(col(Person.erased_at).is_not(None))
        query = nameless.union(select(col(Erasure.person_id)))
        return {number for (number,) in self.known.session.execute(query)}

    def _namesakes(self, row: Row) -> list[Namesake]:
        return self.known.people.get(search_key(row.values.get("name")), [])

    def _the_same(self, number: int, partner_id: int, said: dict[str, Any]) -> Position | None:
        """The position that the row speaks of: with this title, or with none as yet, and not one
        that was over before the row's began."""
        there = [each for each in self._held[number] if each.partner_id == partner_id]
        title = said.get("title")
        for each in there:
            is_called_so = title is None or search_key(each.title) in ("", search_key(title))
            since, until = said.get("since", each.since), said.get("until", each.until)
            if is_called_so and not (since and until and until < since):
                return each
        return None
