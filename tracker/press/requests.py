"""What somebody needs or offers, and what was agreed to do: a word that asks, offers or promises
together with what is wanted, in one clause, which is the evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.press import clauses, people, rules
from tracker.press.article import Article
from tracker.press.clauses import Clause
from tracker.press.found import Agreement, Organisation, Person, Request, Span
from tracker.press.phrases import Found
from tracker.press.places import Places
from tracker.press.rules import Row
from tracker.press.sentences import Sentence, Token

_FAR = 12  # tokens between the word that asks and what is asked for
_LONG = 16  # tokens of evidence
_CONJUNCTIONS = rules.words("conjunctions")


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request before its partner is known."""

    kind: str
    direction: str
    first: int
    after: int
    cue: int


def find(
    article: Article, organisations: Sequence[Organisation], agreements: Sequence[Agreement]
) -> list[Request]:
    places = Places(organisations)
    speakers = people.find(article, organisations)
    found: list[Request] = []
    for sentence in article.sentences:
        if sentence.span == article.title:
            continue
        for asked in _asked(sentence, places):
            tokens = sentence.tokens
            span = Span(tokens[asked.first].start, tokens[asked.after - 1].end)
            if any(span.overlaps(each.span) for each in found if each.kind == asked.kind):
                continue
            partner = _partner(sentence, asked, places, speakers)
            found.append(
                Request(asked.kind, asked.direction, article.words(span), span, partner)
            )
    return found


def _asked(sentence: Sentence, places: Places) -> Iterator[_Asked]:
    language, tokens = sentence.language, sentence.tokens
    stops = rules.table("no_requests").find(language, tokens)
    if any(each.rule.means == "recalled" for each in stops):
        return
    cues = _cues(language, tokens, stops)
    kinds = _named_kinds(sentence, places)
    for clause in clauses.split(sentence):
        existing = any(
            each.rule.means == "existing" and clause.first <= each.first < clause.after
            for each in stops
        )
        mine = [each for each in cues if clause.first <= each.first < clause.after]
        for number, cue in enumerate(mine):
            if existing and cue.rule.means == "agreed":
                continue
            before = mine[number - 1].after if number else clause.first
            after = mine[number + 1].first if number + 1 < len(mine) else clause.after
            yield from _around(sentence, cue, Clause(before, after), kinds, places)


def _cues(
    language: str, tokens: Sequence[Token], stops: Sequence[Found[Row]]
) -> list[Found[Row]]:
    denied = [each for each in stops if each.rule.means == "denied"]
    found: list[Found[Row]] = []
    for each in rules.table("directions").find(language, tokens):
        if any(stop.first <= each.first < stop.after for stop in denied):
            continue
        if not found or each.first >= found[-1].after:
            found.append(each)
    return found


def _named_kinds(sentence: Sentence, places: Places) -> list[Found[Row]]:
    """What may be wanted; the name of an organisation says nothing of it."""
    tokens = sentence.tokens
    return [
        each
        for each in rules.table("kinds").find(sentence.language, tokens)
        if places.at(tokens[each.first].start) is None
    ]


def _around(
    sentence: Sentence,
    cue: Found[Row],
    free: Clause,
    kinds: Sequence[Found[Row]],
    places: Places,
) -> Iterator[_Asked]:
    tokens = sentence.tokens
    if sentence.language == "kk":
        first = _after_subject(tokens, max(free.first, cue.first - _LONG), cue.first, places)
        asks = cue.rule.note == "asks"
        scope = Clause(first, cue.first if asks and cue.first > first else cue.after)
        ahead = [scope, Clause(cue.first, free.after)]
    else:
        start = _after_addressee(sentence, cue, free.after)
        scope = Clause(start, _stop(tokens, cue.after, free.after, places))
        back = _after_subject(tokens, max(free.first, cue.first - _LONG), cue.first, places)
        ahead = [scope, Clause(back, cue.after)]
    for scope in ahead:
        inside = [each for each in kinds if scope.first <= each.first < scope.after]
        inside += [each for each in kinds if cue.first <= each.first < cue.after and each not in inside]
        chosen = _chosen(inside, cue, last=sentence.language == "kk")
        if chosen is None:
            continue
        first, after = _bounds(tokens, scope, chosen, cue, sentence.language)
        if after > first:
            yield _Asked(chosen.rule.means, cue.rule.means, first, after, cue.first)
        return


def _chosen(
    kinds: Sequence[Found[Row]], cue: Found[Row], *, last: bool
) -> Found[Row] | None:
    """The kind that is said most clearly; of equals what stands nearest to the word that asks."""
    over = [each for each in kinds if each.rule.note == "over"]
    clear = [each for each in kinds if each.rule.note != "weak"]
    weak = [] if cue.rule.note else kinds
    if cue.rule.note == "gift":
        clear = [
            each
            for each in kinds
            if each.rule.means in ("equipment", "scholarship", "laboratory")
        ]
        over, weak = [], []
    if cue.rule.note == "asks":
        weak = kinds
    choice = over or clear or weak
    return (choice[-1] if last else choice[0]) if choice else None


def _bounds(
    tokens: Sequence[Token], scope: Clause, kind: Found[Row], cue: Found[Row], language: str
) -> tuple[int, int]:
    first, after = scope
    if after - first > _LONG:
        if language == "kk":
            first = after - _LONG
        else:
            after = max(first + _LONG, kind.after)
    while after > first and not _is_content(tokens[after - 1]):
        after -= 1
    while first < after and not _is_content(tokens[first]):
        first += 1
    return first, after


def _is_content(token: Token) -> bool:
    return (token.is_word or token.is_number or token.text in "»”)") and (
        token.folded not in _CONJUNCTIONS
    )


def _stop(tokens: Sequence[Token], first: int, after: int, places: Places) -> int:
    """Where what is wanted ends: at the latest where somebody else becomes the subject."""
    for at in range(first, after):
        if tokens[at].text == "," and at + 1 < after and at > first + 2:
            following = tokens[at + 1 : at + 4]
            if any(places.at(token.start) for token in following):
                return at
    return after


def _after_addressee(sentence: Sentence, cue: Found[Row], after: int) -> int:
    """Asked the university | to organise courses."""
    if cue.rule.note != "asks":
        return cue.first
    tokens = sentence.tokens
    if sentence.language == "en":
        for at in range(cue.after, min(after, cue.after + 8)):
            if tokens[at].folded in ("to", "for", "whether", "if", "that"):
                return at
        return cue.first
    return cue.after if after - cue.after > 2 else cue.first


def _after_subject(tokens: Sequence[Token], first: int, cue: int, places: Places) -> int:
    """Where the words about the wanted thing begin: after the organisation that is the subject."""
    start = first
    for at in range(first, cue):
        owner = places.at(tokens[at].start)
        if owner is not None and not owner.is_host and cue - at > 2:
            start = at + 1
        elif tokens[at].text == "," and cue - at > 4 and at - first < 4:
            start = at + 1
    while start < cue and (places.at(tokens[start].start) or not tokens[start].is_word):
        start += 1
    return min(start, cue)


def _partner(
    sentence: Sentence, asked: _Asked, places: Places, speakers: Sequence[Person]
) -> str | None:
    tokens = sentence.tokens
    cue = tokens[asked.cue].start
    start = sentence.span.start
    before = [each for each in places.ending(start, cue) if not each.is_host]
    if before:
        return before[0].name
    spoken = [
        person
        for person in speakers
        if any(start <= span.start < sentence.span.end for span in person.spans)
    ]
    if spoken and spoken[0].organisation:
        return spoken[0].organisation
    inside = [each for each in places.between(cue, sentence.span.end) if not each.is_host]
    if inside:
        return inside[0].name
    latest = places.latest(start)
    return latest.name if latest else None
