"""Patterns that an administrator can write: words, beginnings of words, gaps. Nothing is searched
twice, so that no text takes long.

    готов* принять          a beginning, then a word
    нужн*|требу* ~ курс*    one of two, up to four words between, then a beginning
    memorandum of _ with    _ is any one word
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.names.folding import one_script
from tracker.press.sentences import Token

GAP = 4
_KEY = 3  # letters of the first word by which a phrase is looked up

T = TypeVar("T")


class Malformed(ValueError):
    """This is no phrase: empty, begins or ends with a gap, or begins with too short a beginning."""


@dataclass(frozen=True, slots=True)
class _Place:
    exact: frozenset[str]
    begins: tuple[str, ...]
    is_any: bool = False
    is_gap: bool = False

    def fits(self, token: Token) -> bool:
        word = token.folded
        return self.is_any or word in self.exact or word.startswith(self.begins)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Tokens `first` up to but without `after` say what the rule looks for."""

    rule: T
    first: int
    after: int


class Phrases(Generic[T]):
    """Many phrases, each with what it stands for, looked for at once."""

    def __init__(self, rules: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[str, list[tuple[tuple[_Place, ...], T]]] = defaultdict(list)
        self._begins: dict[str, list[tuple[tuple[_Place, ...], T]]] = defaultdict(list)
        for written, rule in rules:
            places = _read(written)
            for word in places[0].exact:
                self._exact[word].append((places, rule))
            for begin in places[0].begins:
                self._begins[begin[:_KEY]].append((places, rule))

    def find(self, tokens: Sequence[Token]) -> Iterator[Found[T]]:
        """All places where a phrase fits, by where they begin; they may overlap."""
        for first in range(len(tokens)):
            yield from self.at(tokens, first)

    def at(self, tokens: Sequence[Token], first: int) -> Iterator[Found[T]]:
        """The phrases that begin with this token."""
        word = tokens[first].folded
        for places, rule in [*self._exact.get(word, ()), *self._begins.get(word[:_KEY], ())]:
            if places[0].fits(tokens[first]):
                after = _after(places, tokens, first + 1)
                if after is not None:
                    yield Found(rule, first, after)


def _after(places: tuple[_Place, ...], tokens: Sequence[Token], next: int) -> int | None:
    skips = 0
    for place in places[1:]:
        if place.is_gap:
            skips = GAP
            continue
        stop = min(len(tokens), next + skips + 1)
        fitting = (at for at in range(next, stop) if place.fits(tokens[at]))
        at = min(fitting, default=None)
        if at is None:
            return None
        next, skips = at + 1, 0
    return next


def _read(written: str) -> tuple[_Place, ...]:
    places = tuple(_place(word) for word in written.split())
    if not places or places[0].is_any or places[0].is_gap or places[-1].is_gap:
        raise Malformed(written)
    if any(len(begin) < _KEY for begin in places[0].begins):
        raise Malformed(written)
    return places


def _place(written: str) -> _Place:
    if written == "~":
        return _Place(frozenset(), (), is_gap=True)
    if written == "_":
        return _Place(frozenset(), (), is_any=True)
    words = [one_script(word).casefold().replace("ё", "е") for word in written.split("|")]
    if not all(word.strip("*") for word in words):
        raise Malformed(written)
    return _Place(
        frozenset(word for word in words if not word.endswith("*")),
        tuple(word[:-1] for word in words if word.endswith("*")),
    )
