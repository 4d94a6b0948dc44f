"""What somebody needs or offers, and what was agreed to do, each with its evidence and partner."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.press import compared, learned, people, rules
from tracker.press.article import Article
from tracker.press.found import Agreement, Organisation, Person, Request, Span
from tracker.press.judged import Wish
from tracker.press.places import Places
from tracker.press.sentences import Sentence
from tracker.press.spoken import Spoken

_LAST = 8
_BOTH = rules.words("both")


def find(
    article: Article,
    organisations: Sequence[Organisation],
    agreements: Sequence[Agreement],  # noqa: ARG001
    known: Sequence[Person] | None = None,
) -> list[Request]:
    """`known`: the people of the article, where they have been looked for already."""
    places = Places(article, organisations)
    everyone = people.find(article, organisations) if known is None else known
    who = named(article, everyone)
    told = [Spoken(each, places, who.get(each.span, [])) for each in article.sentences]
    seen = learned.in_order(told)
    found: list[Request] = []
    spoke = _Speaker()
    inside = [at for at in range(len(told)) if is_told(article, at)]
    wishes = compared.find([(told[at], seen[at]) for at in inside])
    for at, mine in zip(inside, wishes, strict=True):
        sentence = article.sentences[at]
        here = who.get(sentence.span, [])
        spoke = _spoke(sentence, here, spoke)
        for wish in mine:
            span = Span(sentence.tokens[wish.first].start, sentence.tokens[wish.after - 1].end)
            partner = _partner(sentence, wish, places, here, spoke.organisation)
            found.append(Request(wish.kind, wish.direction, article.words(span), span, partner))
    return sorted(found, key=lambda each: each.span)


def named(article: Article, everyone: Sequence[Person]) -> dict[Span, list[Person]]:
    """Who is named in which sentence."""
    starts = [each.span.start for each in article.sentences]
    found: dict[Span, list[Person]] = defaultdict(list)
    for person in everyone:
        for span in person.spans:
            at = bisect_right(starts, span.start) - 1
            if at >= 0 and person not in found[article.sentences[at].span][-_LAST:]:
                found[article.sentences[at].span].append(person)
    return found


def is_told(article: Article, at: int) -> bool:
    """Whether this sentence belongs to the story itself."""
    return article.body.holds(article.sentences[at].span) and not is_title(article, at)


def is_title(article: Article, at: int) -> bool:
    """A heading says again what the story tells; a story without a heading begins at once."""
    sentence, rest = article.sentences[at], article.sentences[at + 1 : at + 2]
    if sentence.span != article.title or not rest:
        return False
    return rest[0].paragraph != sentence.paragraph


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who spoke last in this paragraph, for whom the sentences after speak."""

    organisation: str | None = None
    paragraph: int = -1


def _spoke(sentence: Sentence, here: Sequence[Person], before: _Speaker) -> _Speaker:
    named = [each.organisation for each in here if each.organisation]
    if named:
        return _Speaker(named[-1], sentence.paragraph)
    return before if before.paragraph == sentence.paragraph else _Speaker()


def _partner(
    sentence: Sentence, wish: Wish, places: Places, speakers: Sequence[Person], spoke: str | None
) -> str | None:
    """Who asks or offers: the subject, else who speaks, else whom a word like the plant means."""
    tokens, language = sentence.tokens, sentence.language
    start, cue = sentence.span.start, tokens[wish.cue].start
    before = [each for each in places.ending(start, cue) if not each.is_host and not each.is_group]
    meant = places.meant(language, tokens[: wish.cue])
    if before:
        return before[0].name
    if meant is not None:
        return meant.name
    if speakers and speakers[0].organisation and not _is_of_host(speakers[0], places):
        return speakers[0].organisation
    inside = [each for each in places.between(cue, sentence.span.end) if not each.is_host]
    if inside:
        return inside[0].name
    if any(token.folded in _BOTH for token in tokens):
        return places.main.name if places.main else None
    if spoke is not None:
        return spoke
    latest = places.latest(start)
    return latest.name if latest else None


def _is_of_host(person: Person, places: Places) -> bool:
    return places.host is not None and person.organisation == places.host.name
