"""Where a word that is too long for its line is divided: between syllables, Kazakh or Russian."""

from collections.abc import Callable, Iterator
from itertools import pairwise

_VOWELS = frozenset("аәеёиоөуұүыіэюяaeiouy")
_GLIDES = frozenset("уи")  # between two vowels they are none: жа-уап
_BOUND = frozenset("йьъ")  # stay with what stands before them
_LEAST = 2  # letters of a piece


def divided(word: str, fits: Callable[[str], bool]) -> str:
    """The word in lines that fit, with hyphens; a syllable that does not fit stands alone."""
    lines, left = [""], list(_pieces(word))
    for place, piece in enumerate(left):
        is_last = place == len(left) - 1
        if lines[-1] and not fits(lines[-1] + (piece if is_last else _hyphened(piece))):
            lines[-1] = _hyphened(lines[-1])
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def _hyphened(line: str) -> str:
    return line if line.endswith("-") else f"{line}-"


def _pieces(word: str) -> Iterator[str]:
    begun = 0
    for end in [*_ends(word), len(word)]:
        if end - begun >= _LEAST and (end == len(word) or len(word) - end >= _LEAST):
            yield word[begun:end]
            begun = end
    if begun < len(word):
        yield word[begun:]


def _ends(word: str) -> Iterator[int]:
    """After each syllable but the last: before the one consonant that a vowel follows."""
    small = word.casefold()
    for one, other in pairwise(_vowels(small)):
        hyphen = small.rfind("-", one, other)
        end = hyphen + 1 if hyphen > 0 else max(one + 1, other - 1)
        yield end + 1 if small[end] in _BOUND else end


def _vowels(small: str) -> list[int]:
    def is_vowel(place: int) -> bool:
        return 0 <= place < len(small) and small[place] in _VOWELS

    return [
        place
        for place, letter in enumerate(small)
        if is_vowel(place)
        and not (letter in _GLIDES and is_vowel(place - 1) and is_vowel(place + 1))
    ]
