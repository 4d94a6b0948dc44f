"""A register of names that answers "which of them is meant?" in milliseconds.

Names are filed under everything they may be asked by: terms, stems and beginnings of own words,
pairs of letters of misspelled words, acronyms. The rarest keys of a question fetch the candidates;
only those are compared.
"""

import heapq
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from tracker.names import lexicon as lexicons
from tracker.names.acronyms import chunks, first_letters, stands_for
from tracker.names.analysis import Analysis, Letter, Own, analyse
from tracker.names.folding import fold, loose, other_layouts
from tracker.names.lexicon import LANGUAGES, Group, Lexicon
from tracker.names.matching import compare
from tracker.names.sharing import likeness

_CANDIDATES = 48
_COMPARED = 12
_KEPT = 1000  # outdated records that may stay in the postings
_FOLLOWED = 20_000  # postings followed for one question, the rarest keys first
_WEIGHT = {Group.WEAK: 0.3, Group.FORM: 0.4, Group.LEVEL: 0.8, Group.LEGAL: 0.05}
_OWN = 2.5


class _Entry(NamedTuple):
    id: int
    names: tuple[str, ...]
    city: str


class NameIndex:
    """Names by id. Not thread-safe while names are added or removed."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or lexicons.default()
        self._entries: dict[int, _Entry] = {}
        self._posted: dict[str, array[int]] = {}
        self._outdated = 0

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, number: int, names: Iterable[str | None], city: str | None = None) -> None:
        """Add a record, or replace what was known of it."""
        self.drop(number)
        entry = _Entry(number, tuple(dict.fromkeys(n for n in names if n)), city or "")
        self._entries[number] = entry
        self._post(entry)

    def drop(self, number: int) -> None:
        """Forget a record."""
        if self._entries.pop(number, None) is None:
            return
        # Its postings stay: they cost a look, and what is found is compared anyway.
        self._outdated += 1
        if self._outdated > _KEPT + len(self._entries):
            self._posted.clear()
            self._outdated = 0
            for entry in self._entries.values():
                self._post(entry)

    def _post(self, entry: _Entry) -> None:
        for key in self._keys_of(entry):
            self._posted.setdefault(key, array("q")).append(entry.id)

    def find(self, text: str, limit: int = 10) -> list[tuple[int, float]]:
        """The likeliest records for what a person typed, best first, with scores from 0 to 1."""
        best = self._found(text, limit)
        if not best or best[0][1] < 0.85:
            for typed in other_layouts(text):
                best += [(number, found * 0.95) for number, found in self._found(typed, limit)]
        merged: dict[int, float] = {}
        for number, found in best:
            merged[number] = max(found, merged.get(number, 0.0))
        ordered = sorted(merged.items(), key=lambda each: (-each[1], each[0]))
        return [(number, round(found, 4)) for number, found in ordered[:limit]]

    def _found(self, text: str, limit: int) -> list[tuple[int, float]]:
        asked = self._analysis(text)
        answers = [(self._answer(asked, self._entries[n]), n) for n in self._candidates(asked)]
        likeliest = heapq.nlargest(max(limit, _COMPARED), answers, key=lambda each: each[0])
        found = [(number, self._fit(asked, self._entries[number], a)) for a, number in likeliest]
        likely = [each for each in found if each[1] >= 0.3]
        return heapq.nsmallest(limit, likely, key=lambda each: (-each[1], each[0]))

    def _analysis(self, text: str) -> Analysis:
        ours = self.lexicon is lexicons.default()
        return analyse(text) if ours else analyse(text, self.lexicon)

    # What a name is filed under

    def _keys_of(self, entry: _Entry) -> set[str]:
        keys: set[str] = set()
        for name in entry.names:
            taken = self._analysis(name)
            keys.update(_term_keys(taken))
            for own in (*taken.own, *taken.acronyms, *taken.spelled.values()):
                keys.update(_word_keys(own))
            keys.update(f"a:{each}" for each in possible_acronyms(taken, fold(name)))
        if entry.city:
            keys.update(_term_keys(self._analysis(entry.city)))
        return keys

    def _candidates(self, asked: Analysis) -> list[int]:
        wanted: dict[str, float] = {}
        for key in _term_keys(asked):
            wanted[key] = 1.0
        for own in (*asked.own, *asked.acronyms):
            for key in _word_keys(own):
                wanted[key] = {"w": 3.0, "b": 1.5}.get(key[0], 0.6)
            for letters in acronym_keys(own):
                wanted[letters] = 3.0
        for own in asked.spelled.values():
            for key in _word_keys(own):
                wanted[key] = {"w": 1.5, "b": 0.7}.get(key[0], 0.3)
        return self._most_hit(wanted)

    def _most_hit(self, wanted: dict[str, float]) -> list[int]:
        known = len(self._entries) + 1
        hits: dict[int, float] = defaultdict(float)
        followed = 0
        for key in sorted(wanted.keys() & self._posted.keys(), key=lambda k: len(self._posted[k])):
            posted = self._posted[key]
            followed += len(posted)
            if followed > _FOLLOWED and hits:
                break
            worth = wanted[key] * math.log(1 + known / (1 + len(posted)))
            for number in posted:
                hits[number] += worth
        alive = (number for number in hits if number in self._entries)
        return heapq.nlargest(_CANDIDATES, alive, key=lambda number: (hits[number], -number))

    # How well a record fits

    def _answer(self, asked: Analysis, entry: _Entry) -> float:
        """How much of the question the names of a record answer together, 0 to 1."""
        covered: dict[str, float] = {}
        for name in entry.names:
            for part, found in _covered(asked, self._analysis(name), self.lexicon):
                covered[part] = max(found, covered.get(part, 0.0))
        if entry.city:
            for part, found in _covered(asked, self._analysis(entry.city), self.lexicon):
                covered[part] = max(0.9 * found, covered.get(part, 0.0))
        weights = dict(_parts(asked))
        total = sum(weights.values()) or 1.0
        return sum(weights[part] * found for part, found in covered.items()) / total

    def _fit(self, asked: Analysis, entry: _Entry, answer: float) -> float:
        taken = (self._analysis(name) for name in entry.names)
        best = max((compare(asked, each, self.lexicon).score for each in taken), default=0.0)
        return 0.62 * answer + 0.28 * best + 0.1 * self._short(asked, entry)

    def _short(self, asked: Analysis, entry: _Entry) -> float:
        """Of two that fit, the one with less besides what was asked for."""
        length = len(asked.letters) + len(asked.acronyms) + len(asked.numbers)
        least = min(len(self._analysis(n).letters) for n in entry.names) if entry.names else 0
        return 1.0 / (1.0 + max(0, least - length) * 0.25)


def _parts(asked: Analysis) -> Iterator[tuple[str, float]]:
    for group, ids in asked.terms.items():
        for each in ids:
            yield f"t:{each}", _WEIGHT.get(group, 1.6)
    for own in (*asked.own, *asked.acronyms):
        yield f"w:{own.written}", _OWN
    for number in asked.numbers:
        yield f"n:{number}", 2.0


def _covered(asked: Analysis, name: Analysis, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """Which parts of the question a name answers, and how well."""
    own_of_name = (*name.own, *name.acronyms)
    for group, ids in asked.terms.items():
        there = name.of(group)
        for each in ids:
            spelled = asked.spelled.get(each)
            if each in there:
                yield f"t:{each}", 1.0
            elif spelled:
                yield f"t:{each}", max((_near(spelled, own) for own in own_of_name), default=0.0)
    for number in asked.numbers:
        yield f"n:{number}", 1.0 if number in name.numbers else 0.0
    words = (*own_of_name, *name.spelled.values())
    for own in (*asked.own, *asked.acronyms):
        found = max((_near(own, word) for word in words), default=0.0)
        if found < 0.9 and _may_be_acronym(own):
            letters = stands_for(own.written, name, lexicon, beside=_all_ids(asked))
            if letters:
                found = max(found, _as_acronym(letters, name, asked.language))
        yield f"w:{own.written}", found


def _as_acronym(letters: list[Letter], name: Analysis, language: str) -> float:
    """Best in the order and language of the name, and with few words left over."""
    places = [name.letters.index(letter) for letter in letters]
    left = len(name.letters) - len(letters)
    found = 0.98 if places == sorted(places) else 0.86
    return found - (0.0 if name.language == language else 0.04) - min(0.1, 0.02 * left)


@lru_cache(maxsize=100_000)
def _near(asked: Own, word: Own) -> float:
    """As two spellings, or the beginning of a word as far as it was typed."""
    whole = likeness(asked, word)
    begun = asked.stems[0] if asked.stems else ""
    if len(begun) >= 3 and any(stem.startswith(begun) for stem in word.stems[:1]):
        return max(whole, 0.9)
    return whole if whole >= 0.6 else 0.0


def _all_ids(analysis: Analysis) -> frozenset[str]:
    return frozenset(each for ids in analysis.terms.values() for each in ids)


def _may_be_acronym(own: Own) -> bool:
    return 2 <= len(own.folded) <= 7


def _term_keys(taken: Analysis) -> Iterator[str]:
    for group, ids in taken.terms.items():
        if group not in (Group.LEGAL, Group.WEAK):
            yield from (f"t:{each}" for each in ids)
    yield from (f"n:{number}" for number in taken.numbers)


@lru_cache(maxsize=50_000)
def _word_keys(own: Own) -> frozenset[str]:
    keys = {f"w:{stem}" for stem in own.stems}
    for bone in own.skeletons[:1]:
        keys |= {f"b:{bone[:size]}" for size in (3, 4, 5) if len(bone) >= size}
        if len(bone) >= 4:
            keys |= {f"g:{bone[at : at + 3]}" for at in range(len(bone) - 2)}
    return frozenset(keys)


def acronym_keys(own: Own) -> Iterator[str]:
    """What a word is asked by, if it may be an acronym."""
    if _may_be_acronym(own):
        pieces = chunks(own.written)
        yield "a:" + "".join(sorted(_letter(piece) for piece in pieces))


def possible_acronyms(taken: Analysis, folded: str) -> set[str]:
    """Sorted letters of the beginnings that a person may shorten, in each language."""
    lines = [[_letter(word) for word in folded.split() if len(word) > 2]]
    for language in LANGUAGES:
        every = [_first(each.spellings[language]) for each in taken.letters]
        terms = [_first(each.spellings[language]) for each in taken.letters if each.term]
        lines += [[letter for letters in line for letter in letters] for line in (every, terms)]
    return {
        "".join(sorted(line[start:end]))
        for line in lines
        for start in (0, 1)
        for end in range(start + 2, min(len(line), start + 6) + 1)
    }


def _first(spellings: tuple[str, ...]) -> list[str]:
    return [_letter(word) for word in spellings[0].split()] if spellings else []


@lru_cache(maxsize=50_000)
def _letter(word: str) -> str:
    return min(first_letters(fold(word)) or {loose(word)[:1]})
