"""Rules of reading as data: tables of phrases, each row with an example that it must find and one
that it must not.

The tables that we ship are the files of `rules/`; an administrator's rows have the same shape and
are put in use with `widen`. A rule in a table of directions, say:

    { language = "ru", means = "need", pattern = "нужн* / не хватает", yes = "…", no = "…" }

`pattern` may write several phrases, between ` / `; phrases.py says what a phrase is. `means` is
what the table is about: a kind, a direction, a position. `note` narrows it where a table says so.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tracker.press import sentences
from tracker.press.found import Span
from tracker.press.phrases import Found, Malformed, Phrases
from tracker.press.sentences import Token

ANY = "*"  # a row for all three languages
LANGUAGES = ("kk", "ru", "en", ANY)
_TABLES = Path(__file__).parent / "rules"


class WrongRow(ValueError):
    """A row cannot be used. `problem`: language, means, pattern, yes or no, the part to correct."""

    def __init__(self, row: "Row", problem: str) -> None:
        super().__init__(f"{problem}: {row.pattern}")
        self.row, self.problem = row, problem


@dataclass(frozen=True, slots=True)
class Row:
    language: str
    means: str
    pattern: str
    yes: str
    no: str
    note: str = ""

    @property
    def phrases(self) -> tuple[str, ...]:
        return tuple(phrase.strip() for phrase in self.pattern.split(" / "))


@dataclass(frozen=True)
class Table:
    """The rows of one kind, looked for all at once."""

    rows: tuple[Row, ...]
    _by_language: dict[str, Phrases[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for language in LANGUAGES[:-1]:
            mine = [row for row in self.rows if row.language in (language, ANY)]
            written = [(phrase, row) for row in mine for phrase in row.phrases]
            self._by_language[language] = Phrases(written)

    def find(self, language: str, tokens: Sequence[Token]) -> list[Found[Row]]:
        """Where rows fit, by where they begin; of those that begin together the longest first."""
        found = self._by_language[language].find(tokens)
        return sorted(found, key=lambda each: (each.first, -each.after))

    def at(self, language: str, tokens: Sequence[Token], first: int) -> list[Found[Row]]:
        """The rows that begin with this token, the longest first."""
        found = self._by_language[language].at(tokens, first)
        return sorted(found, key=lambda each: -each.after)


def checked(row: Row, meanings: Iterable[str] | None = None) -> Row:
    """The row, or WrongRow: it must find its `yes` and leave its `no` alone."""
    if row.language not in LANGUAGES:
        raise WrongRow(row, "language")
    if not row.means or (meanings is not None and row.means not in set(meanings)):
        raise WrongRow(row, "means")
    try:
        phrases = Phrases([(phrase, row) for phrase in row.phrases])
    except Malformed as wrong:
        raise WrongRow(row, "pattern") from wrong
    if not row.yes.strip() or not _fits(phrases, row.yes):
        raise WrongRow(row, "yes")
    if not row.no.strip() or _fits(phrases, row.no):
        raise WrongRow(row, "no")
    return row


def names() -> list[str]:
    """Of the shipped tables that hold rows; other files beside them hold lists of words."""
    return sorted(path.stem for path in _TABLES.glob("*.toml") if "rows" in _read(path.stem))


@cache
def packaged(name: str) -> list[Row]:
    return [Row(**row) for row in _read(name)["rows"]]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_TABLES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(key: str) -> frozenset[str]:
    """A list of small words."""
    return frozenset(_read("small_words")[key].split())


def table(name: str) -> Table:
    """The table in use: what is shipped, and what was added."""
    return _joined(name, _added[0].get(name, ()))


def widen(added: Mapping[str, Sequence[Row]]) -> None:
    """Put the administrator's own rows in use, by the table, instead of those before."""
    _added[:] = [{name: tuple(rows) for name, rows in added.items()}]


def is_added(name: str, row: Row) -> bool:
    """Whether an administrator wrote the row: then it decides over what was learned."""
    return row in _added[0].get(name, ())


# Replaced whole, never changed, so that a thread that reads an article goes on undisturbed.
_added: list[dict[str, tuple[Row, ...]]] = [{}]


@lru_cache(maxsize=64)
def _joined(name: str, added: tuple[Row, ...]) -> Table:
    return Table((*packaged(name), *added))


def _fits(phrases: Phrases[Row], example: str) -> bool:
    tokens = sentences.tokens(example, Span(0, len(example)))
    return any(True for _ in phrases.find(tokens))
