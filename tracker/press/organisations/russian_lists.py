"""Names that share one Russian head: Томский политехнический и Омский аграрный университеты."""

from collections.abc import Iterator

from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.russian_words import is_adjective
from tracker.press.organisations.table import At

_PLACE = ("ск", "цк")
_SINGULAR = ("ий", "ый", "ой", "ая", "ое", "ого", "его", "ому", "ему", "им", "ым", "ом", "ую")
_SECTORS = ("university", "school", "research_institute", "museum", "government")


def before(line: Line, head: At) -> Iterator[tuple[int, int]]:
    """What stands before this plural; the last of them with the head. One alone is no list."""
    found, after = [], head.after
    begin = _begin(line, head.first)
    while begin is not None:
        found.append((begin, after))
        joint = begin - 1
        if line.word(joint) != "и" and (joint < 0 or line.tokens[joint].text != ","):
            break
        after, begin = joint, _begin(line, joint)
    if len(found) > 1 and head.row.sector in _SECTORS:
        yield from reversed(found)


def _begin(line: Line, after: int) -> int | None:
    """Where adjectives in the singular begin that end here, the first one of a place."""
    first = after
    while first > 0 and _is_single(line, first - 1):
        first -= 1
        stem = line.word(first).rstrip("аеийоуыюямг")
        if line.is_capital(first) and stem.endswith(_PLACE):
            return first
    return None


def _is_single(line: Line, place: int) -> bool:
    word = line.word(place)
    return (
        line.tokens[place].is_word
        and word.endswith(_SINGULAR)
        and is_adjective(line, place)
        and not is_in("no_name", word)
    )
