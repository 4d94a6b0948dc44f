"""Which organisation somebody belongs to: what stands beside the name or the position, else what
the position means, else whom the paragraph was about."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from tracker.press import rules
from tracker.press.article import Article
from tracker.press.found import Organisation
from tracker.press.mentions import Mention
from tracker.press.places import Places
from tracker.press.positions import Position
from tracker.press.sentences import Token

_NEAR = 3  # tokens from a position to the organisation that it is one of
_BRACKETS = 4  # tokens behind a name in which brackets tell it
_RULERS = rules.words("rulers")
_RULE = tuple(rules.words("ruling"))
_OWN_UNITS = tuple(rules.words("own_units"))


class Employers:
    def __init__(self, article: Article, places: Places) -> None:
        self._places = places
        starts = [each.span.start for each in article.sentences]
        paragraphs = [each.paragraph for each in article.sentences]
        self._begins = dict(zip(reversed(paragraphs), reversed(starts), strict=True))
        self._before = {  # where the sentence before begins
            one.span: last.span.start for last, one in pairwise(article.sentences)
        }

    def of(self, person: Mention) -> str | None:
        """The `name` of the organisation; of a unit of ours our own."""
        everywhere = (person, *person.again)
        named = next((each for each in map(self._named, everywhere) if each), None)
        found = named or self._meant(person)
        if found is None or found.parent is None:
            return found.name if found else None
        host = self._places.host
        return host.name if host is not None and found.parent == host.name else found.name

    def _named(self, person: Mention) -> Organisation | None:
        """Right beside."""
        tokens, shape, position = person.sentence.tokens, person.shape, person.position
        if position is None:
            return self._beside(tokens, person)
        places = self._places
        if person.is_after:
            first, after = shape.after, position.after
            beyond = places.between(tokens[after - 1].end, _reach(tokens, after, _NEAR))
        else:
            first, after = position.first, shape.first
            beyond = places.ending(_back(tokens, first), tokens[first].start)
        inside = places.between(tokens[first].start, tokens[min(after, len(tokens)) - 1].end)
        near = [*inside, *beyond]
        is_open = shape.after < len(tokens) and tokens[shape.after].text in "(,"
        if not near and not person.is_after and is_open:
            near = places.between(tokens[shape.after - 1].end, _reach(tokens, shape.after, _NEAR))
        return near[0] if near else None

    def _beside(self, tokens: Sequence[Token], person: Mention) -> Organisation | None:
        """Of a name without a position: what follows in brackets, or stands before a dash."""
        shape, places = person.shape, self._places
        if not is_beside(tokens, person.shape.first, person.shape.after, places):
            return None
        after = places.between(tokens[shape.after - 1].end, _reach(tokens, shape.after, _BRACKETS))
        start = tokens[shape.first].start
        near = after or places.ending(_back(tokens, shape.first), start)
        return near[0] if near else None

    def _meant(self, person: Mention) -> Organisation | None:
        position, places = person.position, self._places
        if position is None:
            return None
        tokens = person.sentence.tokens
        words, language = _words(person, position), person.sentence.language
        if meant := places.alluded(language, words) or places.meant(language, words):
            return meant
        if any(each.folded in _RULERS for each in words):
            return self._akimat
        if position.means == "scholar" or any(each.folded.startswith(_OWN_UNITS) for each in words):
            return self._academic(person)
        if position.means == "title":
            return None
        begin = self._begins[person.sentence.paragraph]
        near = places.ending(begin, tokens[position.first].start)
        return next((each for each in near if not each.is_host and not each.is_group), None)

    @cached_property
    def _akimat(self) -> Organisation | None:
        """Whose akim somebody is, where it is not named beside."""
        akimats = self._places.called(_RULE)
        return akimats[0] if len(akimats) == 1 else None

    def _academic(self, person: Mention) -> Organisation | None:
        """The university that this sentence or the one before named last, else the host."""
        begin = self._before.get(person.sentence.span, person.sentence.span.start)
        near = self._places.ending(begin, person.span.start)
        return next((each for each in near if each.sector == "university"), self._places.host)


def is_beside(tokens: Sequence[Token], first: int, after: int, places: Places) -> bool:
    """Name (organisation), or organisation – name."""
    if after + 1 < len(tokens) and tokens[after].text in "(,–—":
        reach = tokens[min(after + _BRACKETS, len(tokens)) - 1].end
        if places.between(tokens[after].end, reach):
            return True
    before = first - 1
    if before < 1 or tokens[before].text not in "–—:(":
        return False
    return places.at(tokens[before - 1].start) is not None or (
        before > 1 and places.at(tokens[before - 2].start) is not None
    )


def _words(person: Mention, position: Position) -> Sequence[Token]:
    """The position with what is said of it, as far as the name."""
    tokens = person.sentence.tokens
    if person.is_after:
        return tokens[person.shape.after : position.after + _NEAR]
    first, least = position.first, max(0, position.first - _NEAR)
    while person.sentence.language == "kk" and first > least and tokens[first - 1].is_word:
        first -= 1
    behind = tokens[person.shape.after :][:_NEAR]
    is_of = bool(behind) and behind[0].folded == "of"  # Major Kim of the Department
    return [*tokens[first : person.shape.first], *(behind if is_of else ())]


def _reach(tokens: Sequence[Token], at: int, more: int) -> int:
    return tokens[min(at + more, len(tokens)) - 1].end


def _back(tokens: Sequence[Token], at: int) -> int:
    return tokens[max(0, at - _NEAR)].start
