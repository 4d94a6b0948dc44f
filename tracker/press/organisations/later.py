"""Short forms of organisations that the article has named: «Иртыш Кабель», Irtysh Kabel, ОЭСК."""

from collections.abc import Iterator, Sequence

from tracker.press.organisations.joining import Joined
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line, bare
from tracker.press.organisations.mention import Mention

_LONGEST = 5  # words of a short name


def find(lines: Sequence[Line], joined: Joined, found: Sequence[Mention]) -> list[Mention]:
    """The mentions that join; `joined` has them already."""
    taken: dict[int, set[int]] = {id(line): set() for line in lines}
    for mention in found:
        taken[id(mention.line)].update(range(mention.first, mention.after))
    more: list[Mention] = []
    for line in lines:
        for mention in _candidates(line, joined, taken[id(line)]):
            one = joined.short_of(mention)
            if one is not None and not taken[id(line)] & set(range(mention.first, mention.after)):
                mention.sector = one.mentions[0].sector
                mention.confidence = one.mentions[0].confidence
                joined.put(one, mention)
                taken[id(line)].update(range(mention.first, mention.after))
                more.append(mention)
    return more


def _candidates(line: Line, joined: Joined, taken: set[int]) -> Iterator[Mention]:
    for opens, close in line.quotes.items():
        if opens not in taken and close - opens <= 8:
            yield Mention(line, opens, close + 1, "list", 0.5, "other", (opens + 1, close))
    place = 0
    while place < len(line):
        if not line.is_capital(place) or not line.tokens[place].is_word or place in taken:
            place += 1
            continue
        after = place
        while (
            after < len(line)
            and after not in taken
            and (
                (line.tokens[after].is_word and line.is_capital(after))
                or (line.tokens[after].text in "&-" and line.is_capital(after + 1))
            )
        ):
            after += 1
        first = place
        while first < after and is_in("no_name", line.word(first)):
            first += 1
        for begin in range(first, after):
            if not joined.may_be_named(bare(line.tokens[begin].text)):
                continue
            for end in range(min(after, begin + _LONGEST), begin, -1):
                yield Mention(line, begin, end, "list", 0.5, "other")
        place = after
