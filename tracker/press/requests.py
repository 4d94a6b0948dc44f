"""What somebody needs or offers, and what was agreed to do, each with its evidence and partner."""

from collections.abc import Sequence

from tracker.press import people, wishes
from tracker.press.article import Article
from tracker.press.found import Agreement, Organisation, Person, Request, Span
from tracker.press.places import Places
from tracker.press.sentences import Sentence
from tracker.press.wishes import Wish


def find(
    article: Article, organisations: Sequence[Organisation], agreements: Sequence[Agreement]
) -> list[Request]:
    places = Places(organisations)
    speakers = people.find(article, organisations)
    found: list[Request] = []
    for sentence in article.sentences:
        if sentence.span == article.title:
            continue
        here = [each for each in speakers if any(sentence.span.holds(span) for span in each.spans)]
        for wish in wishes.find(sentence, places, here):
            span = Span(sentence.tokens[wish.first].start, sentence.tokens[wish.after - 1].end)
            if any(span.overlaps(each.span) for each in found[-8:]):
                continue
            partner = _partner(sentence, wish, places, here)
            found.append(Request(wish.kind, wish.direction, article.words(span), span, partner))
    return found


def _partner(
    sentence: Sentence, wish: Wish, places: Places, speakers: Sequence[Person]
) -> str | None:
    tokens = sentence.tokens
    cue = tokens[wish.cue.first].start
    start = sentence.span.start
    before = [each for each in places.ending(start, cue) if not each.is_host]
    if before:
        return before[0].name
    if speakers and speakers[0].organisation:
        return speakers[0].organisation
    inside = [each for each in places.between(cue, sentence.span.end) if not each.is_host]
    if inside:
        return inside[0].name
    latest = places.latest(start)
    return latest.name if latest else None
