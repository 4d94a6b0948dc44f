"""Words that are used alike (`rules/alike_ru.txt`): 120,000 Russian word forms, each in a narrow
and a broad class, so that a word that no example had counts as those that stand where it stands.

A word that is not there counts as its neighbour by letters, where only their endings differ.
"""

import re
from array import array
from bisect import bisect_left
from functools import cache
from itertools import takewhile
from pathlib import Path

_FILE = Path(__file__).parent / "rules/alike_ru.txt"
SHORT = 3  # letters; a shorter word has no class
_ENDING = 3  # letters in which two forms of a word may differ
_BEGINNING = 5
_MARK = "%"


def of(language: str, word: str) -> tuple[str, ...]:
    if language != "ru" or len(word) < SHORT:
        return ()
    known = _known()
    at = bisect_left(range(len(known)), word, key=lambda each: known[each][0])
    near = [known[each] for each in (at, at - 1) if 0 <= each < len(known)]
    other, narrow, broad = max(near, key=lambda each: _shared(word, each[0]))
    if other != word and _shared(word, other) < max(_BEGINNING, len(word) - _ENDING):
        return ()
    return f"{_MARK}narrow{narrow}", f"{_MARK}broad{broad}"


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def is_class(feature: str) -> bool:
    return feature.startswith(_MARK)


class _Rows:
    """Lines in the order of their words; a list of them all would take thrice the memory."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("I", (0, *(each.end() for each in re.finditer("\n", text))))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> list[str]:
        return self._text[self._starts[at] : self._starts[at + 1]].split()


@cache
def _known() -> _Rows:
    return _Rows(_FILE.read_text(encoding="utf-8"))
