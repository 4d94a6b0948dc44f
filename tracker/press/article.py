"""An article prepared for the finders: cleaned, its parts known, cut into sentences."""

from dataclasses import dataclass
from functools import cached_property

from tracker.press import sentences
from tracker.press.cleaning import Cleaned, clean
from tracker.press.found import Span
from tracker.press.sentences import Sentence


@dataclass(frozen=True)
class Article:
    """`body` leaves out menus before the article and lists of other news after it."""

    given: str
    cleaned: Cleaned
    language: str
    title: Span
    body: Span
    sentences: tuple[Sentence, ...]

    @cached_property
    def text(self) -> str:
        """What all spans of the finders point into."""
        return self.cleaned.text

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]


def prepare(given: str) -> Article:
    cleaned = clean(given)
    whole = Span(0, len(cleaned.text))
    spoken = sentences.language(cleaned.text)
    cut = tuple(sentences.split(cleaned.text, whole, usually=spoken))
    title = cut[0].span if cut else Span(0, 0)
    return Article(given, cleaned, spoken, title, whole, cut)
