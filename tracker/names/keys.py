"""The keys a name is filed under, and those a question asks for: how candidates are found fast.

A name is filed under everything it may be asked by: its terms, stems and beginnings of its own
words, threes of letters of words that may be misspelled, acronyms. A question's rarest keys fetch
the candidates; only those are compared (`ranking`).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from tracker.names import lexicon as lexicons
from tracker.names.acronyms import chunks, first_letters
from tracker.names.analysis import Analysis, Own, analyse, is_acronym
from tracker.names.folding import fold, loose
from tracker.names.lexicon import LANGUAGES, Group, Lexicon
from tracker.names.text import search_key

_WORTH = {"w": 3.0, "b": 1.5}  # of a word of the question's own, by the first letter of the key
_SHORTENED = 1.0
_WORTH_PLACE = 3.0  # a town tells as much as a word of the name's own
_WORTH_SPELLED = {"w": 1.5, "b": 0.7}  # of a word that the lexicon knows too


def of(names: Iterable[str], city: str | None, lexicon: Lexicon | None = None) -> set[str]:
    """Everything that a record with these names, in this city, may be asked by."""
    keys: set[str] = set()
    for name in names:
        taken = analyse(name, lexicon)
        keys.add(exact(name))
        keys.update(_term_keys(taken))
        for own in (*taken.own, *taken.acronyms, *taken.spelled.values()):
            keys.update(_word_keys(own))
        keys.update(f"a:{each}" for each in _acronyms(name, lexicon or lexicons.default()))
        for own in taken.acronyms:
            keys.update(acronym_keys(own))
    return keys | of_place(city, lexicon)


def of_place(city: str | None, lexicon: Lexicon | None = None) -> set[str]:
    """What a city adds to them."""
    return set(_term_keys(analyse(city, lexicon))) if city else set()


def asked(question: Analysis) -> dict[str, float]:
    """The keys of a question, with what finding a name under each is worth."""
    wanted = dict.fromkeys(_term_keys(question), 1.0)
    wanted.update((f"t:{each}", _WORTH_PLACE) for each in question.of(Group.PLACE))
    for own in question.spelled.values():
        for key in _word_keys(own):
            wanted[key] = _WORTH_SPELLED.get(key[0], 0.3)
    for own in (*question.own, *question.acronyms):
        for key in _word_keys(own):
            wanted[key] = _WORTH.get(key[0], 0.6)
        for letters in acronym_keys(own):
            wanted[letters] = 3.0
    return wanted


def shortened(name: str, lexicon: Lexicon | None = None) -> dict[str, float]:
    """The keys of acronyms that a full name may be known by."""
    letters = _acronyms(name, lexicon or lexicons.default())
    return {f"a:{each}": _SHORTENED for each in letters if len(each) > 2}


def exact(name: str) -> str:
    """The key of the whole name, whatever its case."""
    return f"x:{search_key(name)}"


@lru_cache(maxsize=20_000)  # parts of words are many names'
def number(kind: str, key: str) -> int:
    """A key of one kind of record as a database keeps it: 64 bits, signed.

    Two keys that share a number cost a look at a name that then does not fit.
    """
    digest = blake2b(f"{kind}/{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _term_keys(taken: Analysis) -> Iterator[str]:
    for group, ids in taken.terms.items():
        if group not in (Group.LEGAL, Group.WEAK):
            yield from (f"t:{each}" for each in ids)
    yield from (f"n:{number}" for number in taken.numbers)


@lru_cache(maxsize=50_000)
def _word_keys(own: Own) -> frozenset[str]:
    keys = {f"w:{stem}" for stem in own.stems}
    for bone in own.skeletons[:1]:
        keys |= {f"b:{bone[:size]}" for size in (3, 4, 5) if len(bone) >= size}
        if len(bone) >= 4:
            keys |= {f"g:{bone[at : at + 3]}" for at in range(len(bone) - 2)}
    return frozenset(keys)


def acronym_keys(own: Own) -> Iterator[str]:
    """Under what to look for the names that a short word may stand for."""
    if 2 <= len(own.folded) <= 7 or is_acronym(own.written):
        yield "a:" + "".join(sorted(_letter(piece) for piece in chunks(own.written)))


def forget() -> None:
    """Let go of what was made with words that are in use no more."""
    _acronyms.cache_clear()


@lru_cache(maxsize=1_000)  # a name is looked up, and filed soon after
def _acronyms(name: str, lexicon: Lexicon) -> set[str]:
    return possible_acronyms(analyse(name, lexicon), fold(name))


def possible_acronyms(taken: Analysis, folded: str) -> set[str]:
    """Sorted letters of the beginnings that a person may shorten, in each language."""
    lines = {"".join(_letter(word) for word in folded.split() if len(word) > 2)}
    terms = [each for each in taken.letters if each.term]
    for language in LANGUAGES:
        lines.add("".join(_initials(each.spellings[language])[0] for each in taken.letters))
        lines.update(_lines([_initials(each.spellings[language]) for each in terms]))
    return {
        "".join(sorted(line[start:end]))
        for line in lines
        for start in (0, 1)
        for end in range(start + 2, min(len(line), start + 6) + 1)
    }


def _lines(words: Sequence[Sequence[str]]) -> Iterator[str]:
    """The letters of words in a row: as they are spelled first, and with one spelled otherwise."""
    first = [word[0] for word in words]
    yield "".join(first)
    for place, word in enumerate(words):
        for other in word[1:]:
            yield "".join([*first[:place], other, *first[place + 1 :]])


@lru_cache(maxsize=5_000)
def _initials(spellings: tuple[str, ...]) -> tuple[str, ...]:
    """What each spelling gives to an acronym; a phrase all its letters, or the first alone."""
    every = ["".join(_letter(word) for word in each.split()) for each in spellings]
    return tuple(dict.fromkeys([*every, *(each[:1] for each in every)])) or ("",)


@lru_cache(maxsize=50_000)
def _letter(word: str) -> str:
    return min(first_letters(fold(word)) or {loose(word)[:1]})
