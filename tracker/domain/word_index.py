"""The words of records' texts: SQLite's FTS5 or PostgreSQL's inverted index behind three functions.

One row a record. Its number says which kind and record it is, and grows with the record's own: the
newest are found first without sorting. Every word carries the letter of its kind, so that a
question about interactions never reads the words of news items.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlmodel import Session

from tracker.domain.models import Kind

FILE = "file"  # not a record, but found by its name all the same

TABLE = "record_words"

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
    "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH :asked "
    "ORDER BY rowid DESC LIMIT :limit",
    "postgresql": f"SELECT id FROM {TABLE} WHERE words @@ to_tsquery('simple', :asked) "
    "ORDER BY id DESC LIMIT :limit",
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


def find(session: Session, kind: str, asked: Sequence[Sequence[str]], *, limit: int) -> list[int]:
    """The newest records of a kind that have, for each of these lists, one of its words.

    A word that no record has may be the beginning of one. Only then: beginnings of common words
    are many, and the database would gather them all before it gives the newest.
    """
    found = _newest(session, kind, [(forms, False) for forms in asked], limit)
    if len(found) >= limit:
        return found
    begun = [(forms, not _newest(session, kind, [(forms, False)], 1)) for forms in asked]
    if not any(is_begun for _, is_begun in begun):
        return found
    return _newest(session, kind, begun, limit)


def _newest(
    session: Session, kind: str, asked: Sequence[tuple[Sequence[str], bool]], limit: int
) -> list[int]:
    if not asked:
        return []
    system, letter = _system(session), _LETTERS[kind]
    words = (
        _OR[system].join(
            [letter + form for form in forms]
            + ([_BEGINS[system].format(letter + forms[0])] if is_begun else [])
        )
        for forms, is_begun in asked
    )
    question = _AND[system].join(f"({word})" for word in words)
    found = session.connection().execute(text(_FIND[system]), {"asked": question, "limit": limit})
    return [number // _KINDS for number in found.scalars()]


def _written(kind: str, words: Sequence[str], system: str) -> object:
    lettered = [_LETTERS[kind] + word for word in words]
    return " ".join(lettered) if system == "sqlite" else lettered


def _number(kind: str, record_id: int) -> int:
    return record_id * _KINDS + _PLACES[kind]


def _system(session: Session) -> str:
    return session.get_bind().dialect.name
