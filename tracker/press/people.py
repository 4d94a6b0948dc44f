"""People: names beside a position, beside who speaks, or names that can be nothing else."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.press import people_words, person_names, positions, rules
from tracker.press.article import Article
from tracker.press.employers import Employers, is_beside
from tracker.press.found import Organisation, Person, Span
from tracker.press.mentions import Mention
from tracker.press.person_names import Shape
from tracker.press.places import Places
from tracker.press.positions import Position
from tracker.press.sentences import Sentence, Token

_ALIKE = 20  # people of one name that a new mention is compared with
_FAR = 16  # tokens between a position and the name it goes with
_NOT_A_PERSON = rules.words("no_person_before")
_BODIES = tuple(
    each for key in ("en", "ru", "kk") for each in rules.words(f"anaphora_{key}") if len(each) > 4
)
_CLASSICS = tuple(rules.words("classics"))
_AT = rules.words("at")
_IN = rules.words("in")
_TITLES = rules.words("titles")
_STREETS = rules.words("no_person_after")


def find(article: Article, organisations: Sequence[Organisation]) -> list[Person]:
    places = Places(article, organisations)
    mentions: list[Mention] = []
    for sentence in article.sentences:
        mentions.extend(_mentions(sentence, places))
    people, employers = _joined(article, mentions, places), Employers(article, places)
    return [_person(article, each, places, employers) for each in people]


def _mentions(sentence: Sentence, places: Places) -> Iterator[Mention]:
    tokens = sentence.tokens
    found = positions.find(sentence, places)
    closed = [places.at(token.start) is not None for token in tokens]
    for position in found:
        closed[position.head : position.after] = [True] * (position.after - position.head)
    for shape in person_names.shapes(tokens, closed):
        span = Span(tokens[shape.first].start, tokens[shape.after - 1].end)
        if _belongs_elsewhere(tokens, shape) or _is_thing(tokens, shape):
            continue
        before = _before(tokens, found, shape, closed)
        after = _behind(tokens, found, shape)
        if after and before and (before.means == "title" or shape.first - before.after > 2):
            before = None
        elif before:
            after = None
        anchored = before or after
        likely = shape.likely
        if likely >= person_names.WHOLE:
            likely += _speaks(sentence, shape) + is_beside(tokens, shape.first, shape.after, places)
        enough = person_names.ANCHORED if anchored else person_names.ALONE
        title = anchored is not None and _is_titled(tokens, shape.first)
        if likely >= enough or (title and likely >= 0.2):
            yield Mention(shape, sentence, span, anchored, before is None)


_SHORT_CASE = re.compile("(?<=^..)[нд][ыі]ң$|(?<=^...)[нд][ыі]ң$")
_CASE = re.compile("(?:ым|ой|ом|ем|[аяуюеы])$")


def _belongs_elsewhere(tokens: Sequence[Token], shape: Shape) -> bool:
    """A street, a prize, an organisation is called so."""
    before = [token.folded for token in tokens[max(0, shape.first - 2) : shape.first] if token]
    after = tokens[shape.after].folded if shape.after < len(tokens) else ""
    if any(token.folded.startswith(_CLASSICS) for token in tokens[shape.first : shape.after]):
        return True
    return bool(_NOT_A_PERSON & set(before)) or after in _STREETS


def _is_titled(tokens: Sequence[Token], first: int) -> bool:
    """Dr Smith, Prof. Smith: after a title the surname is enough."""
    at = first - 2 if first > 1 and tokens[first - 1].text == "." else first - 1
    return at >= 0 and tokens[at].folded in _TITLES


def _is_thing(tokens: Sequence[Token], shape: Shape) -> bool:
    """A student of the Research School: capitals, but no name that people have."""
    before = tokens[shape.first - 1].folded if shape.first else ""
    if any(token.folded.startswith(_BODIES) for token in tokens[shape.first : shape.after]):
        return True
    return before in _IN or (before in _AT and shape.likely < person_names.CERTAIN)


def _before(
    tokens: Sequence[Token], found: list[Position], shape: Shape, closed: Sequence[bool]
) -> Position | None:
    """The position that leads to a name: nothing but its own words and an organisation between."""
    near = [each for each in found if each.after <= shape.first]
    if not near or shape.first - near[-1].after > _FAR:
        return _by_ending(tokens, shape)
    position, lower = near[-1], 0
    for at in range(position.after, shape.first):
        token = tokens[at]
        if closed[at] or token.text in '«»"“”()№-–.' or token.is_number:
            continue
        if token.text == ",":
            # an apposition that ends right before the name, or begins it
            if at + 1 == shape.first or at == shape.first - 2:
                continue
            return None
        lower += 1
        if not token.is_word or (token.folded in ("и", "and", "және", "мен") and lower > 6):
            return None
    if lower > 7:
        return None
    earlier = near[-2] if len(near) > 1 else None
    if earlier and position.means == "title" and position.head - earlier.after < 3:
        return earlier
    if earlier and position.head - earlier.after == 0:
        return Position(earlier.first, earlier.head, position.after, earlier.means)
    return position


def _by_ending(tokens: Sequence[Token], shape: Shape) -> Position | None:
    """A word right before the name that ends like a profession: сварщик Ерболат Ким."""
    at = shape.first - 1
    if at < 0 or tokens[at].is_capital or not tokens[at].is_word or len(tokens[at].text) < 5:
        return None
    if any(people_words.is_profession(each, tokens[at]) for each in ("kk", "ru", "en")):
        return Position(at, at, at + 1, "employee")
    return None


def _behind(tokens: Sequence[Token], found: list[Position], shape: Shape) -> Position | None:
    """The position in apposition: a name, then a comma, a dash or a bracket, then what he is."""
    at = shape.after
    if at >= len(tokens) or tokens[at].text not in (",", "(", "–", "—", "-"):
        return None
    for position in found:
        if position.head <= at:
            continue
        if position.head - at > 9:
            return None
        between = tokens[at + 1 : position.head]
        if any(token.text in ",;()" for token in between):
            return None
        return position
    return None


def _speaks(sentence: Sentence, shape: Shape) -> bool:
    table, tokens = rules.table("speech"), sentence.tokens
    near = (*range(shape.first - 3, shape.first), shape.after, shape.after + 1)
    return any(0 <= at < len(tokens) and table.at(sentence.language, tokens, at) for at in near)


def _joined(article: Article, mentions: list[Mention], places: Places) -> list[Mention]:
    """One entry a person; who is mentioned again, also by the surname alone, gets more spans."""
    people: list[Mention] = []
    called: dict[str, list[Mention]] = defaultdict(list)  # by each word of the name
    covered: set[int] = set()
    for mention in mentions:
        words = _bare_words(mention)
        covered.update(token.start for token in _words(mention))
        alike = (each for word in words for each in called.get(word, ())[-_ALIKE:])
        known = next((each for each in alike if _same(each, mention)), None)
        if known is None:
            people.append(mention)
            for word in words:
                called[word].append(mention)
            continue
        known.more.append(mention.span)
        known.again.append(mention)
        if known.position is None and mention.position is not None:
            known.again.append(replace(known, again=[]))
            known.position, known.is_after = mention.position, mention.is_after
            known.sentence, known.shape = mention.sentence, mention.shape
    by_surname = {_key(each): each for each in people}
    for sentence in article.sentences:
        for token in sentence.tokens:
            if not token.is_capital or len(token.text) < 4 or token.start in covered:
                continue
            person = _called(by_surname, token)
            if person is not None and places.at(token.start) is None:
                person.more.append(Span(token.start, token.end))
    return people


def _called(by_surname: dict[str, Mention], token: Token) -> Mention | None:
    word = token.folded
    lengths = range(len(word), max(3, len(word) - 4), -1)
    return next((by_surname[word[:n]] for n in lengths if word[:n] in by_surname), None)


def _words(mention: Mention) -> Sequence[Token]:
    return mention.sentence.tokens[mention.shape.first : mention.shape.after]


def _bare_words(mention: Mention) -> list[str]:
    bare = (_bare(token) for token in _words(mention) if token.is_word)
    return sorted({word for word in bare if len(word) > 1})


def _key(mention: Mention) -> str:
    return _bare(person_names.surname(_words(mention)))


def _bare(token: Token) -> str:
    """A name without its ending of case."""
    word = _SHORT_CASE.sub("", person_names.without_case(token.folded))
    return _CASE.sub("", word) if len(word) > 4 else word


def _same(one: Mention, other: Mention) -> bool:
    words = [set(_bare_words(each)) for each in (one, other)]
    if min(len(each) for each in words) == 1:
        return bool(words[0] & words[1])
    if _key(one) != _key(other):
        return False
    firsts = [
        {token.folded[0] for token in _words(each) if token.is_word and token.is_capital}
        for each in (one, other)
    ]
    return firsts[0] <= firsts[1] or firsts[1] <= firsts[0]


def _person(article: Article, mention: Mention, places: Places, employers: Employers) -> Person:
    name = article.words(mention.span)
    if mention.sentence.language == "kk":
        name = person_names.without_case(name)
    position = _position_text(article, mention, places)
    spans = tuple(sorted([mention.span, *mention.more]))
    return Person(name, position, employers.of(mention), spans[0], spans)


def _position_text(article: Article, mention: Mention, places: Places) -> str | None:
    position = mention.position
    if position is None or position.means == "title":
        return None
    stop = len(mention.sentence.tokens) if mention.is_after else mention.shape.first
    return positions.text(article, mention.sentence, position, stop, places)
