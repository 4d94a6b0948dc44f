"""The words of records' texts: SQLite's FTS5 or PostgreSQL's inverted index behind four functions.

One row a record. Its number says which kind and record it is, and grows with the record's own: the
newest are found first without sorting. Every word carries the letter of its kind, so that a
question about interactions never reads the words of news items.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, TextualSelect, column, text
from sqlmodel import Session

from tracker.domain.models import Kind

FILE = "file"  # not a record, but found by its name all the same

TABLE = "record_words"

_RECENT = 1_000  # records of a kind that are looked through for common words first
_OFTEN = 0.002  # of all records: a word that more have is common
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
_PUT_POSTGRESQL = text(_PUT["postgresql"])
_DROP = {
    "sqlite": f"DELETE FROM {TABLE} WHERE rowid = :id",
    "postgresql": f"DELETE FROM {TABLE} WHERE id = :id",
}
_FIND = {
    "sqlite": f"SELECT {{0}} AS place, rowid AS id FROM {TABLE} WHERE {TABLE} MATCH :asked{{0}} "
    "ORDER BY rowid DESC LIMIT :limit",
    "postgresql": f"SELECT {{0}} AS place, id FROM {TABLE} "
    "WHERE words @@ to_tsquery('simple', :asked{0}) "
    # Not by the column itself: its index would read everything for a word that nobody has.
    "ORDER BY id + 0 DESC LIMIT :limit",
}
# Of a word that many have, PostgreSQL's index gathers all before it gives the newest. The offset
# keeps that index out of it: the newest records are looked through one after another.
_FIND_COMMON = (
    f"SELECT {{0}} AS place, id FROM (SELECT id, words FROM {TABLE} "
    f"WHERE id BETWEEN :last{{0}} - {_RECENT * _KINDS} AND :last{{0}} "
    f"AND id % {_KINDS} = :last{{0}} % {_KINDS} ORDER BY id DESC OFFSET 0) AS recent{{0}} "
    "WHERE words @@ to_tsquery('simple', :asked{0}) ORDER BY id DESC LIMIT :limit"
)
# Which words these are, its own housekeeping has counted. The letter of the kind is the first.
_COMMON = text(
    "SELECT word FROM pg_stats, unnest(CAST(CAST(most_common_elems AS text) AS text[]), "
    "most_common_elem_freqs) AS counted(word, part) "
    f"WHERE schemaname = current_schema() AND tablename = '{TABLE}' AND attname = 'words' "
    f"AND part > {_OFTEN} AND EXISTS (SELECT 1 FROM unnest(CAST(:forms AS text[])) AS form "
    "WHERE starts_with(substr(word, 2), form))"
)
# All of a kind, for a condition on its ids.
_HAVING = {
    "sqlite": f"SELECT rowid / {_KINDS} FROM {TABLE} WHERE {TABLE} MATCH :having",
    "postgresql": f"SELECT id / {_KINDS} FROM {TABLE} WHERE words @@ to_tsquery('simple', :having)",
}
_BEGUN = 4  # letters of a word that may be the beginning of another; of fewer too many are
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
        # One alone is an ordinary statement, which drivers send with less ado than many.
        sent: Any = given if len(given) > 1 else given[0]
        if system == "sqlite":  # whose driver takes them as they are
            session.connection().exec_driver_sql(_PUT[system], sent)
        else:
            session.connection().execute(_PUT_POSTGRESQL, sent)


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
    common words are many, and the database would gather them all before it gives the newest. Two
    statements, whatever the number of kinds; PostgreSQL takes up to six.
    """
    if not asked:
        return {}
    newest = _Newest(session, kinds, {form for forms in asked for form in forms})
    words = [
        _Question(f"{kind}.{place}", kind, [(forms, False)])
        for kind in kinds
        for place, forms in enumerate(asked)
    ]
    there = newest(words, 1)
    questions = [
        _Question(
            kind,
            kind,
            [(forms, f"{kind}.{place}" not in there) for place, forms in enumerate(asked)],
        )
        for kind in kinds
    ]
    return newest(questions, limit)


def having(
    session: Session, kind: Kind, readings: Iterable[Sequence[Sequence[str]]]
) -> TextualSelect | None:
    """A query for the ids of all records of a kind that answer one of these questions, each given
    as for `find`; a word of some letters may be a beginning. None where nothing is asked."""
    system = _system(session)
    written = [
        _Question(kind, kind, [(forms, len(forms[0]) >= _BEGUN) for forms in asked]).written(system)
        for asked in readings
        if asked
    ]
    if not written:
        return None
    question = _OR[system].join(f"({each})" for each in written)
    return text(_HAVING[system]).bindparams(having=question).columns(column("id", Integer))


class _Question(NamedTuple):
    """What is asked of one kind: for each word its forms, and whether it may be a beginning."""

    name: str
    kind: str
    words: Sequence[tuple[Sequence[str], bool]]

    def is_common(self, common: Collection[str]) -> bool:
        """Whether each of its words is among these, or begins one of them."""
        letter = _LETTERS[self.kind]
        return all(
            any(letter + form in common for form in forms)
            or (is_begun and any(word.startswith(letter + forms[0]) for word in common))
            for forms, is_begun in self.words
        )

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


class _Newest:
    """Answers questions, by their names; without those that have none."""

    def __init__(self, session: Session, kinds: Iterable[str], forms: Collection[str]) -> None:
        self._session = session
        self._find = _FIND[_system(session)]
        self._common = _common(session, forms)
        self._lasts = _lasts(session, kinds) if self._common else {}

    def __call__(self, questions: Sequence[_Question], limit: int) -> dict[str, list[int]]:
        common = [each for each in questions if each.is_common(self._common)]
        rare = [each for each in questions if each not in common]
        found = self._answers(
            [*((each, _FIND_COMMON) for each in common), *((each, self._find) for each in rare)],
            limit,
        )
        left = [each for each in common if len(found.get(each.name, ())) < limit]
        return found | self._answers([(each, self._find) for each in left], limit)

    def _answers(
        self, questions: Sequence[tuple[_Question, str]], limit: int
    ) -> dict[str, list[int]]:
        """What one statement finds, of each question by its own part."""
        if not questions:
            return {}
        system = _system(self._session)
        values: dict[str, Any] = {"limit": limit}
        parts = []
        for place, (each, part) in enumerate(questions):
            parts.append(f"SELECT * FROM ({part.format(place)}) AS part{place}")
            values[f"asked{place}"] = each.written(system)
            values[f"last{place}"] = self._lasts.get(each.kind, 0)
        found: dict[str, list[int]] = {}
        asked = text(" UNION ALL ".join(parts))
        for place, number in self._session.connection().execute(asked, values):
            found.setdefault(questions[place][0].name, []).append(number // _KINDS)
        return found


def _common(session: Session, forms: Collection[str]) -> set[str]:
    """The words that many have and that these are or begin; none where that makes no difference."""
    if _system(session) == "sqlite":
        return set()
    return set(session.connection().execute(_COMMON, {"forms": list(forms)}).scalars())


def _lasts(session: Session, kinds: Iterable[str]) -> dict[str, int]:
    """By kind the number of its newest record."""
    tables = {kind: "attachment" if kind == FILE else kind for kind in kinds}
    parts = (f"SELECT '{kind}', max(id) FROM {table}" for kind, table in tables.items())
    lasts = session.connection().exec_driver_sql(" UNION ALL ".join(parts)) if tables else ()
    return {kind: _number(kind, last or 0) for kind, last in lasts}


def _written(kind: str, words: Sequence[str], system: str) -> object:
    lettered = [_LETTERS[kind] + word for word in words]
    return " ".join(lettered) if system == "sqlite" else lettered


def _number(kind: str, record_id: int) -> int:
    return record_id * _KINDS + _PLACES[kind]


def _system(session: Session) -> str:
    return session.get_bind().dialect.name
