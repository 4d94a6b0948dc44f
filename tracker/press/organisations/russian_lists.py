"""Names that share one Russian head: Томский политехнический и Омский аграрный университеты."""

from collections.abc import Iterator

from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.russian_words import is_adjective
from tracker.press.organisations.table import At

_PLACE = ("ск", "цк")
_SINGULAR = ("ий", "ый", "ой", "ая", "ое", "ого", "его", "ому", "ему", "им", "ым", "ом", "ую")
_SECTORS = ("university", "school", "research_institute", "museum", "government")
# How adjectives end beside a masculine head in this case.
_AGREEING = {
    "": ("ий", "ый", "ой"),
    "а": ("ого", "его"),
    "у": ("ому", "ему"),
    "ом": ("ым", "им"),
    "е": ("ом", "ем"),
}
_LEAST = 2  # adjectives
_SAID_ONCE = ("университет", "институт", "колледж", "техникум")


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


def elided(line: Line, reach: Reach) -> Iterator[tuple[int, int]]:
    """Карагандинский технический, | Торайгыров университет: the head in the singular is said once.
    One adjective alone may be anything."""
    head = reach.head
    endings = _AGREEING.get(head.ending)
    if endings is None or not line.word(head.first).startswith(_SAID_ONCE):
        return
    joint = reach.first - 1
    while joint > 1 and line.word(joint) in (",", "и"):
        begin = _begin(line, joint)
        if begin is None or joint - begin < _LEAST:
            return
        if not all(line.word(at).endswith(endings) for at in range(begin, joint)):
            return
        yield begin, joint
        joint = begin - 1


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
