"""An article prepared for the finders: cleaned, its parts known, cut into sentences."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from tracker.press import parts, sentences
from tracker.press.cleaning import Cleaned, clean
from tracker.press.found import Span
from tracker.press.sentences import Sentence


@dataclass(frozen=True)
class Article:
    """`body` leaves out menus before the article and lists of other news after it; its `bylines`
    (who published, when, tags) are in no sentence."""

    given: str
    cleaned: Cleaned
    language: str
    title: Span
    body: Span
    sentences: tuple[Sentence, ...]
    bylines: tuple[Span, ...] = ()
    tags: tuple[Span, ...] = ()

    @cached_property
    def text(self) -> str:
        """What all spans of the finders point into."""
        return self.cleaned.text

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]


def prepare(given: str) -> Article:
    cleaned = clean(given)
    text = cleaned.text
    known = parts.divide(text)
    spoken = _language(text, known.story)
    cut = tuple(
        sentence
        for number, line in enumerate(known.story)
        for sentence in sentences.split(text, line, usually=spoken, paragraph=number)
    )
    body = Span(known.story[0].start, known.story[-1].end) if known.story else Span(0, 0)
    title = known.title if known.title.end else cut[0].span if cut else Span(0, 0)
    return Article(given, cleaned, spoken, title, body, cut, known.bylines, known.tags)


def _language(text: str, lines: tuple[Span, ...]) -> str:
    """The language in which most of the story is written."""
    usually = sentences.language(" ".join(text[start:end] for start, end in lines) or text)
    letters: Counter[str] = Counter()
    for start, end in lines:
        letters[sentences.language(text[start:end], usually)] += end - start
    return max(letters, key=letters.__getitem__, default=usually)
