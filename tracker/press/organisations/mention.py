"""One place of an article that names an organisation."""

from dataclasses import dataclass

from tracker.press.found import Span
from tracker.press.organisations.line import Line


@dataclass(slots=True)
class Mention:
    """`first` up to `after` are tokens of the line; `core` those of the name in quotes."""

    line: Line
    first: int
    after: int
    source: str
    confidence: float
    sector: str
    core: tuple[int, int] | None = None
    is_group: bool = False
    inflected: bool = False
    nominative: str | None = None  # the name without its case
    alias_of: "Mention | None" = None  # the one that stands before these brackets
    part_of: "Mention | None" = None
    short: str | None = None  # an acronym that the text explains next to it
    known: str | None = None  # the written name by which the register knows it

    @property
    def span(self) -> Span:
        return self.line.span(self.first, self.after)

    @property
    def name(self) -> str:
        span = self.line.text(self.first, self.after)
        cut = self.span.end - self.span.start
        return span if len(span) <= cut else span[:cut]

    def holds(self, place: int) -> bool:
        return self.first <= place < self.after
