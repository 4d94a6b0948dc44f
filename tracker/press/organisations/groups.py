"""Organisations named as a kind only: the city's schools, regional museums."""

from collections.abc import Iterator

from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention

_SECTORS = {
    **dict.fromkeys(("school", "школ", "мекте"), "school"),
    **dict.fromkeys(("museu", "музе", "мұраж"), "museum"),
    **dict.fromkeys(("colle", "колле"), "school"),
    **dict.fromkeys(("вуз", "униве"), "university"),
    **dict.fromkeys(("libra", "библи", "кітап", "hospi", "больн"), "other"),
}


def find(line: Line) -> Iterator[Mention]:
    for place in range(len(line)):
        if not line.is_lower(place) or not is_in(f"group_{line.language}", line.word(place)):
            continue
        first, after = place, place + 1
        while first > 0 and is_in("group_marks", line.word(first - 1)) and line.is_lower(first - 1):
            first -= 1
        if line.language == "ru" and is_in("group_marks", line.word(after)):
            after += 1 + line.is_capital(after + 1)
        if after - first == 1:
            continue
        if line.word(first - 1) == "the":
            first -= 1
        yield Mention(line, first, after, "head", 0.3, _sector(line.word(place)), is_group=True)


def _sector(word: str) -> str:
    found = (sector for begin, sector in _SECTORS.items() if word.startswith(begin))
    return next(found, "industry")
