"""An article prepared for the finders: cleaned, its parts known, cut into sentences."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from tracker.press import capitals, parts, sentences
from tracker.press.cleaning import Cleaned, clean
from tracker.press.found import Span
from tracker.press.sentences import Sentence


@dataclass(frozen=True)
class Article:
    """`body` leaves out menus before the article and lists of other news after it; its `bylines`
    (who published, when, tags) are in no sentence.

    Lines in capitals throughout are written in `text` as sentences are (`capitals`), so that a
    capital letter means the same everywhere; where the whole article is (`is_shouted`), names
    without quotes or a legal form have lost theirs.
    """

    given: str
    cleaned: Cleaned
    language: str
    title: Span
    body: Span
    sentences: tuple[Sentence, ...]
    bylines: tuple[Span, ...] = ()
    tags: tuple[Span, ...] = ()
    is_shouted: bool = False
    is_foreign: bool = False  # in none of the three languages

    @cached_property
    def text(self) -> str:
        """What all spans of the finders point into."""
        return self.cleaned.text

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]


def prepare(given: str) -> Article:
    cleaned = clean(given)
    known = parts.divide(cleaned.text)
    text = capitals.settled(cleaned.text, known.story)
    cleaned = Cleaned(text, cleaned.places)
    spoken = _language(text, known.story)
    cut = tuple(
        sentence
        for number, line in enumerate(known.story)
        for sentence in sentences.split(text, line, usually=spoken, paragraph=number)
    )
    body = Span(known.story[0].start, known.story[-1].end) if known.story else Span(0, 0)
    title = known.title if known.title.end else cut[0].span if cut else Span(0, 0)
    told = text[body.start : body.end]
    shouted = capitals.are_shouted(given[cleaned.places[body.start] : cleaned.places[body.end]])
    return Article(
        *(given, cleaned, spoken, title, body, cut, known.bylines, known.tags),
        is_shouted=shouted,
        is_foreign=sentences.is_foreign(told),
    )


def _language(text: str, lines: tuple[Span, ...]) -> str:
    """The language in which most of the story is written."""
    usually = sentences.language(" ".join(text[start:end] for start, end in lines) or text)
    letters: Counter[str] = Counter()
    for start, end in lines:
        letters[sentences.language(text[start:end], usually)] += end - start
    return max(letters, key=letters.__getitem__, default=usually)
