"""Who is meant: the partner, person, unit or event behind a name, however it is spelled."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import name_words
from tracker.domain.indexing import NAMES
from tracker.domain.models import RECORDS, Kind, NameKey, Partner, Person, Position
from tracker.names import keys, people
from tracker.names.analysis import analyse
from tracker.names.folding import other_layouts
from tracker.names.lexicon import Lexicon
from tracker.names.matching import Verdict, verdict
from tracker.names.ranking import Candidate, ranked
from tracker.names.text import search_key

_CANDIDATES = 48  # records whose names are compared
_LIKELY = 16  # of them for one name that may be known already
_COUNTED = 4_000  # a key that more names have tells little
_FOLLOWED = 12_000  # keys of names read for one question, the rarest first
_ALL = 1_000_000.0  # about how many names there may be: a key tells more, the fewer have it
_SURE = 0.85  # a question answered so well was not typed on the wrong keyboard
_ALL_OF_IT = 1.0  # every word of the names of two people agrees
_OTHER_LAYOUT = 0.95
_LISTED = 20  # likely names that a list adds to those that have the words
_WORST = 0.35  # a likeness below this is none
MAYBE = 0.6  # from here on it is worth asking a person

NAMED_KINDS = (Kind.PARTNER, Kind.PERSON, Kind.UNIT, Kind.EVENT)


class Likely(NamedTuple):
    """A record that may be meant. `certain`: safe to take without asking a person."""

    id: int
    name: str  # in the reader's language
    score: float
    certain: bool
    same: bool = False  # likelier the same than not


class Found(NamedTuple):
    """A record and how well it answers what was typed, from 0 to 1."""

    record: Any
    score: float


@guarded(Action.READ)
def find(session: Session, kind: Kind, typed: str, *, by: User, limit: int = 10) -> list[Found]:
    """The records of a kind with the likeliest names for what a person typed, best first.

    Prefixes, misspellings, acronyms, other languages and the wrong keyboard layout all count.
    """
    best: dict[int, Found] = {}
    for place, reading in enumerate([typed, *other_layouts(typed)]):
        if place and any(each.score >= _SURE for each in best.values()):
            break
        for record, fit in _found(session, kind, reading, limit):
            found = Found(record, round(fit * (_OTHER_LAYOUT if place else 1.0), 4))
            known = best.setdefault(record.id, found)
            best[record.id] = max(known, found, key=lambda each: each.score)
    return sorted(best.values(), key=lambda each: (-each.score, each.record.id))[:limit]


@guarded(Action.READ)
def likely_ids(session: Session, kind: Kind, typed: str, *, by: User) -> tuple[int, ...]:
    """Whom a list adds to those that have the words, likeliest first; for the filter of a list."""
    if not typed.strip():
        return ()
    found = find(session, kind, typed, by=by, limit=_LISTED)
    return tuple(each.record.id for each in found)


@guarded(Action.READ)
def likely_partners(
    session: Session,
    names: Sequence[str],
    *,
    by: User,
    bin: str | None = None,
    but_not: int | None = None,
    limit: int = 5,
) -> list[Likely]:
    """Partners that these names, of one organisation, may mean; best first.

    A business number decides where both have one: the same is certain, another is another.
    """
    words = name_words.now(session)
    given = [name for name in names if name]
    wanted = _asked(given, words)
    found = {each.id: each for each in _candidates(session, Kind.PARTNER, wanted, _LIKELY)}
    if bin:
        query = select(Partner).where(col(Partner.bin) == bin, col(Partner.deleted_at).is_(None))
        found |= {each.id: each for each in session.scalars(query)}
    likely = []
    for partner in found.values():
        if partner.id == but_not or (bin and partner.bin and partner.bin != bin):
            continue
        if bin and partner.bin == bin:
            likely.append(Likely(partner.id, partner.name(by.language), 1.0, True, True))
            continue
        best = _best(given, NAMES[Partner](partner), words)
        name = partner.name(by.language)
        likely.append(Likely(partner.id, name, best.score, best.certain, best.same))
    return _likeliest(likely, limit)


@guarded(Action.READ)
def likely_people(
    session: Session,
    name: str,
    *,
    by: User,
    partner_ids: Sequence[int] = (),
    but_not: int | None = None,
    limit: int = 5,
) -> list[Likely]:
    """People whom this name may mean, best first; certain only at one of these partners."""
    words = name_words.now(session)
    there = _people_at(session, partner_ids)
    likely = []
    for person in _candidates(session, Kind.PERSON, _asked([name], words), _LIKELY):
        if person.id == but_not:
            continue
        score = max(people.score(name, known) for known in NAMES[Person](person))
        certain = score >= _ALL_OF_IT and person.id in there
        likely.append(Likely(person.id, person.name, score, certain, score >= people.SAME))
    return _likeliest(likely, limit)


def carrying(session: Session, kind: Kind, names: Iterable[str]) -> list[Any]:
    """The records, not in the trash, with exactly one of these names in any case; oldest first."""
    wanted = {search_key(name) for name in names if name} - {""}
    if not wanted:
        return []
    numbers = [keys.number(kind, keys.exact(name)) for name in wanted]
    holding = select(col(NameKey.record_id)).where(col(NameKey.key).in_(numbers))
    table: Any = RECORDS[kind]
    query = select(table).where(table.id.in_(holding), table.deleted_at.is_(None))
    return [
        record
        for record in session.scalars(query.order_by(table.id))
        if wanted & {search_key(name) for name in NAMES[table](record)}
    ]


def _people_at(session: Session, partner_ids: Sequence[int]) -> set[int]:
    if not partner_ids:
        return set()
    query = select(col(Position.person_id)).where(col(Position.partner_id).in_(partner_ids))
    return set(session.scalars(query))


def _best(given: Iterable[str], known: Iterable[str], words: Lexicon) -> Verdict:
    pairs = [verdict(one, other, words) for one in given for other in known]
    return max(pairs, key=lambda each: (each.score, each.certain))


def _likeliest(likely: list[Likely], limit: int) -> list[Likely]:
    fit = (each for each in likely if each.score >= _WORST)
    return sorted(fit, key=lambda each: (-each.certain, -each.score, each.id))[:limit]


def _found(session: Session, kind: Kind, typed: str, limit: int) -> list[Found]:
    words = name_words.now(session)
    question = analyse(typed, words)
    records = {each.id: each for each in _candidates(session, kind, _asked([typed], words))}
    candidates = (
        Candidate(number, tuple(NAMES[type(each)](each)), getattr(each, "city", None) or "")
        for number, each in records.items()
    )
    likeliest = ranked(question, candidates, limit, words)
    return [Found(records[number], score) for number, score in likeliest]


def _asked(names: Iterable[str], words: Lexicon) -> dict[str, float]:
    wanted: dict[str, float] = {}
    for name in names:
        wanted |= keys.shortened(name, words) | keys.asked(analyse(name, words))
        wanted[keys.exact(name)] = 5.0
    return wanted


def _candidates(
    session: Session, kind: Kind, wanted: Mapping[str, float], most: int = _CANDIDATES
) -> list[Any]:
    """The records that most of the rarest keys lead to."""
    worth = {keys.number(kind, key): value for key, value in wanted.items()}
    rare = _rare(session, worth)
    if not rare:
        return []
    # Numbers of ours, so they may stand in the statement: it has too many shapes to be prepared.
    told = " ".join(
        f"WHEN {number} THEN {worth[number] * math.log(_ALL / (1 + count)):.6f}"
        for number, count in rare.items()
    )
    hits = session.connection().exec_driver_sql(
        f"SELECT record_id FROM name_key WHERE key IN ({', '.join(map(str, rare))}) "
        f"GROUP BY record_id ORDER BY SUM(CASE key {told} END) DESC, record_id "
        f"LIMIT {most}"
    )
    table: Any = RECORDS[kind]
    query = select(table).where(table.id.in_(hits.scalars().all()), table.deleted_at.is_(None))
    return list(session.scalars(query))


def _rare(session: Session, numbers: Iterable[int]) -> dict[int, int]:
    """The keys that names have, with how many: the rarest, as many as may be read."""
    counts = " UNION ALL ".join(
        f"SELECT {number}, (SELECT COUNT(*) FROM "
        f"(SELECT 1 FROM name_key WHERE key = {number} LIMIT {_COUNTED + 1}) AS few)"
        for number in numbers
    )
    if not counts:
        return {}
    session.flush()
    found = [(n, count) for n, count in session.connection().exec_driver_sql(counts) if count]
    rare: dict[int, int] = {}
    followed = 0
    for number, count in sorted(found, key=lambda each: each[1]):
        followed += count
        if rare and (followed > _FOLLOWED or count > _COUNTED):
            break
        rare[number] = count
    return rare
