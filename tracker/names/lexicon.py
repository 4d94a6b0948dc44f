"""The words of names in three languages as data, and how a word of a name is recognised.

`lexicon.toml` says what its tables mean. A `Lexicon` is a value: `shipped()` is ours, `widened`
makes another with an administrator's own words, and `default()` is the one in use.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from tracker.names.folding import fold, loose, plain

LANGUAGES = ("kk", "ru", "en")
_ADJECTIVE = re.compile("[а-я]{0,3}ск[а-я]{1,3}")
# Endings one after another: plural, whose, case, as in орындарының.
_KAZAKH = re.compile(
    "[лдт][ае]р(?:[ыі]м[ыі]з|[ыі]ң[ыі]з|[ыі])?"
    "(?:[ндт][ыі]ң|н?[дт][ае](?:[ғг][ыі])?|[ндт][ае]н|[ғгқкн][ае]|[мбп]ен|[ндт]?[ыі])?"
)
_FILE = Path(__file__).parent / "lexicon.toml"


class Group(StrEnum):
    """What a term says about an organisation; the tables of lexicon.toml."""

    KIND = "kind"
    UNIT = "unit"
    FORM = "form"
    LEVEL = "level"
    DIRECTION = "direction"
    WEAK = "weak"
    FIELD = "field"
    COUNTRY = "country"
    PLACE = "place"
    LEGAL = "legal"
    SEVERAL = "several"


class Term(NamedTuple):
    """One row: words that mean the same."""

    id: str
    group: Group
    means: tuple[str, ...]  # the ids it stands for, itself unless it says several things
    words: dict[str, tuple[str, ...]]


class Pattern(NamedTuple):
    """One way to write a term. A longer pattern is tried first."""

    words: tuple[str, ...]
    exact: bool
    term: Term
    weight: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Terms by id, and the patterns by their first word."""

    terms: dict[str, Term]
    parts: tuple[tuple[str, str], ...]
    above: dict[str, int]
    traits: dict[str, frozenset[str]]
    written: dict[str, list[Pattern]] = field(default_factory=dict)
    sounding: dict[str, list[Pattern]] = field(default_factory=dict)
    # The parts by their first letters.
    _begun: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def at(self, words: Sequence[str], place: int) -> tuple[Term, int] | None:
        """The term that begins at this folded word, and how many words it takes."""
        word = words[place]
        for pattern in _opened(self, word):
            if _fits(pattern, words, place):
                return pattern.term, len(pattern.words)
        for pattern in _opened_by_sound(self, word):
            if _fits(pattern, [loose(each) for each in words[place : place + 4]], 0):
                return pattern.term, len(pattern.words)
        return None

    def may_say(self, word: str) -> bool:
        """Whether a folded word may be any part of a term, wherever it stands."""
        if _opened(self, word) or _opened_by_sound(self, word):
            return True
        written, sounding = _later(self)
        return _follows(written, word) or _follows(sounding, loose(word))

    def known(self, written: str) -> Term | None:
        """The term that has this word, as a row would write it, already.

        A stem is known also by what it would be an ending of: школа by школ. `=школа` is not, so
        that a word may be taken out of a stem that it begins with by chance.
        """
        words = folded_words(written)
        for pattern in _opening(self.written, words[0]) if words else ():
            same = list(pattern.words) == words
            ends = not written.startswith("=") and len(pattern.words) == len(words)
            if same or (ends and _fits(pattern, words, 0)):
                return pattern.term
        return None

    def group(self, term_id: str) -> Group:
        """The table that a term is in."""
        return self.terms[term_id].group

    def split(self, word: str) -> tuple[str, ...]:
        """The ids that a word grown together is made of, or nothing if a piece is unknown."""
        return self._pieces(word, 0)

    def _pieces(self, word: str, depth: int) -> tuple[str, ...]:
        for part, term_id in self._begun.get(word[:2], ()) if depth < 4 else ():
            if not word.startswith(part):
                continue
            rest = word[len(part) :]
            if len(rest) <= 1 and depth:
                return (term_id,)
            known = self._pieces(rest, depth + 1) or self._whole(rest)
            if known:
                return (term_id, *known)
        return () if depth else self._joined(word)

    def _joined(self, word: str) -> tuple[str, ...]:
        """Two words of the lexicon joined by о or е: геологоразведочный."""
        for place in range(4, len(word) - 4):
            if word[place] in "ое":
                first = self._whole(word[:place])
                second = first and self._whole(word[place + 1 :], weak=True)
                if first and second:
                    return (*first, *second)
        return ()

    def _whole(self, word: str, *, weak: bool = False) -> tuple[str, ...]:
        term = self._alone(word) if len(word) > 3 else None
        if term is None or term.group in (Group.LEGAL, Group.PLACE):
            return ()
        if term.group is Group.WEAK and not weak:
            return ()
        return term.means

    def _alone(self, word: str) -> Term | None:
        """The term that a word is by itself; pieces of words are too many to be remembered."""
        found = (*_opening(self.written, word), *_opening(self.sounding, loose(word)))
        return next((each.term for each in found if len(each.words) == 1), None)


@cache
def shipped() -> Lexicon:
    """The words that come with the program."""
    return parse(tomllib.loads(source()))


def source() -> str:
    """The file they are read from."""
    return _FILE.read_text(encoding="utf-8")


# Replaced whole, never changed, so that a thread that holds one goes on with it undisturbed.
_in_use: list[Lexicon] = []


def default() -> Lexicon:
    """The words that names are compared with. Two looks may see two: look once for one piece of
    work, and hand the answer on."""
    return _in_use[0] if _in_use else shipped()


def use(lexicon: Lexicon) -> None:
    """Compare all names with these words from now on, in every thread."""
    _in_use[:] = [lexicon]


def parse(tables: dict[str, Any]) -> Lexicon:
    """A lexicon from tables in the form of lexicon.toml. Raises KeyError for an unknown `is`."""
    terms = _terms(tables)
    for term in terms.values():
        for meant in term.means:
            terms[meant]
    parts = [
        (fold(part), term_id)
        for term_id, line in tables.get("part", {}).items()
        for part in listed(line)
    ]
    above = {
        term_id: int(height)
        for height, line in tables.get("above", {}).items()
        for term_id in listed(line)
    }
    longest_first = tuple(sorted(parts, key=lambda each: -len(each[0])))
    traits = {name: frozenset(listed(line)) for name, line in tables.get("trait", {}).items()}
    begun: dict[str, tuple[tuple[str, str], ...]] = {}
    for part in longest_first:
        begun[part[0][:2]] = (*begun.get(part[0][:2], ()), part)
    return _filed(Lexicon(terms, longest_first, above, traits, _begun=begun), terms.values())


def widened(lexicon: Lexicon, tables: dict[str, Any]) -> Lexicon:
    """A lexicon with more rows. A word that it has already goes on meaning what it means."""
    if not (added := _terms(tables)):
        return lexicon
    wider = replace(
        lexicon,
        terms={**lexicon.terms, **added},
        written={word: [*found] for word, found in lexicon.written.items()},
        sounding={word: [*found] for word, found in lexicon.sounding.items()},
    )
    return _filed(wider, added.values())


def listed(line: str) -> list[str]:
    """The words of a line as it is written in the file."""
    return [each.strip() for each in line.split(",") if each.strip()]


def folded_words(written: str) -> list[str]:
    """A word or phrase of a row as words of names are compared with it."""
    return [plain(word) for word in fold(written).split()]


def _terms(tables: dict[str, Any]) -> dict[str, Term]:
    return {
        term_id: _term(term_id, Group(group), row)
        for group, rows in tables.items()
        if group in set(Group)
        for term_id, row in rows.items()
    }


def _filed(lexicon: Lexicon, terms: Collection[Term]) -> Lexicon:
    _file(lexicon.written, (p for term in terms for p in _patterns(term)))
    _file(lexicon.sounding, (p for term in terms for p in _heard(term)))
    return lexicon


def _term(term_id: str, group: Group, row: dict[str, str]) -> Term:
    words = {language: tuple(listed(row.get(language, ""))) for language in LANGUAGES}
    return Term(term_id, group, tuple(listed(row.get("is", ""))) or (term_id,), words)


def _patterns(term: Term) -> Iterable[Pattern]:
    for language, listed in term.words.items():
        for written in listed:
            exact = written.startswith("=")
            stem = " ".join(folded_words(written))
            for folded in _softened(stem, exact or language != "kk"):
                words = tuple(folded.split())
                yield Pattern(words, exact, term, 100 * len(words) + len(folded))


def _softened(stem: str, fixed: bool) -> list[str]:
    """Kazakh п, к, қ at the end become б, г, ғ before a vowel: мектеп, мектебі."""
    soft = {"п": "б", "к": "г", "қ": "ғ"}.get(stem[-1:])
    return [stem] if fixed or soft is None else [stem, stem[:-1] + soft]


def _heard(term: Term) -> Iterable[Pattern]:
    """Kazakh and Russian words as they are typed in Latin letters."""
    for language in ("kk", "ru"):
        for written in term.words[language]:
            words = tuple(loose(word) for word in folded_words(written))
            if sum(map(len, words)) >= 4 and term.group is not Group.LEGAL:
                exact = written.startswith("=")
                yield Pattern(words, exact, term, 100 * len(words) + len("".join(words)))


def _file(shelf: dict[str, list[Pattern]], patterns: Iterable[Pattern]) -> None:
    for pattern in patterns:
        shelf.setdefault(pattern.words[0], []).append(pattern)


def _longest_first(pattern: Pattern) -> tuple[int, bool, int]:
    return -pattern.weight, not pattern.exact, -min(len(pattern.words[0]), 3)


@lru_cache(maxsize=20_000)
def _opened(lexicon: Lexicon, word: str) -> list[Pattern]:
    """The patterns that this word may open. Most words open none."""
    return _opening(lexicon.written, word)


@lru_cache(maxsize=20_000)
def _opened_by_sound(lexicon: Lexicon, word: str) -> list[Pattern]:
    """The same of a word as it sounds."""
    return _opening(lexicon.sounding, loose(word))


def _opening(shelf: dict[str, list[Pattern]], word: str) -> list[Pattern]:
    """The patterns of which this word is a form of the first, the longest first."""
    found: list[Pattern] = []
    for size in range(1, len(word) + 1):
        if some := shelf.get(word[:size]):
            found += [each for each in some if _is_form(each, each.words[0], word)]
    if len(found) > 1:
        found.sort(key=_longest_first)
    return found


@lru_cache(maxsize=8)
def _later(lexicon: Lexicon) -> tuple[dict[str, list[Pattern]], dict[str, list[Pattern]]]:
    """The patterns by each of their words but the first, as written and as they sound."""
    return _filed_later(lexicon.written), _filed_later(lexicon.sounding)


def _filed_later(patterns: dict[str, list[Pattern]]) -> dict[str, list[Pattern]]:
    shelf: dict[str, list[Pattern]] = {}
    for pattern in (each for some in patterns.values() for each in some):
        for word in pattern.words[1:]:
            shelf.setdefault(word, []).append(pattern)
    return shelf


def _follows(shelf: dict[str, list[Pattern]], word: str) -> bool:
    """Whether this word is a form of one that follows in a pattern."""
    begun = (word[:size] for size in range(1, len(word) + 1))
    return any(_is_form(each, stem, word) for stem in begun for each in shelf.get(stem, ()))


def forget() -> None:
    """Let go of what was read of words that are in use no more."""
    _opened.cache_clear()
    _opened_by_sound.cache_clear()
    _later.cache_clear()


def _fits(pattern: Pattern, words: Sequence[str], place: int) -> bool:
    if place + len(pattern.words) > len(words):
        return False
    return all(map(partial(_is_form, pattern), pattern.words, words[place:]))


def _is_form(pattern: Pattern, stem: str, word: str) -> bool:
    if not word.startswith(stem):
        return False
    rest = word[len(stem) :]
    return not rest or (not pattern.exact and _is_ending(rest, stem))


def _is_ending(rest: str, stem: str) -> bool:
    if len(stem) > 3 and stem[-1] in "oо":
        return len(rest) < 2  # электро is followed by another word, not by an ending
    if len(rest) <= _longest_ending(len(stem)):
        return True
    return len(stem) > 2 and bool(_ADJECTIVE.fullmatch(rest) or _KAZAKH.fullmatch(rest))


def _longest_ending(stem: int) -> int:
    return 2 if stem < 4 else 4 if stem == 4 else 6 if stem < 7 else 8
