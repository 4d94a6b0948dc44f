"""What the address of a list says, as text and back: what narrows the list, and its order.

The pages, the files of lists and saved views all speak this: `stage=active&sort=-name`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple, get_type_hints
from urllib.parse import parse_qsl, quote_plus

from pydantic import TypeAdapter

from tracker.domain import (
    agreements,
    days,
    events,
    follow_ups,
    interactions,
    news,
    partners,
    people,
    units,
)
from tracker.domain.follow_ups import Layout, Look, Span
from tracker.domain.lists import ByDay
from tracker.domain.models import Kind
from tracker.errors import Invalid
from tracker.names.text import clean_line

LONGEST = 200  # letters of a search or a tag
_LARGEST = 2**31 - 1  # id that the database takes

# The kind of record whose id a field of a filter holds.
RECORD_IN = {
    "owner_id": Kind.ACCOUNT,
    "colleague_id": Kind.ACCOUNT,
    "partner_id": Kind.PARTNER,
    "unit_id": Kind.UNIT,
    "event_id": Kind.EVENT,
}


class Asked(NamedTuple):
    """What a list shows: the filter of its kind, the order; of follow-ups also how it looks."""

    wanted: Any
    sort: Any
    descending: bool
    look: Look = Look()


class Listed(NamedTuple):
    """A list that has an address. `usual` is what it shows when the address says nothing."""

    word: str
    usual: Asked
    keys: dict[str, str]  # from the key in the address to the field of the filter


_SAME = (
    *("kind", "status", "direction", "shown", "overdue", "sector", "stage", "tier", "state"),
    *(
        "standing",
        "promise",
        "recorded_from",
        "recorded_to",
        "closed_from",
        "closed_to",
        "engagement",
    ),
)
_FIELDS = {"q": "text", "owner": "owner_id", "partner": "partner_id", "unit": "unit_id"}
_FIELDS |= {"event": "event_id", "colleague": "colleague_id", "tag": "tag", "in": "language"}
_FIELDS |= {"quiet": "quiet", "came": "came", "since": "since", "until": "until"}
_FIELDS |= {name: name for name in (*_SAME, "region", "town", "ending", "verdict", "upkeep")}


def _listed(word: str, usual: Asked, keys: str, **called_otherwise: str) -> Listed:
    named = {key: _FIELDS[key] for key in keys.split()}
    return Listed(word, usual, {**named, **called_otherwise})


# What an address says of how follow-ups are laid out, and how each is read.
_LOOK: dict[str, Callable[[str], Any]] = {"view": Layout, "span": Span, "day": days.addressed}
_LATEST_FIRST = ByDay.DAY, True

LISTS: dict[Kind, Listed] = {
    Kind.PARTNER: _listed(
        "partners",
        Asked(partners.EVERY_PARTNER, partners.Sort.NAME, False),
        "q sector stage tier region town owner tag quiet event came unit standing recorded_from "
        "recorded_to engagement",
    ),
    Kind.PERSON: _listed(
        "people", Asked(people.PersonFilter(), people.Sort.NAME, False), "q partner upkeep"
    ),
    Kind.EVENT: _listed(
        "events", Asked(events.EventFilter(), *_LATEST_FIRST), "q kind since until tag"
    ),
    Kind.NEWS_ITEM: _listed(
        "news", Asked(news.NewsFilter(), *_LATEST_FIRST), "q in since until tag"
    ),
    Kind.INTERACTION: _listed(
        "interactions",
        Asked(interactions.InteractionFilter(), *_LATEST_FIRST),
        "q kind partner colleague event sector tier region unit",
        **{"from": "since", "to": "until"},
    ),
    Kind.FOLLOW_UP: _listed(
        "follow_ups",
        Asked(follow_ups.FollowUpFilter(), follow_ups.Sort.DUE, False),
        "q shown owner status overdue partner unit event kind direction tag sector tier region "
        "promise recorded_from recorded_to closed_from closed_to",
        **{"from": "due_from", "to": "due_to"},
    ),
    Kind.AGREEMENT: _listed(
        "agreements",
        Asked(agreements.AgreementFilter(), agreements.Sort.SIGNED_ON, True),
        "q state ending verdict kind unit event sector tier region",
    ),
    Kind.UNIT: _listed("units", Asked(units.UnitFilter(), units.Sort.NAME, False), "q kind"),
}


def query(kind: Kind, asked: Asked) -> str:
    """What a list shows, as the part of its address after the `?`; empty for the usual view."""
    _, usual, keys = LISTS[kind]
    told = {}
    for key, field in keys.items():
        value, silent = getattr(asked.wanted, field), getattr(usual.wanted, field)
        if value is not silent and value not in ("", silent):  # most are the same None
            told[key] = _text(value)
    if (asked.sort, asked.descending) != (usual.sort, usual.descending):
        told["sort"] = f"-{asked.sort}" if asked.descending else str(asked.sort)
    told |= _told(asked.look)
    return "&".join(f"{key}={_quoted(text)}" for key, text in told.items())


def asked(kind: Kind, parameters: Mapping[str, str]) -> Asked:
    """What an address asks for. Raises Invalid on nonsense and on keys that the list has not:
    passing over them would hand out more than was asked for."""
    return _read(kind, parameters, is_strict=True)


def tidy(kind: Kind, text: str) -> str:
    """The query of a list in its one spelling, without what the list does not know."""
    return query(kind, _read(kind, dict(parse_qsl(text)), is_strict=False))


def _read(kind: Kind, parameters: Mapping[str, str], *, is_strict: bool) -> Asked:
    _, usual, keys = LISTS[kind]
    wanted, sort, descending, look = usual
    for key, text in parameters.items():
        try:
            if key == "sort":
                sort = type(usual.sort)(text.removeprefix("-"))
                descending = text.startswith("-")
            elif key in _LOOK and kind is Kind.FOLLOW_UP:
                look = look._replace(**{key: _LOOK[key](text)})
            elif typed := clean_line(text):
                wanted = wanted._replace(**{keys[key]: _value(kind, keys[key], typed)})
        except (KeyError, ValueError):
            if is_strict:
                raise Invalid("filter", "bad_address") from None
    return Asked(wanted, sort, descending, look)


def number_of(text: str) -> int:
    """The id of a record. Raises ValueError, also for one that no database takes."""
    number = int(text)
    if not 0 < number <= _LARGEST:
        raise ValueError(text)
    return number


def _told(look: Look) -> dict[str, str]:
    """What differs from the list; which month or week only where there is a calendar."""
    usual = Look()
    if look == usual:
        return {}
    names = Look._fields if look.view is Layout.CALENDAR else ("view",)
    differing = (name for name in names if getattr(look, name) != getattr(usual, name))
    return {name: _text(getattr(look, name)) for name in differing}


def _value(kind: Kind, field: str, text: str) -> Any:
    value = _types(kind)[field].validate_python(text)
    if field in RECORD_IN and not 0 < value <= _LARGEST:
        raise ValueError(field)
    if isinstance(value, date) and not days.is_meant(value):
        raise ValueError(field)
    if type(value) is str and len(value) > LONGEST:
        raise ValueError(field)
    return value


@lru_cache(maxsize=1_000)
def _quoted(text: str) -> str:
    """Spelled for an address: a dashboard has hundreds of links, of the same few words and days."""
    return quote_plus(text)


@cache
def _types(kind: Kind) -> dict[str, TypeAdapter[Any]]:
    hints = get_type_hints(type(LISTS[kind].usual.wanted))
    return {field: TypeAdapter(hint) for field, hint in hints.items()}


def _text(value: StrEnum | str | int | date | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
