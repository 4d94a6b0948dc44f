"""A text made readable for rules, that remembers where each of its characters stood."""

import re
import unicodedata
from array import array
from dataclasses import dataclass

from tracker.names.folding import one_script
from tracker.press.found import Span

_DROPPED = re.compile(
    "[\u00ad\u0301\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPECIAL = re.compile(
    f"(?P<dropped>{_DROPPED.pattern})|(?P<combined>[^\u0300-\u036f][\u0300-\u036f]+)"
    "|(?P<space>[\u00a0\u2000-\u200a\u202f\u205f\u3000\t])"
)
_WORD = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(
    # University08 april; 2025дуальное; »ЖШС; UniversityДуман
    "(?<=[^\\W\\d_]{4})(?=\\d{1,2}[ .]\\D)"
    "|(?<=\\b(?:19|20)\\d\\d)(?=[^\\W\\d_]{2})"
    "|(?<=[»”])(?=[^\\W\\d_])"
    "|(?<=[A-Za-z]{4})(?=[\u0400-\u042f\u0492\u049a\u04a2\u04b0\u04b2\u04d8\u04e8][\u0430-\u0451])"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`places[i]` is where character i of `text` stood in the text as given."""

    text: str
    places: "array[int]"

    def given(self, span: Span) -> Span:
        """The same characters in the text as given."""
        if span.start >= span.end:
            return Span(self.places[span.start], self.places[span.start])
        return Span(self.places[span.start], self._after(span.end))

    def _after(self, end: int) -> int:
        # What was dropped right after the last character does not belong to it, marks do.
        last = self.places[end - 1]
        return last + 1 if end == len(self.places) - 1 or self.places[end] > last else last


def clean(given: str) -> Cleaned:
    """Composed letters, plain spaces, words in one script, glued words apart."""
    pieces: list[str] = []
    places, before = array("l"), 0
    for found in _SPECIAL.finditer(given):
        start, end = found.span()
        pieces.append(given[before:start])
        places.extend(range(before, start))
        if found.lastgroup == "combined":
            letters = unicodedata.normalize("NFC", _DROPPED.sub("", found[0]))
        else:
            letters = " " if found.lastgroup == "space" else ""
        pieces.append(letters)
        places.extend([start] * len(letters))
        before = end
    pieces.append(given[before:])
    places.extend(range(before, len(given)))
    places.append(len(given))
    return _apart(_of_one_script(Cleaned("".join(pieces), places)))


def _of_one_script(cleaned: Cleaned) -> Cleaned:
    return Cleaned(_WORD.sub(lambda word: one_script(word[0]), cleaned.text), cleaned.places)


def _apart(cleaned: Cleaned) -> Cleaned:
    cuts = [found.start() for found in _GLUED.finditer(cleaned.text)]
    if not cuts:
        return cleaned
    text, places, before = [], array("l"), 0
    for cut in cuts:
        text.append(cleaned.text[before:cut] + " ")
        places.extend(cleaned.places[before:cut])
        places.append(cleaned.places[cut])
        before = cut
    text.append(cleaned.text[before:])
    places.extend(cleaned.places[before:])
    return Cleaned("".join(text), places)
