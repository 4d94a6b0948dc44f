"""The events an article tells of; the first one is what it is about."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.press import event_names, rules
from tracker.press.article import Article
from tracker.press.found import Agreement, Day, Event, Organisation, Span
from tracker.press.places import Places
from tracker.press.sentences import Sentence, Token

_FIRST = 7  # sentences in which the main event is looked for
_MOST = 4
_LONGEST_TITLE = 200  # letters
_WEIGHT = (2.0, 3.2, 2.0, 1.6, 1.1, 0.8, 0.6)  # the title, then sentence by sentence
_CLEAR = {
    **dict.fromkeys(("roundtable", "conference", "forum", "olympiad", "fair"), 1.6),
    **{"exhibition": 1.3, "training": 1.2, "meetup": 1.2, "opening": 0.8, "visit": 0.8},
    **{"signing": 0.6, "other": 0.2},
}
_DUAL = ("дуальн", "dual", "дуалды")
# A paper signed now is what an article that soon comes to it is about, whatever framed it.
_SIGNED = 5.0
# A paper of which somebody tells, by which something is done, or that one person signs.
_SPOKEN_OF = re.compile(
    r"(?:,\s+(?:как|что|когда|котор\w+)|\bо|\b(?:when|that|how|which|who|about))\s.{0,60}"
    r"(?:подпис|заключ|договор|меморандум|соглашени|sign|contract|agreement|memorand)"
    r"|(?:по|на основании|согласно|рамках)\s+(?:\w+\s+)?(?:договор|меморандум|соглашени)"
    r"|\bподписывает\b",
    re.IGNORECASE,
)
# What is wanted and offered more often than held.
_OFFERS = ("стажировк", "переподготовк", "обучени", "retraining")
_OFFERED = 0.5
_HELD = {each: rules.words(f"held_{each}") for each in ("kk", "ru", "en")}
_OPENS = '«“"„'


@dataclass(frozen=True, slots=True)
class _Said:
    kind: str
    sentence: Sentence
    number: int
    first: int
    after: int
    is_named: bool
    is_poor: bool  # its words do not say what it was
    weight: float


def find(
    article: Article,
    days: Sequence[Day],
    organisations: Sequence[Organisation],
    agreements: Sequence[Agreement],
) -> list[Event]:
    places = Places(article, organisations)
    said = [*_said(article, days, places), *_signed(article, agreements)]
    if not said:
        return [_untold(article, days, places)] if article.title.end > article.title.start else []
    kind = _main(said)
    alike = [each for each in said if each.kind == kind]
    main = max(alike, key=lambda each: each.weight)
    called = [each for each in alike if each.number < _FIRST and not each.is_poor]
    if main.is_poor and called:
        main = max(called, key=lambda each: each.weight)
    # Of the words before one title the nearest says what it is: opened | the exhibition «…».
    nearest = {(each.number, each.after): each for each in said if each.is_named}
    others = [each for each in nearest.values() if each is not main]
    events = [_event(article, each, days, places) for each in (main, *others)]
    if main.is_poor and 0 < article.title.end - article.title.start < _LONGEST_TITLE:
        title = article.words(article.title)
        events[0] = replace(events[0], name=title, span=article.title)
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


def _signed(article: Article, agreements: Sequence[Agreement]) -> Iterator[_Said]:
    """By what is signed; the name is the title, if no word says it better."""
    new = [each.span for each in agreements if not each.recalled]
    for number, sentence in _numbered(article):
        if not 0 < number < _FIRST or not any(sentence.span.holds(span) for span in new):
            continue
        if _SPOKEN_OF.search(article.words(sentence.span)):
            continue
        weight = _WEIGHT[number] * _SIGNED
        yield _Said("signing", sentence, number, 0, len(sentence.tokens), False, True, weight)


def _numbered(article: Article) -> list[tuple[int, Sentence]]:
    """Those of the title are 0."""
    inside = [each for each in article.sentences if article.body.holds(each.span)]
    title = [each for each in article.sentences if article.title.holds(each.span)]
    rest = [each for each in inside if each not in title]
    return [*((0, each) for each in title), *enumerate(rest, start=1)]


def _said(article: Article, days: Sequence[Day], places: Places) -> Iterator[_Said]:
    told = sorted(day.span for day in days if not day.is_published)
    for number, sentence in _numbered(article):
        tokens = sentence.tokens
        held = any(token.folded in _HELD[sentence.language] for token in tokens)
        first_day = bisect_left(told, Span(sentence.span.start, 0))
        dated = first_day < len(told) and sentence.span.holds(told[first_day])
        after = 0
        for each in rules.table("events").find(sentence.language, tokens):
            if each.first < after or places.at(tokens[each.first].start):
                continue
            if each.first and tokens[each.first - 1].folded.startswith(_DUAL):
                continue  # a way to teach
            after = each.after
            kind = event_names.noun(sentence, each.first, each.after)
            first, last = event_names.around(sentence, kind, each.after)
            named = any(token.text in _OPENS for token in tokens[first:last])
            if named and _is_organisation(tokens[first:last], places):
                first, last = event_names.around(sentence, kind, each.after, quoted=False)
                named = False
            weight = _WEIGHT[number] if number < len(_WEIGHT) else 0.2
            weight *= _OFFERED if tokens[each.first].folded.startswith(_OFFERS) else 1
            weight *= 1 + _CLEAR[each.rule.means] + 0.4 * held + 0.4 * named + 0.2 * dated
            last = _whole(tokens, last, places)
            poor = event_names.is_poor(sentence, (kind, each.after), (first, last), is_named=named)
            yield _Said(each.rule.means, sentence, number, first, last, named, poor, weight)


def _whole(tokens: Sequence[Token], last: int, places: Places) -> int:
    """A name does not end inside of an organisation: договор с РГП | на ПХВ «…»."""
    while (
        last < len(tokens)
        and places.at(tokens[last].start) is not None
        and places.at(tokens[last].start) is places.at(tokens[last - 1].start)
    ):
        last += 1
    return last


def _is_organisation(tokens: Sequence[Token], places: Places) -> bool:
    """What stands in quotes is who took part: the guests of «Шапағат»."""
    inside = (after for before, after in pairwise(tokens) if before.text in _OPENS)
    return any(places.at(token.start) is not None for token in inside)


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
