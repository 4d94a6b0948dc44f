"""Whose names a question is compared with: the records that its rarest keys lead to.

Of several kinds at once, so that a question costs three statements, however many kinds it is to.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, Select, String, literal, null, select, union_all
from sqlalchemy import cast as as_type
from sqlmodel import Session

from tracker.domain.models import RECORDS, Kind, Partner, Person
from tracker.names import keys
from tracker.names.analysis import analyse
from tracker.names.lexicon import Lexicon
from tracker.names.ranking import Candidate

_COUNTED = 4_000  # a key that more names have tells little
_FOLLOWED = 12_000  # keys of names read for one question, the rarest first
_WHOLE = 5.0  # what it is worth that the whole name is the same
_OF_ALL = frozenset({"a", "x"})  # how keys begin that are made of all words of a name together
_ALL = 1_000_000.0  # about how many names there may be: a key tells more, the fewer have it


class Counted(NamedTuple):
    """What is asked of each kind: the worth of its keys, how many names have them, and how much of
    the question any name has at all, from 0 to 1."""

    worth: dict[Kind, dict[int, float]]
    counts: dict[int, int]
    known: float


def wanted(names: Iterable[str], words: Lexicon) -> dict[str, float]:
    """The keys that names of one record, or a question, ask for, and what each is worth."""
    found: dict[str, float] = {}
    for name in names:
        found |= keys.shortened(name, words) | keys.asked(analyse(name, words))
        found[keys.exact(name)] = _WHOLE
    return found


def counted(session: Session, kinds: Iterable[Kind], wanted: Mapping[str, float]) -> Counted:
    """Look up how many names of these kinds have the keys of a question."""
    numbers = {kind: {keys.number(kind, key): key for key in wanted} for kind in kinds}
    counts = _counts(session, (number for some in numbers.values() for number in some))
    there = {key for some in numbers.values() for number, key in some.items() if number in counts}
    said = {key: value for key, value in wanted.items() if key[0] not in _OF_ALL}
    known = sum(said[key] for key in there & said.keys()) / (sum(said.values()) or 1.0)
    worth = {kind: {n: wanted[key] for n, key in some.items()} for kind, some in numbers.items()}
    return Counted(worth, counts, known)


def ids(session: Session, asked: Counted, *, most: int) -> dict[Kind, list[int]]:
    """By kind the records that most of the rarest of these keys lead to, the likeliest first."""
    told = {
        kind: {
            number: wanted[number] * math.log(_ALL / (1 + asked.counts[number]))
            for number in _rare(wanted, asked.counts)
        }
        for kind, wanted in asked.worth.items()
    }
    return _sharing(session, {kind: some for kind, some in told.items() if some}, most)


def named(session: Session, ids: Mapping[Kind, Sequence[int]]) -> dict[Kind, list[Candidate]]:
    """By kind what these records are called; without those in the trash."""
    found: dict[Kind, list[Candidate]] = {kind: [] for kind in ids}
    asked = [_names(kind, some) for kind, some in ids.items() if some]
    for kind, number, one, two, three, others, city in (
        session.execute(union_all(*asked)) if asked else ()
    ):
        names = (*filter(None, (one, two, three)), *(others or ()))
        found[Kind(kind)].append(Candidate(number, names, city or ""))
    return found


def _counts(session: Session, numbers: Iterable[int]) -> dict[int, int]:
    """How many names have each key, as far as it matters; without those that none has."""
    # Numbers of ours, so they may stand in the statement: it has too many shapes to be prepared.
    listed = ", ".join(f"({number})" for number in numbers)
    if not listed:
        return {}
    session.flush()
    rows = session.connection().exec_driver_sql(
        f"WITH asked(key) AS (VALUES {listed}) SELECT key, (SELECT COUNT(*) FROM "
        f"(SELECT 1 FROM name_key WHERE name_key.key = asked.key LIMIT {_COUNTED + 1}) AS few) "
        "FROM asked"
    )
    return {number: count for number, count in rows if count}


def _rare(worth: Mapping[int, float], counts: Mapping[int, int]) -> list[int]:
    """The rarest of these keys, as many as may be read."""
    rare: list[int] = []
    followed = 0
    there = (each for each in worth if each in counts)
    for number in sorted(there, key=lambda each: (counts[each], -worth[each])):
        followed += counts[number]
        if rare and (followed > _FOLLOWED or counts[number] > _COUNTED):
            break
        rare.append(number)
    return rare


def _sharing(
    session: Session, told: Mapping[Kind, Mapping[int, float]], most: int
) -> dict[Kind, list[int]]:
    """By kind the records that have the keys which tell most together."""
    if not told:
        return {}
    kinds = list(told)
    values = (
        # Of the numbers after the first, a database takes the type from the first.
        ", ".join(f"({number}, CAST({n:.6f} AS DOUBLE PRECISION))" for number, n in some.items())
        for some in told.values()
    )
    asked = ", ".join(f"asked{n}(key, worth) AS (VALUES {some})" for n, some in enumerate(values))
    parts = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {n} AS place, record_id FROM asked{n} CROSS JOIN name_key "
        f"WHERE name_key.key = asked{n}.key GROUP BY record_id "
        f"ORDER BY SUM(worth) DESC, record_id LIMIT {most}) AS part{n}"
        for n in range(len(kinds))
    )
    found: dict[Kind, list[int]] = {kind: [] for kind in kinds}
    for place, number in session.connection().exec_driver_sql(f"WITH {asked} {parts}"):
        found[kinds[place]].append(number)
    return found


def _names(kind: Kind, ids: Sequence[int]) -> "Select[Any]":
    """Every name of these records and their town: the same columns of each kind."""
    table: Any = RECORDS[kind]
    nothing, nobody = as_type(null(), String), as_type(null(), JSON)
    if table is Person:
        columns = [table.name, nothing, nothing, table.other_names, nothing]
    else:
        more = [table.aliases, table.city] if table is Partner else [nobody, nothing]
        columns = [table.name_kk, table.name_ru, table.name_en, *more]
    query = select(literal(str(kind)), table.id, *columns)
    return query.where(table.id.in_(ids), table.deleted_at.is_(None))
