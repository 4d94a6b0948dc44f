"""Who is meant: the partner, person, unit or event behind a name, however it is spelled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import candidates, name_words
from tracker.domain.candidates import Counted
from tracker.domain.indexing import NAMES
from tracker.domain.models import RECORDS, Kind, NameKey, Partner, Person, Position
from tracker.names import keys, people
from tracker.names.analysis import analyse
from tracker.names.folding import fold, loose, other_layouts
from tracker.names.lexicon import Lexicon
from tracker.names.matching import Verdict, verdict
from tracker.names.ranking import ranked
from tracker.names.text import search_key

_CANDIDATES = 48  # records whose names are compared
_LIKELY = 16  # of them for one name that may be known already
_SURE = 0.85  # a question answered so well was not typed on the wrong keyboard
_ALL_OF_IT = 1.0  # every word of the names of two people agrees
_OTHER_LAYOUT = 0.95
_STRANGE = 0.25  # of a question, known from names: it may have been typed on the wrong keyboard
_CLEAR = 0.6  # and this much of it says on which
_LISTED = 20  # likely names that a list adds to those that have the words
_WORST = 0.35  # a likeness below this is none
_CLOSE = 0.02  # of two scores that lie closer neither stands first beyond doubt
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
    scores = find_ids(session, [kind], typed, by=by, limit=limit)[kind]
    return [Found(each, scores[each.id]) for each in alive(session, kind, list(scores))]


@guarded(Action.READ)
def find_ids(
    session: Session, kinds: Sequence[Kind], typed: str, *, by: User, limit: int
) -> dict[Kind, dict[int, float]]:
    """The same of several kinds at once: by kind the ids with their scores, best first."""
    words = name_words.now(session)
    best: dict[Kind, dict[int, float]] = {kind: {} for kind in kinds}
    for reading in _readings(session, kinds, typed, words):
        for kind, number, fit in _ranked(session, reading, limit, words):
            score = round(fit * (1.0 if reading.text == typed else _OTHER_LAYOUT), 4)
            best[kind][number] = max(score, best[kind].get(number, 0.0))
        if any(score >= _SURE for some in best.values() for score in some.values()):
            break
    return {kind: dict(_first(some, limit)) for kind, some in best.items()}


@guarded(Action.READ)
def likely_ids(session: Session, kind: Kind, typed: str, *, by: User) -> tuple[int, ...]:
    """Whom a list adds to those that have the words, likeliest first; for the filter of a list."""
    if not typed.strip():
        return ()
    return tuple(find_ids(session, [kind], typed, by=by, limit=_LISTED)[kind])


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
    wanted = candidates.wanted(given, words)
    found = {each.id: each for each in _candidates(session, Kind.PARTNER, wanted)}
    if bin:
        query = select(Partner).where(col(Partner.bin) == bin, col(Partner.deleted_at).is_(None))
        found |= {each.id: each for each in session.scalars(query)}
    likely: list[Likely] = []
    known: list[Likely] = []
    for partner in found.values():
        if partner.id == but_not or (bin and partner.bin and partner.bin != bin):
            continue
        if bin and partner.bin == bin:
            known.append(Likely(partner.id, partner.name(by.language), 1.0, True, True))
            continue
        best = _best(given, NAMES[Partner](partner), words)
        name = partner.name(by.language)
        likely.append(Likely(partner.id, name, best.score, best.certain, best.same))
    return _likeliest([*known, *unrivalled(likely)], limit)


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
    for person in _candidates(session, Kind.PERSON, candidates.wanted([name], words)):
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


def unrivalled(likely: Sequence[Likely]) -> list[Likely]:
    """None is certain beside another that is as likely: twins, of which a person knows which."""
    best = sorted((each.score for each in likely if each.same), reverse=True)[:2]
    clear = len(best) < 2 or best[0] - best[1] >= _CLOSE
    return [
        each._replace(certain=each.certain and clear and each.score == best[0]) for each in likely
    ]


def _people_at(session: Session, partner_ids: Sequence[int]) -> set[int]:
    if not partner_ids:
        return set()
    query = select(col(Position.person_id)).where(col(Position.partner_id).in_(partner_ids))
    return set(session.scalars(query))


def _best(given: Iterable[str], known: Iterable[str], words: Lexicon) -> Verdict:
    pairs = [verdict(one, other, words) for one in given for other in known]
    return max(pairs, key=lambda each: (each.score, each.certain))


def _first(scores: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:limit]


def _likeliest(likely: list[Likely], limit: int) -> list[Likely]:
    fit = (each for each in likely if each.score >= _WORST)
    return sorted(fit, key=lambda each: (-each.certain, -each.score, each.id))[:limit]


class _Reading(NamedTuple):
    """What may have been typed, and what names have of it."""

    text: str
    asked: Counted


def _readings(
    session: Session, kinds: Sequence[Kind], typed: str, words: Lexicon
) -> Iterator[_Reading]:
    """As typed, then as the same keys write on other keyboards; where only that is in any name,
    it comes first. A word that has no sound is nobody's: `Studio M` is not Ыегвшщ Ь.
    """
    readings = (
        _Reading(text, candidates.counted(session, kinds, candidates.wanted([text], words)))
        for text in (typed, *other_layouts(typed))
        if all(map(loose, fold(text).split()))
    )
    for first in readings:
        if first.asked.known < _STRANGE:
            yield from sorted([first, *readings], key=lambda each: each.asked.known < _CLEAR)
        else:
            yield first
            yield from readings


def _ranked(
    session: Session, reading: _Reading, limit: int, words: Lexicon
) -> Iterator[tuple[Kind, int, float]]:
    """The kinds, ids and scores of the names that fit."""
    question = analyse(reading.text, words)
    likely = candidates.ids(session, reading.asked, most=_CANDIDATES)
    for kind, some in candidates.named(session, likely).items():
        for number, score in ranked(question, some, limit, words):
            yield kind, number, score


def _candidates(session: Session, kind: Kind, wanted: Mapping[str, float]) -> list[Any]:
    """The records that may be known by one name."""
    found = candidates.ids(session, candidates.counted(session, [kind], wanted), most=_LIKELY)
    return alive(session, kind, found.get(kind, ()))


def alive(session: Session, kind: Kind, ids: Sequence[int]) -> list[Any]:
    """The records that are not in the trash, in this order."""
    if not ids:
        return []
    table: Any = RECORDS[kind]
    query = select(table).where(table.id.in_(ids), table.deleted_at.is_(None))
    found = {record.id: record for record in session.scalars(query)}
    return [found[number] for number in ids if number in found]
