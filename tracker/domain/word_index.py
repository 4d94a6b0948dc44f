"""The words of records' texts: SQLite's FTS5 or PostgreSQL's inverted index behind three functions.

One row a record. Its number says which kind and record it is, and grows with the record's own: the
newest are found first without sorting. Every word carries the letter of its kind, so that a
question about interactions never reads the words of news items.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from tracker.domain.models import Kind

FILE = "file"  # not a record, but found by its name all the same

TABLE = "record_words"

_RECENT = 20_000  # records of a kind that PostgreSQL looks through first
_KINDS = 16  # how many kinds there may ever be; part of the stored numbers
_LETTERS: dict[str, str] = {
    Kind.PARTNER: "a",
    Kind.PERSON: "b",
    Kind.UNIT: "c",
    Kind.EVENT: "d",
    Kind.NEWS_ITEM: "e",
    Kind.INTERACTION: "f",
    Kind.FOLLOW_UP: "g",
    Kind.AGREEMENT: "h",
    FILE: "i",
}
_PLACES = {kind: place for place, kind in enumerate(_LETTERS)}

_PUT = {
    "sqlite": f"INSERT OR REPLACE INTO {TABLE}(rowid, words) VALUES (:id, :words)",
    "postgresql": f"INSERT INTO {TABLE} (id, words) VALUES (:id, array_to_tsvector(:words)) "
    "ON CONFLICT (id) DO UPDATE SET words = excluded.words",
}
_DROP = {
    "sqlite": f"DELETE FROM {TABLE} WHERE rowid = :id",
    "postgresql": f"DELETE FROM {TABLE} WHERE id = :id",
}
_FIND = {
    "sqlite": f"SELECT {{0}} AS place, rowid AS id FROM {TABLE} WHERE {TABLE} MATCH :asked{{0}} "
    "ORDER BY rowid DESC LIMIT :limit",
    "postgresql": f"SELECT {{0}} AS place, id FROM {TABLE} "
    "WHERE words @@ to_tsquery('simple', :asked{0}) AND id > :after{0} "
    # Not by the column itself: its index would read everything for a word that nobody has.
    "ORDER BY id + 0 DESC LIMIT :limit",
}
_AND = {"sqlite": " AND ", "postgresql": " & "}
_OR = {"sqlite": " OR ", "postgresql": " | "}
_BEGINS = {"sqlite": "{}*", "postgresql": "{}:*"}


def put(session: Session, rows: Iterable[tuple[str, int, Sequence[str]]]) -> None:
    """Keep the words of records, given as (kind, id, words), instead of those kept before."""
    system = _system(session)
    given = [
        {"id": _number(kind, record_id), "words": _written(kind, words, system)}
        for kind, record_id, words in rows
    ]
    if given:
        session.connection().execute(text(_PUT[system]), given)


def drop(session: Session, records: Iterable[tuple[str, int]]) -> None:
    """Forget the words of records, given as (kind, id)."""
    given = [{"id": _number(kind, record_id)} for kind, record_id in records]
    if given:
        session.connection().execute(text(_DROP[_system(session)]), given)


def find(
    session: Session, kinds: Sequence[str], asked: Sequence[Sequence[str]], *, limit: int
) -> dict[str, list[int]]:
    """By kind the newest records that have, for each of these lists, one of its words.

    A word that no record of the kind has may be the beginning of one. Only then: beginnings of
    common words are many, and the database would gather them all before it gives the newest. At
    most three statements, whatever the number of kinds.
    """
    if not asked:
        return {}
    whole = [(forms, False) for forms in asked]
    found = _newest(session, [_Question(kind, kind, whole) for kind in kinds], limit)
    few = [kind for kind in kinds if len(found.get(kind, ())) < limit]
    there = _newest(
        session,
        [
            _Question(f"{kind}.{place}", kind, [each])
            for kind in few
            for place, each in enumerate(whole)
        ],
        1,
    )
    begun = [
        _Question(
            kind,
            kind,
            [(forms, f"{kind}.{place}" not in there) for place, forms in enumerate(asked)],
        )
        for kind in few
    ]
    return found | _newest(session, [each for each in begun if each.has_beginning], limit)


class _Question(NamedTuple):
    """What is asked of one kind: for each word its forms, and whether it may be a beginning."""

    name: str
    kind: str
    words: Sequence[tuple[Sequence[str], bool]]

    @property
    def has_beginning(self) -> bool:
        return any(is_begun for _, is_begun in self.words)

    def written(self, system: str) -> str:
        letter = _LETTERS[self.kind]
        words = (
            _OR[system].join(
                [letter + form for form in forms]
                + ([_BEGINS[system].format(letter + forms[0])] if is_begun else [])
            )
            for forms, is_begun in self.words
        )
        return _AND[system].join(f"({word})" for word in words)


def _newest(session: Session, questions: Sequence[_Question], limit: int) -> dict[str, list[int]]:
    """The answers by the names of the questions; without those that have none."""
    if _system(session) == "sqlite":
        return _answers(session, questions, limit)
    # PostgreSQL gathers all that have a word before it gives the newest: of a word in half of all
    # texts that takes long, and it is among the recent ones anyway.
    recent = _recent(session, {each.kind for each in questions})
    found = _answers(session, questions, limit, after=recent)
    left = [each for each in questions if len(found.get(each.name, ())) < limit]
    return found | _answers(session, left, limit)


def _recent(session: Session, kinds: Iterable[str]) -> dict[str, int]:
    """By kind the number after which the recent records begin."""
    tables = {kind: "attachment" if kind == FILE else kind for kind in kinds}
    parts = (f"SELECT '{kind}', max(id) FROM {table}" for kind, table in tables.items())
    lasts = session.connection().exec_driver_sql(" UNION ALL ".join(parts)) if tables else ()
    return {kind: _number(kind, (last or 0) - _RECENT) for kind, last in lasts}


def _answers(
    session: Session,
    questions: Sequence[_Question],
    limit: int,
    after: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, list[int]]:
    """What one statement finds, of each kind after this number."""
    if not questions:
        return {}
    system = _system(session)
    parts = (f"SELECT * FROM ({_FIND[system].format(n)}) AS part{n}" for n in range(len(questions)))
    values: dict[str, Any] = {"limit": limit}
    for place, each in enumerate(questions):
        values[f"asked{place}"] = each.written(system)
        if system == "postgresql":
            values[f"after{place}"] = after.get(each.kind, 0)
    found: dict[str, list[int]] = {}
    for place, number in session.connection().execute(text(" UNION ALL ".join(parts)), values):
        found.setdefault(questions[place].name, []).append(number // _KINDS)
    return found


def _written(kind: str, words: Sequence[str], system: str) -> object:
    lettered = [_LETTERS[kind] + word for word in words]
    return " ".join(lettered) if system == "sqlite" else lettered


def _number(kind: str, record_id: int) -> int:
    return record_id * _KINDS + _PLACES[kind]


def _system(session: Session) -> str:
    return session.get_bind().dialect.name
