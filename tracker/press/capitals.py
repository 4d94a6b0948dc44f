"""Lines in capitals throughout, given the capitals that they would have in a sentence.

A headline in capitals would make each of its words look like a name. What the rest of the article
writes small is small; names and acronyms are learned from there, from quotes and from legal forms.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tracker.names import lexicon as lexicons
from tracker.names.folding import fold
from tracker.names.lexicon import Group
from tracker.press import months
from tracker.press.found import Span

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 10  # letters from which a line can be told to be in capitals
_BEGINNING = 5  # letters by which another form of a word is known
_ENDED = re.compile(r"[.!?…]\W*$|^\W*$")
_DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?\s$", re.IGNORECASE)
_QUOTED = re.compile(r"[«“„\"]\W*$")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "that",
        "the",
        "to",
        "with",
    ]
)
_VOWEL = re.compile("[aeiouyаеёиоуыэюяәіөүұ]", re.IGNORECASE)


def are_shouted(text: str) -> bool:
    """Whether words, two at least, are in capitals throughout."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < _LEAST or len(_WORD.findall(text)) < 2:
        return False
    return sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def settled(text: str, lines: Sequence[Span]) -> str:
    """The text, letter for letter as long, with such lines written as sentences are."""
    shouted = [line for line in lines if are_shouted(text[line.start : line.end])]
    if not shouted:
        return text
    loud = set(shouted)
    known = _Learned(text[start:end] for start, end in lines if (start, end) not in loud)
    found, before = [], 0
    for line in shouted:
        found += [text[before : line.start], _written(text[line.start : line.end], known)]
        before = line.end
    return "".join([*found, text[before:]])


class _Learned:
    """How the words of ordinary lines are written, where no sentence makes them begin so."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._exact: dict[str, Counter[str]] = {}
        self._alike: dict[str, Counter[bool]] = {}
        for line in lines:
            for word in _WORD.finditer(line):
                before = line[max(0, word.start() - 6) : word.start()]
                if not (word[0].istitle() and _begins(before)):
                    small = word[0].casefold()
                    self._exact.setdefault(small, Counter())[word[0]] += 1
                    self._alike.setdefault(small[:_BEGINNING], Counter())[word[0][0].isupper()] += 1

    def form(self, word: str) -> str | None:
        small = word.casefold()
        if small in self._exact:
            return self._exact[small].most_common(1)[0][0]
        if len(word) > _BEGINNING and small[:_BEGINNING] in self._alike:
            capital = self._alike[small[:_BEGINNING]].most_common(1)[0][0]
            return _capital(word) if capital else _small(word)
        return None


def _written(line: str, known: _Learned) -> str:
    words = list(_WORD.finditer(line))
    forms = [_form(line, word, known) for word in words]
    for place, word in enumerate(words):
        # What stands before an English legal form is a name, up to a word that is small elsewhere.
        if word[0].isascii() and _is_legal(word[0]):
            for at in range(place - 1, max(-1, place - 4), -1):
                gap = line[words[at].end() : words[at + 1].start()]
                small = words[at][0].casefold() in _SMALL or known.form(words[at][0]) == forms[at]
                if small or gap.strip("-") not in ("", " "):
                    break
                forms[at] = _capital(words[at][0])
    found, before = [], 0
    for word, form in zip(words, forms, strict=True):
        found += [line[before : word.start()], form if len(form) == len(word[0]) else word[0]]
        before = word.end()
    return "".join([*found, line[before:]])


def _form(line: str, word: re.Match[str], known: _Learned) -> str:
    before = line[max(0, word.start() - 6) : word.start()]
    form = known.form(word[0])
    if form is None and (_is_legal(word[0]) or (len(word[0]) > 1 and not _VOWEL.search(word[0]))):
        form = word[0]
    if form is None:
        dated = _DAY_BEFORE.search(before) and months.is_english(word[0])
        capital = dated or _QUOTED.search(before) or _is_place(word[0])
        form = _capital(word[0]) if capital else _small(word[0])
    begins = form.islower() and _begins(before)
    return _capital(word[0]) if begins else form


def _begins(before: str) -> bool:
    """Whether a sentence begins after these last few letters."""
    return _ENDED.search(before) is not None


def _is_legal(word: str) -> bool:
    return len(word) < 6 and _group(word) is Group.LEGAL


def _is_place(word: str) -> bool:
    return _group(word) in (Group.PLACE, Group.COUNTRY)


def _group(word: str) -> Group | None:
    folded = fold(word)
    found = lexicons.default().at([folded], 0) if folded and " " not in folded else None
    return found[0].group if found else None


def _capital(word: str) -> str:
    return word[0].upper() + _small(word[1:])


def _small(word: str) -> str:
    return word.lower()
