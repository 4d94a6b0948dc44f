"""Who is meant by hundreds of names at once, as an import asks.

What `finding` asks of the database for one name is asked here for all of them together, and only
records that share much of what the name says are compared with it.
"""

import heapq
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import String, select, text
from sqlalchemy import cast as as_type
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import foreseen, name_words
from tracker.domain.batches import batched
from tracker.domain.finding import MAYBE, Likely, unrivalled
from tracker.domain.models import Kind, Partner, Person
from tracker.domain.models.records import name_in
from tracker.names import keys, people
from tracker.names.analysis import Analysis, analyse
from tracker.names.glancing import numbers_differ, own_words_differ
from tracker.names.lexicon import Group, Lexicon
from tracker.names.matching import NOTHING, Verdict, compare

_ALL = 1_000_000.0  # about how many names there may be: a key tells more, the fewer have it
_UNHEARD = math.log(_ALL)
_COMMON = 60  # a key that more names have is followed only where there is no rarer one
_FOLLOWED = 400  # keys of names read for one question, the rarest first
_MOST = 4_000  # names that have a key; one that more have is never followed
_SHARED = 0.18  # of what a name says; who shares less is nobody: a test says what that loses
_COMPARED = 16  # records for one name
_TELLING = (Group.KIND, Group.DIRECTION, Group.LEVEL, Group.PLACE)
_OFFERED = 5  # of them, at most
_KEPT = 20  # names that have a key whose count is worth keeping
_AT_ONCE = 5_000  # numbers in a statement
# Records as one text: hundreds of thousands of rows would cost more than all else. Numbers go in
# as one text too: statements that differ would each be kept prepared, with all that they hold.
_LISTED = {"sqlite": "group_concat(record_id)", "postgresql": "string_agg(record_id::text, ',')"}
_GIVEN = {
    "sqlite": "SELECT value FROM json_each(:numbers)",
    "postgresql": "SELECT CAST(json_array_elements_text(CAST(:numbers AS json)) AS bigint)",
}

Common = dict[int, int]


@guarded(Action.READ)
def likely_partners(
    session: Session,
    questions: Mapping[str, Sequence[str]],
    *,
    by: User,
    common: Common | None = None,
) -> dict[str, list[Likely]]:
    """The partners that the names of a question may mean, best first; by the question's key.

    Who asks again and again hands on `common`, in which this keeps how many names have the keys
    that many have: to count them takes longer than all else, and changes little from names to come.
    """
    words = name_words.now(session)
    asked = [(key, name) for key, names in questions.items() for name in names]
    hits = _hits(session, [_question(Kind.PARTNER, name, words) for _, name in asked], common)
    if (shelf := foreseen.lent(session)) is not None:
        shelf.foresee(Kind.PARTNER, (name for _, name in asked), words)
    candidates: dict[str, set[int]] = defaultdict(set)
    for (key, _), likely in zip(asked, hits, strict=True):
        candidates[key].update(likely)
    names: list[Any] = [Partner.name_kk, Partner.name_ru, Partner.name_en]
    # Most have none, and to read a text is quicker than to read a list.
    names.append(as_type(col(Partner.aliases), String))
    every = set().union(*candidates.values())
    known = _read(session, Partner, every, name_in(Partner, by.language), *names)
    found: defaultdict[str, list[Likely]] = defaultdict(list)
    for key, ids in candidates.items():
        for number in ids & known.keys():
            shown, *own, others = known[number]
            aliases = json.loads(others) if others != "[]" else ()
            best = _best(questions[key], [*filter(None, own), *aliases], words)
            if best.score >= MAYBE:
                found[key].append(Likely(number, shown, best.score, best.certain, best.same))
    return {key: _likeliest(unrivalled(some)) for key, some in found.items()}


@guarded(Action.READ)
def likely_people(session: Session, names: Sequence[str], *, by: User) -> dict[str, list[Likely]]:
    """The people whom each name may mean, best first; the name alone makes none certain."""
    words = name_words.now(session)
    hits = _hits(session, [_question(Kind.PERSON, name, words) for name in names], None)
    every = set().union(*hits)
    known = _read(session, Person, every, col(Person.name), col(Person.other_names))
    found: defaultdict[str, list[Likely]] = defaultdict(list)
    for name, ids in zip(names, hits, strict=True):
        for number in (each for each in ids if each in known):
            shown, others = known[number]
            score = max(people.score(name, each) for each in (shown, *others))
            if score >= MAYBE:
                found[name].append(Likely(number, shown, score, False, score >= people.SAME))
    return {name: _likeliest(some) for name, some in found.items()}


class _Question(NamedTuple):
    """The keys of a name with their worth, and those of acronyms that it may be known by."""

    said: dict[int, float]
    short: dict[int, float]


def _question(kind: Kind, name: str, words: Lexicon) -> _Question:
    asked = (keys.asked(analyse(name, words)), keys.shortened(name, words))
    word = kind.value
    return _Question(*({keys.number(word, key): n for key, n in each.items()} for each in asked))


def _hits(
    session: Session, questions: Sequence[_Question], common: Common | None
) -> list[list[int]]:
    """For each question the records that share much of it, the likeliest first."""
    wanted = {key for each in questions for some in each for key in some}
    before = common or {}
    counts = _counts(session, wanted - before.keys())
    if common is not None:
        common.update((key, count) for key, count in counts.items() if count >= _KEPT)
    counts |= {key: before[key] for key in wanted & before.keys()}
    rarity = {key: math.log(_ALL / (1 + count)) for key, count in counts.items()}
    followed = [_rarest(each, counts) for each in questions]
    filed = _filed(session, set().union(*followed))
    return [
        _likely_ids(question, keys, rarity, filed)
        for question, keys in zip(questions, followed, strict=True)
    ]


def _rarest(question: _Question, counts: Mapping[int, int]) -> list[int]:
    """The keys to follow."""
    known = sorted((counts[key], key) for key in question.short | question.said if key in counts)
    found: list[int] = []
    read = 0
    for count, key in known:
        read += count
        if count > _MOST or (found and (count > _COMMON or read > _FOLLOWED)):
            break
        found.append(key)
    return found


def _likely_ids(
    question: _Question,
    followed: Iterable[int],
    rarity: Mapping[int, float],
    filed: Mapping[int, Sequence[int]],
) -> list[int]:
    said, short = question
    shared: dict[int, float] = {}
    for key in followed:
        told = (said.get(key) or short[key]) * rarity[key]
        for number in filed[key]:
            shared[number] = shared.get(number, 0.0) + told
    whole = sum(n * rarity.get(key, _UNHEARD) for key, n in said.items())
    likely = [(-n, number) for number, n in shared.items() if n >= _SHARED * whole]
    return [number for _, number in heapq.nsmallest(_COMPARED, likely)]


def _counts(session: Session, numbers: Iterable[int]) -> dict[int, int]:
    """How many names have each key; keys that none has are left out."""
    return dict(_of_keys(session, "COUNT(*)", numbers))


def _filed(session: Session, numbers: Iterable[int]) -> dict[int, list[int]]:
    """The records that are filed under each key."""
    found = _of_keys(session, _LISTED[session.connection().dialect.name], numbers)
    return {key: list(map(int, ids.split(","))) for key, ids in found}


def _of_keys(session: Session, told: str, numbers: Iterable[int]) -> Iterator[Any]:
    connection = session.connection()
    given = _GIVEN[connection.dialect.name]
    query = text(f"SELECT key, {told} FROM name_key WHERE key IN ({given}) GROUP BY key")
    for some in batched(numbers, _AT_ONCE):
        yield from connection.execute(query, {"numbers": json.dumps(some)})


def _read(session: Session, table: Any, ids: Iterable[int], *columns: Any) -> dict[int, list[Any]]:
    """Columns of the records that are not in the trash."""
    given = text(_GIVEN[session.connection().dialect.name])
    query = select(table.id, *columns).where(table.deleted_at.is_(None), table.id.in_(given))
    found: dict[int, list[Any]] = {}
    for some in batched(sorted(ids), _AT_ONCE):
        rows = session.execute(query, {"numbers": json.dumps(some)})
        found |= {number: rest for number, *rest in rows}
    return found


def _best(given: Iterable[str], known: Sequence[str], words: Lexicon) -> Verdict:
    """The likest of the names; not compared are those that contradict each other outright."""
    best = NOTHING
    for one in (analyse(name, words) for name in given):
        for name in known:
            if numbers_differ(one.numbers, name, words) or own_words_differ(one, name, words):
                continue
            other = analyse(name, words)
            if _may_be_one(one, other):
                found = compare(one, other, words, least=MAYBE)
                best = max(best, found, key=lambda each: (each.score, each.certain))
    return best


def _may_be_one(a: Analysis, b: Analysis) -> bool:
    """False where `compare` would say so too, only later."""
    if a.numbers != b.numbers:
        return False
    return all(not x or not y or x & y for x, y in ((a.of(g), b.of(g)) for g in _TELLING))


def _likeliest(likely: Iterable[Likely]) -> list[Likely]:
    return sorted(likely, key=lambda each: (-each.certain, -each.score, each.id))[:_OFFERED]
