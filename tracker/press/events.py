"""The events an article tells of; the first one is what it is about."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.press import rules
from tracker.press.article import Article
from tracker.press.found import Day, Event, Organisation, Span
from tracker.press.places import Places
from tracker.press.sentences import Sentence, Token

_FIRST = 7  # sentences in which the main event is looked for
_MOST = 4
_WEIGHT = (2.0, 3.2, 2.0, 1.6, 1.1, 0.8, 0.6)  # the title, then sentence by sentence
_CLEAR = {
    **dict.fromkeys(("roundtable", "conference", "forum", "olympiad", "fair"), 1.6),
    **{"exhibition": 1.3, "training": 1.2, "meetup": 1.2, "opening": 0.8, "visit": 0.8},
    **{"signing": 0.6, "other": 0.2},
}
_HELD = {each: rules.words(f"held_{each}") for each in ("kk", "ru", "en")}
_TITLED = rules.words("event_titles_kk")
_OPENS, _CLOSES = '«“"„', '»”"'


@dataclass(frozen=True, slots=True)
class _Said:
    kind: str
    sentence: Sentence
    number: int
    first: int
    after: int
    is_named: bool
    weight: float


def find(
    article: Article, days: Sequence[Day], organisations: Sequence[Organisation]
) -> list[Event]:
    places = Places(article, organisations)
    said = list(_said(article, days, places))
    if not said:
        return [_untold(article, days, places)] if article.title.end > article.title.start else []
    kind = _main(said)
    main = max((each for each in said if each.kind == kind), key=lambda each: each.weight)
    # Of the words before one title the nearest says what it is: opened | the exhibition «…».
    nearest = {(each.number, each.after): each for each in said if each.is_named}
    others = [each for each in nearest.values() if each is not main]
    events = [_event(article, each, days, places) for each in (main, *others)]
    found: list[Event] = []
    for event in events:
        if (
            not any(_same(event, each) or event.span.overlaps(each.span) for each in found)
            and len(found) < _MOST
        ):
            found.append(event)
    return found


def _untold(article: Article, days: Sequence[Day], places: Places) -> Event:
    """No word says what it was: the story itself, by its title."""
    published = next((day.iso for day in days if day.is_published), None)
    place = places.host.name if places.host else None
    return Event(article.words(article.title), "other", published, place, article.title)


def _said(article: Article, days: Sequence[Day], places: Places) -> Iterator[_Said]:
    inside = [each for each in article.sentences if article.body.holds(each.span)]
    title = [each for each in article.sentences if article.title.holds(each.span)]
    rest = [each for each in inside if each not in title]
    numbered = [*((0, each) for each in title), *enumerate(rest, start=1)]
    told = sorted(day.span for day in days if not day.is_published)
    for number, sentence in numbered:
        tokens = sentence.tokens
        held = any(token.folded in _HELD[sentence.language] for token in tokens)
        first_day = bisect_left(told, Span(sentence.span.start, 0))
        dated = first_day < len(told) and sentence.span.holds(told[first_day])
        after = 0
        for each in rules.table("events").find(sentence.language, tokens):
            if each.first < after or places.at(tokens[each.first].start):
                continue
            after = each.after
            first, last = _name(sentence, each.first, each.after)
            named = any(token.text in _OPENS for token in tokens[first:last])
            weight = _WEIGHT[number] if number < len(_WEIGHT) else 0.2
            weight *= 1 + _CLEAR[each.rule.means] + 0.4 * held + 0.4 * named + 0.2 * dated
            yield _Said(each.rule.means, sentence, number, first, last, named, weight)


def _main(said: Sequence[_Said]) -> str:
    """The kind that most is said of at the beginning."""
    weights: dict[str, list[float]] = defaultdict(list)
    for each in said:
        if each.number < _FIRST:
            weights[each.kind].append(each.weight)
    if not weights:
        return said[0].kind

    def total(kind: str) -> float:
        first, *more = sorted(weights[kind], reverse=True)
        return first + 0.15 * sum(more[:3])

    return max(weights, key=total)


def _name(sentence: Sentence, first: int, after: int) -> tuple[int, int]:
    """The words of the name around the kind: what goes before it, and its title in quotes."""
    tokens = sentence.tokens
    start = first
    while start > 0 and first - start < 3 and _is_attribute(sentence, start - 1):
        start -= 1
    quoted_before = start if start else first
    at = start - 1
    if at >= 0 and tokens[at].folded in _TITLED:
        at -= 1
    if sentence.language == "kk" and at >= 0 and tokens[at].text in _CLOSES:
        opened = _opening(tokens, at)
        return (opened, after) if opened is not None else (quoted_before, after)
    stop = after
    while stop < len(tokens) and stop - after < 4 and tokens[stop].text not in _OPENS:
        if not tokens[stop].is_word:
            return start, after
        stop += 1
    if stop < len(tokens) and tokens[stop].text in _OPENS and stop - after < 4:
        closed = _closing(tokens, stop)
        if closed is not None:
            return start, closed + 1
    return start, after


def _is_attribute(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    if not token.is_word or token.folded in rules.words("before_position"):
        return False
    if token.folded in _HELD[sentence.language]:
        return False
    if sentence.language == "ru":
        endings = ("ый", "ий", "ой", "ая", "ое", "ые", "ие", "ого", "ом", "ей", "ую", "ых")
        return token.folded.endswith(endings)
    return sentence.language == "kk" or token.folded.endswith(
        ("al", "ic", "ed", "ing", "an", "open", "job", "spring", "science", "digital", "round")
    )


def _opening(tokens: Sequence[Token], closed: int) -> int | None:
    near = range(closed - 1, max(-1, closed - 30), -1)
    return next((at for at in near if tokens[at].text in _OPENS), None)


def _closing(tokens: Sequence[Token], opened: int) -> int | None:
    near = range(opened + 1, min(len(tokens), opened + 30))
    return next((at for at in near if tokens[at].text in _CLOSES), None)


def _event(article: Article, said: _Said, days: Sequence[Day], places: Places) -> Event:
    tokens = said.sentence.tokens
    span = Span(tokens[said.first].start, tokens[said.after - 1].end)
    return Event(
        article.words(span),
        said.kind,
        _date(said, days),
        places.host.name if places.host else None,
        span,
    )


def _date(said: _Said, days: Sequence[Day]) -> str | None:
    """The day in the sentence, else the first one of the story, else that of publication."""
    own = [day for day in days if not day.is_published]
    here = [day for day in own if said.sentence.span.holds(day.span)]
    near = here or ([] if said.number > 3 else [day for day in own if len(day.iso) >= 10])
    published = next((day.iso for day in days if day.is_published), None)
    past = [day for day in near if not published or day.iso[:10] <= published]
    chosen = past or here
    return chosen[0].iso if chosen else (published if said.number <= 3 else None)


def _same(one: Event, other: Event) -> bool:
    return one.kind == other.kind or one.name.casefold() == other.name.casefold()
