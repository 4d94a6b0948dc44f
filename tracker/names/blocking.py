"""Which of very many names are worth comparing: those that share something rare.

Every record is filed under the words of its names, alone and together with what else they say;
two records meet where a key has few others. Names with other numbers never mean one organisation,
so a key holds the numbers too. Keys are kept as integers, so that 300,000 names fit into memory.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import combinations, groupby

from tracker.names.analysis import Analysis, Own, analyse, is_acronym
from tracker.names.folding import fold, stems, written_words
from tracker.names.keys import acronym_keys, possible_acronyms
from tracker.names.lexicon import Group

RARE = 24  # records that may share a key
_PLACES = 24  # bits for the number of a record: sixteen million
_SAID = 6  # terms of a name that are combined with one another
_LONG = 7  # letters of a word that are enough to meet by, in whatever it ends
_SAYS = (Group.KIND, Group.UNIT, Group.FIELD, Group.DIRECTION, Group.COUNTRY, Group.PLACE)


class Blocks:
    """Records filed by what their names share. Acronyms are to be told before any record."""

    def __init__(self) -> None:
        self._filed: list[int] = []
        self._asked: set[str] = set()

    def expect(self, names: Iterable[str]) -> None:
        """Remember the acronyms of names, so that what they stand for is filed by them too."""
        for name in names:
            for word in written_words(name):
                if is_acronym(word):
                    self._asked.update(f"a:{word_key}" for word_key in _letters(word))

    def put(self, number: int, names: Iterable[str], *more: str) -> None:
        """File a record by its names, and by `more`: keys that are rare by themselves."""
        keys: set[str] = {f"m:{each}" for each in more}
        for name in names:
            taken = analyse(name)
            own = (*taken.own, *taken.acronyms)
            keys |= set(_keys(taken, own))
            if self._asked:
                folded = fold(name)
                standing = {f"a:{each}" for each in possible_acronyms(taken, folded)}
                keys |= standing & self._asked
                keys |= {key for each in taken.acronyms for key in acronym_keys(each)}
        self._filed.extend(_hashed(key) << _PLACES | number for key in keys)

    def pairs(self) -> set[tuple[int, int]]:
        """The records that share a rare key, the lower number first."""
        found: set[tuple[int, int]] = set()
        self._filed.sort()
        mask = (1 << _PLACES) - 1
        for _, group in groupby(self._filed, key=lambda each: each >> _PLACES):
            numbers = [each & mask for each in group]
            if 2 <= len(numbers) <= RARE:
                found.update(combinations(numbers, 2))
        return found


def _keys(taken: Analysis, own: Iterable[Own]) -> Iterator[str]:
    numbers = ",".join(sorted(taken.numbers))
    says = sorted(each for group in _SAYS for each in taken.of(group))
    words = [word for word in own if word.stems]
    for word in words:
        for key in {*word.stems, *word.skeletons, word.twin}:
            yield f"w:{key}|{numbers}"
        if len(word.skeletons[0]) > _LONG:
            yield f"b:{word.skeletons[0][:_LONG]}|{numbers}"
        for each in says:
            yield f"c:{word.skeletons[0]}|{each}|{numbers}"
    for one, other in combinations(sorted({word.skeletons[0] for word in words}), 2):
        yield f"p:{one}|{other}|{numbers}"
    # Where the words of the lexicon say nearly all of it, two or three of them together are rare.
    for size in (1, 2, 3) if len(words) < 2 else ():
        for some in combinations(says[:_SAID], size):
            yield f"t:{'|'.join(some)}|{numbers}"


def _letters(word: str) -> Iterator[str]:
    own = Own(fold(word), stems(fold(word)), (), "", word)
    return (key.removeprefix("a:") for key in acronym_keys(own))


def _hashed(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=5).digest(), "big")
