"""Organisations named by what they are: a university, a department, a plant, with their words."""

import re
from collections.abc import Iterator

from tracker.press.organisations import acronyms, english, kazakh, russian
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.table import MANY, At, words

_KAZAKH_PLAIN = re.compile("(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі)?")
_RUSSIAN_CASED = ("ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ой", "ей", "ую")
_RUSSIAN_CASES = frozenset(["у", "ом", "е", "ем", "ой", "ей", "ами", "ах", "ам", "ю", "ии", "ию"])
_GRAMMAR = {"en": english.around, "ru": russian.around, "kk": kazakh.around}


def find(line: Line) -> Iterator[Mention]:
    place = 0
    while place < len(line):
        head = at(line, place)
        if head is None:
            place += 1
            continue
        reach = _GRAMMAR[head.row.lang](line, head)
        if reach is not None:
            yield from _mentions(reach)
        place = head.after


def at(line: Line, place: int) -> At | None:
    """The head here: English ones in Latin letters, the others by the language of the sentence."""
    token = line.tokens[place]
    if not token.is_word:
        return None
    latin = token.text[0] < "\u0250"
    spoken = "en" if latin else "kk" if line.language == "kk" else "ru"
    table = words("organisation_heads")
    found = table.at(line.words, place, (spoken,))
    if found is None and not line.shouts and acronyms.is_institute(token.text):
        institute = table.at(["нии"], 0, ("ru",))
        return At(institute.row, place, place + 1, "", True) if institute else None
    if found is None and "-" in line.word(place):  # қорық-музейінің, Reserve-Museum
        last = line.word(place).rsplit("-", 1)[-1]
        inside = table.at([last], 0, (spoken,)) if last else None
        if inside is not None:
            return At(inside.row, place, place + 1, inside.ending, line.is_capital(place))
    return found


def _is_inflected(reach: Reach) -> bool:
    """Whether the head stands in a case; of a Russian one its adjective tells more surely."""
    ending, line = reach.head.ending, reach.line
    if reach.head.row.lang == "kk":
        return bool(ending) and _KAZAKH_PLAIN.fullmatch(ending) is None
    if reach.head.row.lang == "ru":
        if reach.first < reach.head.first and line.word(reach.first).endswith(_RUSSIAN_CASED):
            return True
        return ending in _RUSSIAN_CASES
    return False


def _mentions(reach: Reach) -> Iterator[Mention]:
    row, line = reach.head.row, reach.line
    confidence = 0.9 if reach.proper else 0.7
    found = Mention(line, reach.first, reach.after, "head", confidence, row.sector, reach.quoted)
    found.inflected = _is_inflected(reach)
    yield found
    if row.lang == "kk" and MANY.fullmatch(reach.head.ending):
        for first, after in kazakh.listed_before(reach):
            yield Mention(line, first, after, "list", 0.6, row.sector)
