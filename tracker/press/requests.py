"""What somebody needs or offers, and what was agreed to do, each with its evidence and partner."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from tracker.press import compared, learned, people
from tracker.press.article import Article
from tracker.press.asking import Asking
from tracker.press.found import Agreement, Organisation, Person, Request, Span
from tracker.press.places import Places
from tracker.press.spoken import Spoken

_LAST = 8


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
    asking = Asking(article, places, who)
    inside = [at for at in range(len(told)) if is_told(article, at)]
    wishes = compared.find([(told[at], seen[at]) for at in inside])
    for at, mine in zip(inside, wishes, strict=True):
        sentence = article.sentences[at]
        for wish in mine:
            span = Span(sentence.tokens[wish.first].start, sentence.tokens[wish.after - 1].end)
            partner = asking.partner(at, wish)
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
