"""What reading an article finds.

The finders speak of spans in `Article.text`; what leaves this package (`Reading`) speaks of spans
in the text as it was given. Both count characters, the end is the first one after.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class PressNote(StrEnum):
    """What the reader of an article should be told before believing what was found in it."""

    ALL_CAPITALS = "all_capitals"
    OTHER_LANGUAGE = "other_language"
    NO_ORGANISATIONS = "no_organisations"
    OUT_OF_TIME = "out_of_time"


class Span(NamedTuple):
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


class Match(NamedTuple):
    """A known partner that a name can mean. `certain`: safe to link without asking."""

    id: int
    name: str
    score: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date or a range. `iso`: 2024-04-08, 2024-04, 2024, 2024-05-14/2024-05-16, 2025/2027; of a
    day whose year nothing tells XXXX-04-08."""

    text: str
    iso: str
    span: Span
    is_published: bool = False
    is_aside: bool = False  # in a menu or a list of other news: no day of this story


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation, with all places that speak of it. `name` as the text writes it best."""

    name: str
    spans: tuple[Span, ...]
    sector: str
    is_host: bool
    confidence: float
    source: str  # known, legal_form, head, acronym, list
    is_group: bool = False  # museums, schools: named as a kind, without a name
    parent: str | None = None  # the organisation whose department or branch it is
    also: tuple[str, ...] = ()  # other forms of the name: short names, acronyms
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    position: str | None
    organisation: str | None  # the `name` of an Organisation
    span: Span
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """`date` as in Day.iso, None where the text says none."""

    name: str
    kind: str
    date: str | None
    place: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Agreement:
    """`parties` are names of Organisations. `recalled`: an old one that the article remembers."""

    kind: str
    parties: tuple[str, ...]
    date: str | None
    recalled: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody needs, offers, or what was agreed. `quote` is the text of `span`."""

    kind: str
    direction: str  # need, offer, agreed
    quote: str
    span: Span
    partner: str | None  # the `name` of an Organisation


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one article; spans point into `text`, which is the text as given."""

    text: str
    language: str
    title: str
    published: str | None
    tags: tuple[str, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    events: tuple[Event, ...] = ()
    people: tuple[Person, ...] = ()
    requests: tuple[Request, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    days: tuple[Day, ...] = field(default=())
    notes: tuple[PressNote, ...] = ()
