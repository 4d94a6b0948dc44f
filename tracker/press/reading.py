"""Reads an article: runs the finders in order and turns what they found to the text as given."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import monotonic
from typing import TypeVar

from tracker.press import agreements, days, events, organisations, people, requests
from tracker.press.article import Article, prepare
from tracker.press.cleaning import Cleaned
from tracker.press.found import Day, Event, Organisation, Person, PressNote, Reading, Request, Span
from tracker.press.intake import Given
from tracker.press.known import Context

T = TypeVar("T")
SECONDS = 10.0  # after which the finders that are left are not asked any more


def read(given: str, context: Context | None = None) -> Reading:
    """Everything that is found. Nothing raises, and time grows as the text does."""
    context = context or Context()
    clock = _Clock()
    article = prepare(given)
    found_days = days.find(article, context)
    partners = clock.unless_late(lambda: organisations.find(article, context))
    signed = clock.unless_late(lambda: agreements.find(article, found_days, partners))
    happened = clock.unless_late(lambda: events.find(article, found_days, partners, signed))
    named = clock.unless_late(lambda: people.find(article, partners))
    wanted = clock.unless_late(lambda: requests.find(article, partners, signed, named))
    told = _Turned(article)
    return Reading(
        text=given,
        language=article.language,
        title=told.words(article.title),
        published=days.published(found_days, context),
        tags=tuple(dict.fromkeys(told.words(tag) for tag in article.tags)),
        organisations=tuple(told.organisation(each) for each in partners),
        events=tuple(told.event(each) for each in happened),
        people=tuple(told.person(each) for each in named),
        requests=tuple(told.request(each) for each in wanted),
        agreements=tuple(replace(each, span=told.span(each.span)) for each in signed),
        days=tuple(told.day(each) for each in found_days),
        notes=tuple(_notes(article, partners, is_late=clock.was_late)),
    )


class _Clock:
    """The limit of time of one article: no finder is linear in everything that can be written."""

    def __init__(self) -> None:
        self._until = monotonic() + SECONDS
        self.was_late = False

    def unless_late(self, find: Callable[[], list[T]]) -> list[T]:
        self.was_late = self.was_late or monotonic() > self._until
        return [] if self.was_late else find()


def _notes(
    article: Article, partners: Sequence[Organisation], *, is_late: bool
) -> Iterator[PressNote]:
    if article.is_shouted:
        yield PressNote.ALL_CAPITALS
    if article.is_foreign:
        yield PressNote.OTHER_LANGUAGE
    if is_late:
        yield PressNote.OUT_OF_TIME
    elif not any(not each.is_host for each in partners):
        yield PressNote.NO_ORGANISATIONS


def read_given(given: Given, context: Context | None = None) -> Reading:
    """The same of what was brought: a page knows its day and its tags itself."""
    context = context or Context()
    reading = read(given.text, replace(context, published=context.published or given.published))
    return replace(
        reading,
        title=given.title or reading.title,
        tags=tuple(dict.fromkeys((*given.tags, *reading.tags))),
    )


class _Turned:
    """The words and places of the text as given, for those of the text that was cleaned."""

    def __init__(self, article: Article) -> None:
        self._given = article.given
        self._cleaned: Cleaned = article.cleaned

    def span(self, span: Span) -> Span:
        return self._cleaned.given(span)

    def words(self, span: Span) -> str:
        start, end = self.span(span)
        return self._given[start:end]

    def organisation(self, found: Organisation) -> Organisation:
        return replace(found, spans=tuple(self.span(span) for span in found.spans))

    def event(self, found: Event) -> Event:
        return replace(found, span=self.span(found.span))

    def person(self, found: Person) -> Person:
        spans = tuple(self.span(span) for span in found.spans)
        return replace(found, span=self.span(found.span), spans=spans)

    def request(self, found: Request) -> Request:
        return replace(found, span=self.span(found.span), quote=self.words(found.span))

    def day(self, found: Day) -> Day:
        return replace(found, span=self.span(found.span), text=self.words(found.span))
