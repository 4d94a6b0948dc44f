"""Rows of partners."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from tracker.domain.importing.outcome import Row
from tracker.domain.importing.shape import Refs, Shape
from tracker.domain.models import Kind, Partner, PartnerDraft, PartnerTag
from tracker.errors import BinTaken, Invalid, NameTaken
from tracker.names.text import language_of, search_key

_NAMES = ("name_kk", "name_ru", "name_en", "name")
_RELATIONS = {"parent_id", "owner_id"}


class Partners(Shape):
    """A partner is known by its BIN, else by one of its names, else by one that is like them."""

    kind, record, draft, tag_link = Kind.PARTNER, Partner, PartnerDraft, PartnerTag

    def refer(self, row: Row) -> Refs:
        refs: Refs = {}
        if typed := row.values.get("owner_id"):
            refs["owner_id"] = self.known.colleague(typed, "owner_id")
        if typed := row.values.get("parent_id"):
            refs["parent_id"] = self.known.partner(typed, "parent_id", row.number)
        return refs

    def partners_named(self, row: Row) -> Iterable[Sequence[str]]:
        yield from super().partners_named(row)
        yield _names(row)

    def find(self, row: Row, refs: Refs) -> int | None:
        number = self.linked(row) or self._exactly(row)
        if number is not None:
            return self.once(number, row)
        names = _names(row)
        if not names:
            return None
        number = self.known.partner_like(names, _field(row), row.number)
        if number is None:
            return None
        # Two rows with different names are two partners, however much both are like a third.
        if number in self.taken and str(number) not in self.known.choices.answers.values():
            return None
        self.taken.setdefault(number, row.number)
        return number

    def told_by(self, row: Row, record: Partner) -> tuple[str, str]:
        known = {search_key(name) for name in (*record.names, *record.aliases)}
        names = _names(row)
        if not names or self.linked(row) or any(search_key(name) in known for name in names):
            return "", ""
        is_same = record.bin is not None and record.bin == row.values.get("bin")
        return ("bin" if is_same else "name"), record.name(self.known.by.language)

    def find_again(self, row: Row, refs: Refs) -> int | None:
        return self._exactly(row)

    def typed(self, row: Row, refs: Refs, before: Any) -> dict[str, Any]:
        pointed = {field: self.known.real(number) for field, number in refs.items()}
        return typed_alone(row.values, before) | pointed

    def check(self, draft: PartnerDraft, number: int | None) -> None:
        for name in draft.names:
            other = self.known.named(name)
            other = number if other is None else other
            if other != number and not (number and self.known.real(other or 0) == number):
                raise NameTaken(name, name=name)
        if draft.bin and self.known.with_bin(draft.bin) not in (None, number):
            raise BinTaken(draft.bin, bin=draft.bin)
        if number is not None:
            self._refuse_circle(number, draft.parent_id)

    def learn(self, draft: PartnerDraft, number: int, refs: Refs) -> None:
        self.known.learn_partner(draft, number)

    def _exactly(self, row: Row) -> int | None:
        return self.known.partner_called(_names(row), row.values.get("bin"))

    def _refuse_circle(self, number: int, parent_id: int | None) -> None:
        above = parent_id
        while above is not None and above > 0:
            if above == number:
                raise Invalid("parent_id", "circle")
            query = select(col(Partner.parent_id)).where(col(Partner.id) == above)
            above = self.known.session.scalar(query)


_EVERY_NAME = ("name_kk", "name_ru", "name_en")


def typed_alone(values: Mapping[str, Any], before: Partner | None) -> dict[str, Any]:
    """The fields of the draft that a row gives, but for whom it points to."""
    apart = {"name", "aliases", "tags", "link", *_RELATIONS}
    typed = {field: value for field, value in values.items() if field not in apart}
    aliases = list(before.aliases if before else [])
    if name := values.get("name"):
        _place(name, typed, aliases, before)
    aliases += values.get("aliases", [])
    now = {field: typed.get(field) or getattr(before, field, None) for field in _EVERY_NAME}
    # A name that gives way to another spelling is still one by which people look for it.
    aliases += before.names if before else []
    known = {search_key(each) for each in now.values() if each}
    if before is not None:  # what was written twice stays so: nobody asked to mend it
        known -= set(map(search_key, before.aliases)) & set(map(search_key, before.names))
    kept = {search_key(each): each for each in reversed(aliases)}
    typed["aliases"] = [each for key, each in reversed(kept.items()) if key not in known]
    return typed


def _place(name: str, typed: dict[str, Any], aliases: list[str], before: Partner | None) -> None:
    """A name that does not say its language goes where it fits, and never over another."""
    field = f"name_{language_of(name)}"
    own = before.names + before.aliases if before else []
    if search_key(name) in {search_key(each) for each in own}:
        return
    if field in typed or (before is not None and getattr(before, field)):
        aliases.append(name)
    else:
        typed[field] = name


def _names(row: Row) -> list[str]:
    return [row.values[field] for field in _NAMES if field in row.values]


def _field(row: Row) -> str:
    return next(field for field in _NAMES if field in row.values)
