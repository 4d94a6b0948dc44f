"""Names that the register knows: whatever is written large or in quotes is asked for, at once."""

from collections.abc import Iterator, Sequence

from tracker.press.found import Match
from tracker.press.known import Known
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line, bare
from tracker.press.organisations.mention import Mention

_LONGEST = 6  # words in one run of capitals
_MOST = 1_500  # names that one article may ask for

Place = tuple[Line, int, int]


def find(
    lines: Sequence[Line], known: Known, sure: Sequence[Mention]
) -> tuple[list[Mention], dict[str, Match]]:
    """Mentions that only the register gives, and what it says of every name that it was asked."""
    places: dict[str, list[Place]] = {}
    for line in lines:
        for first, after in _candidates(line):
            places.setdefault(_text(line, first, after), []).append((line, first, after))
    names = [*{mention.name for mention in sure}, *places]
    called = known.called(names[:_MOST])
    return [
        Mention(line, first, after, "known", 0.95, "industry", known=name)
        for name in called
        for line, first, after in places.get(name, ())
    ], called


def _text(line: Line, first: int, after: int) -> str:
    span = line.text(first, after)
    return span[: len(span) - len(line.tokens[after - 1].text)] + bare(line.tokens[after - 1].text)


def _candidates(line: Line) -> Iterator[tuple[int, int]]:
    for opens, close in line.quotes.items():
        if close - opens <= 10:
            yield opens + 1, close
    if line.shouts:
        return
    place = 0
    while place < len(line):
        if not line.is_capital(place):
            place += 1
            continue
        after = place
        while after < len(line) and line.tokens[after].is_word and line.is_capital(after):
            after += 1
        yield from _parts(line, place, after)
        place = after


def _parts(line: Line, first: int, after: int) -> Iterator[tuple[int, int]]:
    for begin in range(first, after):
        if is_in("no_name", line.word(begin)):
            continue
        for end in range(min(after, begin + _LONGEST), begin, -1):
            if end - begin > 1 or _is_own(line, begin):
                yield begin, end


def _is_own(line: Line, place: int) -> bool:
    """One word alone is asked for if it is more than a town or what names are made of."""
    return len(line.word(place)) > 2 and not line.says_what(place)
