"""Organisations named as a kind only: the city's schools, regional museums, a large meat plant."""

from collections.abc import Iterator

from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention

_CONFIDENCE = 0.3
_MUSEUMS = ("museu", "музе", "мұраж")
_LIBRARIES = ("библи",)


def find(line: Line) -> Iterator[Mention]:
    for place in range(len(line)):
        if not line.is_lower(place):
            continue
        if is_in(f"group_{line.language}", line.word(place)):
            yield from _several(line, place)
        elif is_in("plants", line.word(place)):
            yield from _plant(line, place)


def _several(line: Line, place: int) -> Iterator[Mention]:
    """Only with whose they are: schools in general are nobody."""
    first, after = place, place + 1
    while first > 0 and is_in("group_marks", line.word(first - 1)):
        if not line.is_lower(first - 1) and not line.is_first(first - 1):
            break
        first -= 1
    if line.language == "ru" and is_in("group_marks", line.word(after)):
        after += 1 + line.is_capital(after + 1)
    if after - first == 1:
        return
    if line.word(first - 1) == "the":
        first -= 1
    sector = _sector(line.word(place))
    yield Mention(line, first, after, "head", _CONFIDENCE, sector, is_group=True)


def _plant(line: Line, place: int) -> Iterator[Mention]:
    """One that is planned, or has no name yet, but is described in detail."""
    first = place
    while first > 0 and _is_field(line, first - 1) and line.is_lower(first - 1):
        first -= 1
    if place - first < 1 or not is_in("plant_marks", line.word(first - 1)):
        return
    first -= 1
    if line.word(first - 1) == "a":
        first -= 1
    yield Mention(line, first, place + 1, "head", _CONFIDENCE, "industry", is_group=True)


def _is_field(line: Line, place: int) -> bool:
    return line.is_field(place) or is_in("short_fields", line.word(place))


def _sector(word: str) -> str:
    if word.startswith(_MUSEUMS):
        return "museum"
    return "other" if word.startswith(_LIBRARIES) else "school"
