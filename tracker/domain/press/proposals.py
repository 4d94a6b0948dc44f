"""What an article proposes to write down: each found thing with its evidence and likely matches."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import competences, finding, finding_many
from tracker.domain.finding import Likely
from tracker.domain.models import (
    AgreementKind,
    Direction,
    EventKind,
    FollowUpKind,
    Kind,
    Sector,
    Wish,
)
from tracker.domain.press import happenings, told
from tracker.domain.press.happenings import Told
from tracker.press import sentences
from tracker.press.found import (
    Agreement,
    Event,
    Organisation,
    Person,
    PressNote,
    Reading,
    Request,
    Span,
)

DUE = timedelta(days=14)
SOON = timedelta(days=365)  # a later day tells how long something is valid, and not by when
SURE, LIKELY = 0.85, 0.6  # confidences from which on a thing is taken unasked, and is likely
GROUP = 0.5  # of a group, “city schools”, no word is a name: a likeness that is offered
_CHOICES = 3
_QUOTE = 500  # letters of evidence kept

_EVENT_KINDS = {"roundtable": EventKind.ROUND_TABLE}
_FOLLOW_UP_KINDS = {"laboratory": FollowUpKind.LABORATORY_SERVICE}
# Of what was agreed the partner owes these: places, posts, devices and money are its own to give.
_PARTNER_GIVES = frozenset(
    {
        *(FollowUpKind.INTERNSHIP, FollowUpKind.DUAL_EDUCATION, FollowUpKind.RECRUITMENT),
        *(FollowUpKind.EQUIPMENT, FollowUpKind.SCHOLARSHIP),
    }
)


class Topic(StrEnum):
    """What a proposal is about; also the groups of the page, in its order."""

    PARTNER = "partner"
    EVENT = "event"
    PERSON = "person"
    REQUEST = "request"
    AGREEMENT = "agreement"


class Choice(NamedTuple):
    """A known record that may be meant."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One found thing. `chosen`: the known record it is taken for; None is a new one.

    `accepted`: so certain that it is confirmed unless the reader says no. `values` are what its
    form begins with; records of this article are named in them by their `key`, and `told` is what
    another version of the story has told already.
    """

    key: str
    topic: Topic
    name: str
    spans: tuple[Span, ...]
    quote: str
    confidence: float
    choices: tuple[Choice, ...] = ()
    chosen: int | None = None
    accepted: bool = False
    is_host: bool = False
    values: dict[str, Any] = field(default_factory=dict)


@guarded(Action.EDIT)
def of(
    session: Session,
    reading: Reading,
    *,
    published: date,
    versions: Sequence[int] = (),
    by: User,
) -> list[Proposal]:
    """Every proposal of an article, those of one topic together, in the order of the text.

    `versions`: news items that seem to tell the same story, in other words.
    """
    evidence = Evidence(reading)
    ours = frozenset(each.name for each in reading.organisations if each.is_host)
    partners = _partners(session, reading, evidence, by)
    # Our own university is on one side of everything, and no partner of its own.
    keys = {
        each.name: found.key
        for each, found in zip(reading.organisations, partners, strict=True)
        if not each.is_host
    }
    known = {found.key: found.chosen for found in partners}
    events = [
        _event(session, f"e{place}", each, evidence, published, by)
        for place, each in enumerate(reading.events)
    ]
    _take_told(events, happenings.told_of(session, versions, by=by))
    _take_first(events)
    _bring(partners, events)
    people = [
        _person(session, f"p{place}", each, keys, known, ours, evidence, by)
        for place, each in enumerate(reading.people)
    ]
    units = competences.suggested(session, [each.quote for each in reading.requests], by=by)
    requests = [
        _request(f"r{place}", each, unit, keys, evidence.first_day_ahead(each.span))
        for place, (each, unit) in enumerate(zip(reading.requests, units, strict=True))
    ]
    agreements = [
        _agreement(f"a{place}", each, keys, evidence)
        for place, each in enumerate(reading.agreements)
    ]
    _note_told(requests, agreements, known, told.with_whom(session, versions, by=by))
    found_all = [*partners, *events, *people, *requests, *agreements]
    if PressNote.OTHER_LANGUAGE in reading.notes:
        return [replace(each, accepted=False) for each in found_all]
    return found_all


class Evidence:
    """The sentences of an article, as what its spans rest on."""

    def __init__(self, reading: Reading) -> None:
        self._text, self._days = reading.text, reading.days
        whole = Span(0, len(reading.text))
        cut = sentences.split(reading.text, whole, usually=reading.language)
        self._sentences = [each.span for each in cut]
        self._starts = [span.start for span in self._sentences]

    def around(self, span: Span) -> str:
        """The sentence that a span stands in; of a very long one what is next to the span."""
        start, end = self._sentence(span)
        if max(end, span.end) - start > _QUOTE:
            start = max(start, span.start - _QUOTE // 2)
            end = min(end, start + _QUOTE)
        return self._text[start : max(end, span.end)].strip()

    def first_day_ahead(self, span: Span) -> date | None:
        """The first day that the same sentence names and that comes SOON: by then it is wanted."""
        today, (start, end) = clock.today(), self._sentence(span)
        said = [each.iso for each in self._days if start <= each.span.start < end]
        named = [day for iso in said for day in (_first_day(iso), _last_day(iso)) if day]
        return min((day for day in named if today < day <= today + SOON), default=None)

    def _sentence(self, span: Span) -> Span:
        place = bisect_right(self._starts, span.start) - 1
        return self._sentences[place] if place >= 0 else span


def _partners(session: Session, reading: Reading, evidence: Evidence, by: User) -> list[Proposal]:
    """All of them together: an article names dozens, and each costs the register a question."""
    named = {f"o{place}": each for place, each in enumerate(reading.organisations)}
    asked = {key: [each.name, *each.also] for key, each in named.items()}
    likely = finding_many.likely_partners(session, asked, by=by)
    for key, each in named.items():
        if each.is_group and key not in likely:
            alike = finding.likely_partners(session, asked[key], by=by, limit=_CHOICES)
            likely[key] = [one for one in alike if one.score >= GROUP]
    return [
        _partner(key, each, likely.get(key, [])[:_CHOICES], evidence) for key, each in named.items()
    ]


def _partner(
    key: str, found: Organisation, likely: Sequence[Likely], evidence: Evidence
) -> Proposal:
    choices = [Choice(each.id, each.name) for each in likely]
    if found.match is not None and found.match.id not in {each.id for each in choices}:
        choices = [Choice(found.match.id, found.match.name), *choices][:_CHOICES]
    certain = [each.id for each in likely if each.certain]
    if found.match is not None and found.match.certain:
        certain = [found.match.id]
    same = [each.id for each in likely if each.same]
    return Proposal(
        key,
        Topic.PARTNER,
        found.name,
        found.spans,
        evidence.around(found.spans[0]),
        found.confidence,
        tuple(choices),
        next(iter([*certain, *same]), None),
        accepted=not (found.is_host or found.is_group)
        and (bool(certain) or (found.confidence >= SURE and not same)),
        is_host=found.is_host,
        values={"name": _begun(found.name), "sector": _word(Sector, found.sector), "event": None},
    )


def _event(
    session: Session, key: str, found: Event, evidence: Evidence, published: date, by: User
) -> Proposal:
    starts_on = _first_day(found.date) or published
    likely = happenings.likely(session, found.name, starts_on, by=by)
    known = next((each.id for each in likely if each.certain), None)
    around_it = happenings.larger(session, starts_on, by=by)
    return Proposal(
        key,
        Topic.EVENT,
        found.name,
        (found.span,),
        evidence.around(found.span),
        SURE if found.date else LIKELY,
        tuple(Choice(each.id, each.name) for each in likely[:_CHOICES]),
        known,
        accepted=known is not None,
        values={
            "name": _begun(found.name),
            "kind": _EVENT_KINDS.get(found.kind) or _word(EventKind, found.kind),
            "starts_on": starts_on,
            "ends_on": _last_day(found.date),
            "place": found.place or "",
            "parent": next((each.id for each in around_it), None),
            "parents": [(each.id, each.name) for each in around_it],
        },
    )


def _take_told(events: list[Proposal], told: Sequence[Told]) -> None:
    """What another version of the story tells of that day is offered; taken is the only one of its
    kind, on both sides. The name says nothing: it is in another language."""
    for place, found in enumerate(events):
        day = [each for each in told if each.starts_on == found.values["starts_on"]]
        same = [each.id for each in day if each.kind is found.values["kind"]]
        rivals = [each for each in events if _is_alike(each, found)]
        is_only = found.chosen is None and len(same) == len(rivals) == 1
        offered = dict.fromkeys([*(Choice(each.id, each.name) for each in day), *found.choices])
        events[place] = replace(
            found,
            choices=tuple(offered)[:_CHOICES],
            chosen=same[0] if is_only else found.chosen,
            accepted=is_only or found.accepted,
        )


def _take_first(events: list[Proposal]) -> None:
    """The story is told of the first. It is taken unasked when its words say what it was, and more
    than that; what else looks like an event waits to be confirmed."""
    if events and events[0].values["kind"] is not EventKind.OTHER and " " in events[0].name:
        events[0] = replace(events[0], accepted=True)


def _bring(partners: Sequence[Proposal], events: Sequence[Proposal]) -> None:
    """Partners were at the event, where it is clear at which."""
    sure = [each.key for each in events if each.accepted] or [each.key for each in events[:1]]
    for found in partners if len(sure) == 1 else ():
        found.values["event"] = sure[0]


def _is_alike(one: Proposal, other: Proposal) -> bool:
    """Of the same day and kind; every event is so to itself."""
    return all(one.values[each] == other.values[each] for each in ("starts_on", "kind"))


def _person(
    session: Session,
    key: str,
    found: Person,
    keys: dict[str, str],
    known: dict[str, int | None],
    ours: frozenset[str],
    evidence: Evidence,
    by: User,
) -> Proposal:
    partner = keys.get(found.organisation or "")
    at = known.get(partner or "")
    is_ours = found.organisation in ours
    likely = finding.likely_people(
        session, found.name, partner_ids=[at] if at else (), by=by, limit=_CHOICES
    )
    return Proposal(
        key,
        Topic.PERSON,
        found.name,
        found.spans or (found.span,),
        evidence.around(found.span),
        SURE if found.position else LIKELY,
        tuple(Choice(each.id, each.name) for each in likely if each.score >= finding.MAYBE),
        next((each.id for each in likely if each.certain), None),
        accepted=bool(found.position and partner) and not is_ours,
        is_host=is_ours,
        values={"name": found.name, "position": found.position or "", "partner": partner},
    )


def _request(
    key: str, found: Request, unit: int | None, keys: dict[str, str], due_on: date | None
) -> Proposal:
    wish = _word(Wish, found.direction, Wish.NEED)
    kind = _FOLLOW_UP_KINDS.get(found.kind) or _word(FollowUpKind, found.kind)
    theirs = wish is Wish.OFFER or (wish is Wish.AGREED and kind in _PARTNER_GIVES)
    return Proposal(
        key,
        Topic.REQUEST,
        "",
        (found.span,),
        found.quote,
        LIKELY,
        accepted=False,
        values={
            "kind": kind,
            "wish": wish,
            "direction": Direction.THEY_OWE if theirs else Direction.WE_OWE,
            "partner": keys.get(found.partner or ""),
            "subject": "",
            "unit": unit,
            "due_on": due_on or clock.today() + DUE,
        },
    )


def _agreement(key: str, found: Agreement, keys: dict[str, str], evidence: Evidence) -> Proposal:
    return Proposal(
        key,
        Topic.AGREEMENT,
        "",
        (found.span,),
        evidence.around(found.span),
        LIKELY,
        accepted=False,
        values={
            "kind": _word(AgreementKind, found.kind),
            "partners": [keys[name] for name in found.parties if name in keys],
            "signed_on": _first_day(found.date),
            "recalled": found.recalled,
        },
    )


def _note_told(
    requests: Sequence[Proposal],
    agreements: Sequence[Proposal],
    known: dict[str, int | None],
    there: frozenset[tuple[Kind, str, int]],
) -> None:
    """Which of them another version of the story has told already, with whom."""
    for found in requests:
        partner = known.get(found.values["partner"] or "")
        found.values["told"] = (Kind.FOLLOW_UP, found.values["kind"], partner) in there
    for found in agreements:
        found.values["told"] = any(
            (Kind.AGREEMENT, found.values["kind"], known[key]) in there
            for key in found.values["partners"]
        )


def _begun(name: str) -> str:
    """As the name of a record begins: Round table «…». A first word like eGov stays as it is."""
    first = name.split(maxsplit=1)[0] if name.strip() else ""
    return name[:1].upper() + name[1:] if first.islower() else name


def _word(kind: type[StrEnum], said: str, otherwise: StrEnum | None = None) -> StrEnum:
    return kind(said) if said in set(kind) else (otherwise or kind("other"))


def _first_day(iso: str | None) -> date | None:
    return whole_day(iso.partition("/")[0]) if iso else None


def _last_day(iso: str | None) -> date | None:
    return whole_day(iso.partition("/")[2]) if iso else None


def whole_day(iso: str) -> date | None:
    """A whole day; a month or a year is none."""
    try:
        return date.fromisoformat(iso) if len(iso) == len("2024-04-08") else None
    except ValueError:
        return None
