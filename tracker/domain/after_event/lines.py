"""A pasted list of names, a line each: of an organisation, of a person, or of both.

Out of a letter, a programme or a spreadsheet: numbered or not, the two parted by a tab, a dash, a
comma, in either order. Which part is which is for `pasting` to say, who knows the names.
"""

import re
from itertools import permutations
from typing import NamedTuple

from tracker.errors import Invalid
from tracker.names import lexicon as lexicons
from tracker.names.analysis import analyse
from tracker.names.lexicon import Group
from tracker.names.text import clean_line, is_email, search_key
from tracker.press.found import Span
from tracker.press.person_names import shapes
from tracker.press.sentences import tokens

MOST = 200  # lines at once
_LONGEST = 300  # letters that are read of a line

_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,4}\s*[.)]|[-–—•*·▪])\s+|^\s*\d{1,4}\t")
# A dash between spaces parts; one inside of a word does not. What parts best comes first.
_PARTED = (r"\t+", r"\s[–—-]+\s|\s*[–—]\s+", r"[;|]", r",")
_PARTS = 6  # of a line, at most: a row of a spreadsheet has more cells than names
_LIKELY = 1.4  # that capitalised words name a person: with initials, a given name, a surname
_QUOTES = set('«»“”„"')
_NO_PERSON = (Group.LEGAL, Group.KIND, Group.UNIT)


class Line(NamedTuple):
    """A line as it was typed, and the ways to read it as a person and an organisation."""

    typed: str
    pairs: tuple[tuple[str, str], ...]


def read(text: str) -> list[Line]:
    """The lines, each once. Raises Invalid at `names` for more than two hundred."""
    found: dict[str, Line] = {}
    for raw in text.splitlines():
        line = _NUMBERED.sub("", raw)
        typed = clean_line(line)[:_LONGEST]
        if typed.strip(" .,;:-–—"):
            found.setdefault(search_key(typed), Line(typed, tuple(permutations(_parts(line), 2))))
    if len(found) > MOST:
        raise Invalid("names", "long_list", most=MOST)
    return list(found.values())


def is_like_a_person(text: str) -> bool:
    """All of it has the shape of a person's name, and none of it names a kind of organisation."""
    words = tokens(text, Span(0, len(text)))
    if not all(word.is_word or word.text == "." for word in words):
        return False
    said = analyse(text)
    if any(said.of(group) for group in _NO_PERSON):
        return False
    whole = (each for each in shapes(words, [False] * len(words)) if each.first == 0)
    return any(each.after == len(words) and each.likely >= _LIKELY for each in whole)


def is_like_an_organisation(text: str) -> bool:
    """It says what kind of organisation it is, or is in quotes."""
    said = analyse(text)
    return any(said.of(group) for group in _NO_PERSON) or bool(_QUOTES & set(text))


def _parts(line: str) -> list[str]:
    """The names in a line; one of one part has no pairs."""
    for mark in _PARTED:
        parts = [clean_line(part)[:_LONGEST] for part in re.split(mark, line)]
        parts = [part for part in parts if _may_be_a_name(part)]
        if len(parts) > 1:
            return parts[:_PARTS]
    return []


def _may_be_a_name(part: str) -> bool:
    """Not a number, an address or nothing; nor a legal form: it belongs to what is before it."""
    if is_email(part) or sum(each.isalpha() for each in part) < 2:
        return False
    terms = [lexicons.default().known(word.strip(".,")) for word in part.split()]
    return not all(term is not None and term.group is Group.LEGAL for term in terms)
