"""What the files of the example world say, and the drafts that come of it.

`data/example/` holds one file a noun; each record has a slug, and others name it by that. Fields
are those of the drafts, without `_id`. A number where a date belongs counts days from the day of
loading, so that the world is always in the middle of its work.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from tracker.domain import drafts
from tracker.domain.models import Draft
from tracker.settings import ROOT

_FOLDER = ROOT / "data" / "example"
YOU = "you"  # the slug of whoever loads it

# In an order in which nothing is named before it is there.
NOUNS = (
    "colleagues",
    "units",
    "partners",
    "people",
    "events",
    "news",
    "agreements",
    "interactions",
    "follow_ups",
    "evidence",
)

Entry = dict[str, Any]
World = dict[str, dict[str, Entry]]  # noun → slug → fields
Numbers = Mapping[str, Mapping[str, int]]  # noun → slug → id
D = TypeVar("D", bound=Draft)

# Whom a field names; `parent` and `original` name another record of the same noun.
NAMES = {
    "partner": "partners",
    "unit": "units",
    "event": "events",
    "interaction": "interactions",
    "news_item": "news",
    "owner": "colleagues",
}
SAME = ("parent", "original")


def read() -> World:
    """Everything in the files, as it is written there."""
    return {
        noun: tomllib.loads((_FOLDER / f"{noun}.toml").read_text(encoding="utf-8"))
        for noun in NOUNS
    }


def draft(kind: type[D], noun: str, entry: Entry, numbers: Numbers, today: date) -> D:
    """The checked draft of an entry. Raises KeyError for an unknown slug, and InvalidDraft."""
    typed: Entry = {}
    for name, value in entry.items():
        if name in NAMES or name in SAME:
            typed[f"{name}_id"] = numbers[NAMES.get(name, noun)][value]
        elif name in kind.model_fields:
            is_days = type(value) is int and date in _types(kind, name)
            typed[name] = today + timedelta(days=value) if is_days else value
    return drafts.checked(kind, typed)


def _types(kind: type[Draft], name: str) -> tuple[Any, ...]:
    annotation: Any = kind.model_fields[name].annotation
    return getattr(annotation, "__args__", (annotation,))
