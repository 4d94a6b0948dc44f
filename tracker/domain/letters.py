"""Which records a piece of a word may be in: three letters in a row, of the tables that are long.

A list finds a word anywhere in a record's words. To look through a million of them takes SQLite
seconds, so it keeps which have which three letters (FTS5), by triggers, however a row changes. That
narrows; whether the whole word is there, the list asks besides. PostgreSQL looks through with
several processors, and is not narrowed.

Migrations run without the triggers: one that changes search keys has to call `work_out`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    inspect,
    literal,
    literal_column,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session

KEPT = ("partner", "person", "interaction", "follow_up")
PREFIX = "letters_"
SHORTEST = 3  # letters of a word that is narrowed
FEW = 20_000  # where more records have the letters it is quicker to read until a page is full

_TRIGGERS = {
    "put": "AFTER INSERT ON {0} BEGIN {put} END",
    "drop": "AFTER DELETE ON {0} BEGIN {drop} END",
    "change": "AFTER UPDATE OF search_key ON {0} WHEN OLD.search_key <> NEW.search_key"
    " BEGIN {drop} {put} END",
}
_PUT = "INSERT INTO letters_{0}(rowid, search_key) VALUES (NEW.id, NEW.search_key);"
_DROP = (
    "INSERT INTO letters_{0}(letters_{0}, rowid, search_key)"
    " VALUES ('delete', OLD.id, OLD.search_key);"
)


def let_go(connection: Connection) -> None:
    """Take the triggers away: a migration may make their tables anew."""
    if connection.dialect.name == "sqlite":
        for table in KEPT:
            for name in _TRIGGERS:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{name}")


def keep(connection: Connection) -> None:
    """Put them there, for the tables whose letters are kept."""
    if connection.dialect.name != "sqlite":
        return
    found = inspect(connection)
    for table in KEPT:
        if found.has_table(PREFIX + table):
            put, drop = _PUT.format(table), _DROP.format(table)
            for name, rule in _TRIGGERS.items():
                words = rule.format(table, put=put, drop=drop)
                connection.exec_driver_sql(f"CREATE TRIGGER {PREFIX}{table}_{name} {words}")


def work_out(connection: Connection) -> None:
    """The letters of every row that is there, where rows came past the triggers."""
    if connection.dialect.name == "sqlite":
        for table in KEPT:
            kept = PREFIX + table
            connection.exec_driver_sql(f"INSERT INTO {kept}({kept}) VALUES ('delete-all')")
            connection.exec_driver_sql(
                f"INSERT INTO {kept}(rowid, search_key) SELECT id, search_key FROM {table}"
            )


class HaveLetters(FunctionElement[int]):
    """The condition that a record of a kept table has the letters of a question; see `asked`."""

    name = "have_letters"
    type = Integer()  # of a boolean SQLAlchemy asks `= 1`, and then SQLite goes through every row
    inherit_cache = True


@compiles(HaveLetters)
def _everywhere(_element: HaveLetters, _compiler: Any, **_: Any) -> str:
    return "true"


@compiles(HaveLetters, "sqlite")
def _on_sqlite(element: HaveLetters, compiler: Any, **how: Any) -> str:
    number, kept, question = (compiler.process(each, **how) for each in element.clauses)
    return f"{number} IN (SELECT rowid FROM {kept} WHERE {kept} MATCH {question})"


def have(key: Any, word: str) -> list[ColumnElement[Any]]:
    """What narrows the records of this search key to those that may have the word; nothing where
    no letters are kept of them, or the word has fewer than three."""
    name = _table(key)
    if name not in KEPT or len(word) < SHORTEST:
        return []
    return [HaveLetters(key.table.c.id, literal_column(PREFIX + name), literal(asked(word)))]


def asked(word: str) -> str:
    """The letters of a word as a question: each third one begins three, and the last three."""
    starts = sorted({*range(0, len(word) - SHORTEST, SHORTEST), len(word) - SHORTEST})
    threes = (word[start : start + SHORTEST].replace('"', '""') for start in starts)
    return " AND ".join(f'"{each}"' for each in threes)


def are_few(session: Session, key: Any, words: Sequence[str]) -> bool:
    """Whether so few records of this search key have the letters of all words that narrowing them
    is worth it."""
    if session.get_bind().dialect.name != "sqlite":
        return False
    question = " AND ".join(asked(word) for word in words if len(word) >= SHORTEST)
    if not question:
        return False
    kept = PREFIX + _table(key)
    found = f"SELECT 1 FROM {kept} WHERE {kept} MATCH :question LIMIT {FEW + 1}"
    counted = text(f"SELECT count(*) FROM ({found})")
    return (session.scalar(counted, {"question": question}) or 0) <= FEW


def _table(key: Any) -> str:
    """By its own name, also of an alias."""
    return str(getattr(key.table, "element", key.table).name)
