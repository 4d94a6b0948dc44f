"""Whether two names mean one person: in any order and script, with initials, without a patronymic.

Only spellings are bridged, never endings: Ахметов and Ахметова are two people.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from tracker.names.folding import fold, loose, skeleton

SAME = 0.75  # from here two names may well mean one person

_PATRONYMIC = re.compile(
    r"(?<=..)(?:ұлы|улы|қызы|кызы|ович|евич|ич|овна|евна|uly|kyzy|qyzy|ovich|evich|ovna|evna)$"
)


def score(a: str, b: str) -> float:
    """How likely two names mean one person, 0 to 1."""
    left, others = list(_words(a)), list(_words(b))
    agreed = 0
    for word in [each for each in left if len(each) > 1]:
        if (twin := next((each for each in others if _alike(word, each)), None)) is not None:
            left.remove(word)
            others.remove(twin)
            agreed += 1
    # What is left stands in one order, the given name first: А.Б. is Асқар Болатұлы.
    guessed = list(zip(left, others, strict=False))
    if not all(_begins(one, other) for one, other in guessed):
        return 0.0
    if not agreed or agreed + len(guessed) < 2:
        return 0.0
    more = len(left) != len(others)
    return (0.85 if guessed else 1.0) - 0.05 * more


def keys(name: str) -> set[str]:
    """What a name is filed under: its whole words, in any script."""
    return {word for word in _words(name) if len(word) > 1}


@lru_cache(maxsize=50_000)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name as far as any spelling of them goes; an initial is one letter."""
    words = fold(name).split()
    bare = (_PATRONYMIC.sub("", word) for word in words)
    return tuple(
        bones[:1] if len(word) == 1 else bones
        for word, each in zip(words, bare, strict=True)
        if (bones := skeleton(loose(each)))
    )


def _begins(one: str, other: str) -> bool:
    """An initial and the word that it stands for; two whole words are two names."""
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    # A misspelling in the middle; at the end it may be another name, or a woman's.
    same_end = one[-2:] == other[-2:]
    return min(len(one), len(other)) > 6 and same_end and Levenshtein.distance(one, other) < 2
