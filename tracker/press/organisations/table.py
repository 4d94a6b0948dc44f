"""The tables of rules for organisations, read once."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker.names.folding import one_script
from tracker.press import rules

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """A rule for organisations. `needs`: what must stand beside the words for a name (name, field,
    level, quote, brand, nothing); `side` where the name stands; `holds`: it may be made of others,
    as an association of universities; `over`: the sectors that give way to this one.
    """

    lang: str
    pattern: str
    sector: str
    needs: str = "name"
    side: str = "both"
    holds: bool = False
    over: tuple[str, ...] = ()


def row(rule: rules.Row) -> Row:
    """What the note of a rule says, word by word."""
    said, _, over = rule.note.partition("over ")
    words = said.split()
    needs = next((word for word in words if word in _NEEDS), "name")
    side = next((word for word in words if word in _SIDES), "both")
    return Row(
        rule.language, rule.pattern, rule.means, needs, side, "holds" in words, tuple(over.split())
    )


_NEEDS = ("field", "level", "quote", "none", "brand", "institute", "academy", "centre")
_SIDES = ("before", "after", "quoted", "self")


@dataclass(frozen=True, slots=True)
class At:
    """A row that fits the tokens `first` up to `after`; `ending` is what the last word adds."""

    row: Row
    first: int
    after: int
    ending: str
    is_named: bool = False  # Гёте-институт: the word itself holds a name


_MOST_WORDS = 20_000  # remembered of a table


class Words:
    """Rows by the first three letters of their first word: one look a token."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._shelf: dict[str, list[tuple[Row, tuple[tuple[str, ...], ...]]]] = defaultdict(list)
        for row in rows:
            for phrase in row.pattern.split(" / "):
                places = tuple(
                    tuple(small(word) for word in place.split("|")) for place in phrase.split()
                )
                for key in {word.rstrip("*")[:2] for word in places[0]}:
                    self._shelf[key].append((row, places))
        for shelf in self._shelf.values():
            shelf.sort(key=lambda each: -len(each[1]))
        self._begun: dict[str, list[tuple[Row, tuple[tuple[str, ...], ...], str]]] = {}

    def at(self, words: Sequence[str], first: int, languages: Sequence[str]) -> At | None:
        """The longest row that fits here."""
        for row, places, begun in self._beginning_with(words[first]):
            if row.lang in languages and first + len(places) <= len(words):
                ending = begun
                if len(places) > 1:
                    rest = _fits(places[1:], words, first + 1, row.lang)
                    if rest is None:
                        continue
                    ending = rest
                return At(row, first, first + len(places), ending)
        return None

    def _beginning_with(self, word: str) -> list[tuple[Row, tuple[tuple[str, ...], ...], str]]:
        """The rows whose first word this is; words come again and again."""
        found = self._begun.get(word)
        if found is None:
            found = []
            for row, places in self._shelf.get(word[:2], ()):
                ending = _ending(places[0], word, row.lang)
                if ending is not None:
                    found.append((row, places, ending))
            if len(self._begun) >= _MOST_WORDS:
                self._begun = {}
            self._begun[word] = found
        return found


def _fits(
    places: Sequence[tuple[str, ...]], words: Sequence[str], first: int, language: str
) -> str | None:
    ending: str | None = ""
    for number, alternatives in enumerate(places):
        ending = _ending(alternatives, words[first + number], language)
        if ending is None:
            return None
    return ending


def _ending(alternatives: Sequence[str], word: str, language: str) -> str | None:
    if word in alternatives:
        return ""
    best: str | None = None
    for written in alternatives:
        if written.endswith("*") and word.startswith(written[:-1]):
            rest = word[len(written) - 1 :]
            if ENDINGS[language].fullmatch(rest) and (best is None or len(rest) < len(best)):
                best = rest
    return best


_CASES = (
    "н|ны|ні|на|не|нда|нде|ндағы|ндегі|нан|нен|ның|нің|мен|ға|ге|қа|ке|да|де|та|те|дан|ден|тан|тен"
    "|ның|нің|дың|дің|тың|тің|ды|ді|ты|ті|бен|пен|дағы|дегі|тағы|тегі"
)
POSSESSED = re.compile(f"(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі)(?:{_CASES})?")
MANY = re.compile("(?:лар|лер|дар|дер|тар|тер).*")
ENDINGS = {
    "en": re.compile("(?:s|es|['’]s?)?"),
    "ru": re.compile(
        "(?:[аоуеыиюяйьё]|ом|ем|ой|ей|ам|ям|ами|ями|ах|ях|ов|ев|ий|ии|ию|ия|ие|ием|ью"
        "|ый|ая|ое|ого|ому|ым|ую|ые|ых|ыми|его|ему|им|их|ими|яя|ее|юю)?"
    ),
    "kk": re.compile(f"(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі|ымыз|іміз|мыз|міз)?(?:{_CASES})?"),
}


@cache
def small(word: str) -> str:
    return one_script(word).casefold().replace("ё", "е")


@dataclass(frozen=True)
class _Filed:
    source: rules.Table
    rows: tuple[Row, ...]
    words: Words


# Replaced whole when the table in use is another one, so that threads never see half of it.
_filed: dict[str, _Filed] = {}


def _in_use(name: str) -> _Filed:
    source = rules.table(name)
    filed = _filed.get(name)
    if filed is None or filed.source is not source:
        rows = tuple(row(rule) for rule in source.rows)
        filed = _filed[name] = _Filed(source, rows, Words(rows))
    return filed


def rows(name: str) -> tuple[Row, ...]:
    return _in_use(name).rows


def words(name: str) -> Words:
    """A table in use."""
    return _in_use(name).words


@cache
def lists(name: str) -> dict[str, frozenset[str]]:
    """Plain lists of words, by what they are."""
    read = tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return {
        key: frozenset(small(word.strip()) for word in line.split(",") if word.strip())
        for key, line in read["words"].items()
    }
