"""A person's name at one place of an article, with the position that it stands beside."""

from dataclasses import dataclass, field

from tracker.press.found import Span
from tracker.press.person_names import Shape
from tracker.press.positions import Position
from tracker.press.sentences import Sentence


@dataclass
class Mention:
    shape: Shape
    sentence: Sentence
    span: Span
    position: Position | None = None
    is_after: bool = False  # the position stands behind the name
    more: list[Span] = field(default_factory=list)
    again: list["Mention"] = field(default_factory=list)  # of the same person, with more said
