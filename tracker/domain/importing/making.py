"""What storing a row takes that nobody else's rows can change: its checked columns and its words.

So it is made before their turn, in which others wait: by a helper, from where it comes as JSON, or
here.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Enum as Words

from tracker.domain import drafts, indexing
from tracker.domain.importing.outcome import Problem, Row
from tracker.domain.importing.partners import typed_alone
from tracker.domain.models import Partner, PartnerDraft
from tracker.names import passages

Batch = Sequence[Row | list[Problem]]

_KEYS = ("region_code", "town_key", "sort_kk", "sort_ru", "sort_en", "search_key")


class Made(NamedTuple):
    """What the draft of a new partner says, the keys that follow from it, and its words."""

    values: dict[str, Any]
    keys: dict[str, Any]
    words: list[str]


def asked(batch: Batch) -> list[dict[str, Any]]:
    """What the rows of a batch say: that is for `made`."""
    return [row.values for row in batch if isinstance(row, Row)]


def made(rows: Iterable[Mapping[str, Any]]) -> list[Made | None]:
    """Of each row, given by its values; None of one that is refused."""
    return [_made(values) for values in rows]


def names(made: Made) -> list[str]:
    """What the new partner is called."""
    told = [made.values[name] for name in ("name_kk", "name_ru", "name_en")]
    return [*filter(None, told), *made.values["aliases"]]


def read(batch: Batch, told: Sequence[Sequence[Any] | None]) -> dict[int, Made]:
    """What was made of the rows of a batch, by their numbers."""
    rows = (row for row in batch if isinstance(row, Row))
    return {row.number: _read(each) for row, each in zip(rows, told, strict=True) if each}


def _read(told: Sequence[Any]) -> Made:
    """From JSON: the words of vocabularies are such again."""
    values, keys, words = told
    for name, kind in _vocabularies():
        some = values if name in values else keys
        some[name] = kind(some[name])
    return Made(values, keys, words)


def _made(values: Mapping[str, Any]) -> Made | None:
    try:
        draft = drafts.checked(PartnerDraft, typed_alone(values, None))
    except drafts.InvalidDraft:
        return None
    record = Partner(**draft.model_dump())
    record.refresh_keys()
    keys = {name: getattr(record, name) for name in _KEYS}
    return Made(draft.model_dump(), keys, passages.kept(indexing.texts(record)))


@cache
def _vocabularies() -> list[tuple[str, Any]]:
    columns = Partner.__table__.columns
    kinds = {each.name: each.type.enum_class for each in columns if isinstance(each.type, Words)}
    return [(name, kind) for name, kind in kinds.items() if kind is not None]
