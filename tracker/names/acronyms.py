"""Whether an acronym stands for a name, in whichever of the languages it was made."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tracker.names import lexicon as lexicons
from tracker.names.analysis import Analysis, Letter
from tracker.names.folding import fold, loose
from tracker.names.lexicon import LANGUAGES, Group, Lexicon
from tracker.names.text import KAZAKH_ONLY

_CHUNK = re.compile("[^\\W\\d_a-zа-яәіңғүұқөһ][a-zа-яәіңғүұқөһ]*")
_AND = re.compile("(?<=[А-Я])и(?=[А-Я])")  # МОиН, НИИЖиК
_KAZ = re.compile("(каз|қаз|kaz|qaz)(.{2,4})")
_RUSSIAN_TWIN = str.maketrans("әіңғүұқөһй", "аингуукохи")
# An acronym may leave these out; any other word that it leaves out makes it another name's.
_LEFT_OUT = frozenset(
    {Group.WEAK, Group.FORM, Group.LEVEL, Group.COUNTRY, Group.PLACE, Group.LEGAL, Group.DIRECTION}
)
_BEGUN = 0.55  # how sure an acronym is that leaves out what the full name ends or begins with


@lru_cache(maxsize=20_000)
def chunks(written: str) -> tuple[str, ...]:
    """КазНУ is каз + н + у; letters without capitals are one each."""
    if not any(letter.islower() for letter in written) or written.islower():
        small = fold(written)
        grown = _KAZ.fullmatch(small) if written.islower() else None
        return (grown[1], *grown[2]) if grown else tuple(small)
    return tuple(fold(chunk) for chunk in _CHUNK.findall(_AND.sub("", written)))


class Stood(NamedTuple):
    """The words of a full name that an acronym is made of, and how sure that is, 0 to 1."""

    letters: list[Letter]
    sure: float


def stands_for(
    written: str,
    full: Analysis,
    lexicon: Lexicon | None = None,
    *,
    beside: frozenset[str] = frozenset(),
) -> Stood | None:
    """The words of the full name that the acronym is made of, or None.

    `beside` are the terms that stand next to the acronym, and so need no letter in it.
    """
    wanted = chunks(written)
    if len(wanted) < 2 or sum(map(len, wanted)) < 3 or len(wanted) > 9:
        return None
    lexicon = lexicon or lexicons.default()
    own_languages = _languages(written)
    best: Stood | None = None
    for language in LANGUAGES:
        if written != written.lower() and _is_kazakh(written) and language != "kk":
            continue  # nobody makes a Kazakh letter of another language's word
        for order in _ORDERS:
            found = order(wanted, full.letters, language)
            missing = _missing(found, full, lexicon, beside) if found is not None else []
            if found is not None and (not missing or _on_one_side(found, missing, full)):
                sure = _sureness(found, full, language, order, own_languages, lexicon)
                sure = min(sure, _BEGUN) if missing else sure
                if best is None or sure > best.sure:
                    best = Stood(found, sure)
                break
    return best


def _languages(written: str) -> tuple[str, ...]:
    """The languages whose words give such letters, unless they were romanised."""
    if written.isascii():
        return ("en",)
    return ("kk",) if _is_kazakh(written) else ("kk", "ru")


def _is_kazakh(written: str) -> bool:
    return not KAZAKH_ONLY.isdisjoint(written.lower())


def _sureness(
    found: list[Letter],
    full: Analysis,
    language: str,
    order: object,
    languages: tuple[str, ...],
    lexicon: Lexicon,
) -> float:
    """Fewer letters, another order and words of another language than its own say less."""
    short = len(found) < 4
    guessed = sum(letter.own is not None for letter in found)
    heights = sum(
        letter.term is not None and lexicon.group(letter.term) is Group.LEVEL for letter in found
    )
    sure = 0.98
    if language not in languages:
        sure -= 0.2 if short else 0.1
    if order is _in_any_order:
        if full.language == language:
            sure -= 0.4 if short else 0.2
        else:
            sure -= 0.12 if short else 0.04
    if full.language != language:
        sure -= 0.02 + guessed * (0.1 if short else 0.03)
    if any(each.term == "national" and each not in found for each in full.letters):
        sure -= 0.12  # a national bank says so: БРК is another one
    left = sum(letter.term != "named" for letter in full.letters) - len(found)
    return max(0.1, sure - heights * 0.06 - min(0.1, 0.02 * max(0, left)))


def _in_order(wanted: Sequence[str], given: Sequence[Letter], language: str) -> list[Letter] | None:
    found: list[Letter] = []
    read = 0
    for letter in given:
        if read == len(wanted):
            break
        if taken := _gives(letter, wanted[read:], language):
            found.append(letter)
            read += taken
    return found if read == len(wanted) else None


def _in_any_order(
    wanted: Sequence[str], given: Sequence[Letter], language: str
) -> list[Letter] | None:
    """Translated names keep their words and change the order: each letter takes its own word."""
    taken: dict[int, int] = {}
    seats = [seat for letter in given for seat in _seats(letter, language)]
    if len(seats) < len(wanted):
        seats = [seat for letter in given for seat in _seats(letter, language, phrases=True)]

    def place(number: int, tried: set[int]) -> bool:
        for index, (_, spellings) in enumerate(seats):
            if index in tried or not any(_begins(each, wanted[number]) for each in spellings):
                continue
            tried.add(index)
            if index not in taken or place(taken[index], tried):
                taken[index] = number
                return True
        return False

    if all(place(number, set()) for number in range(len(wanted))):
        found = [seats[index][0] for index in sorted(taken, key=lambda index: taken[index])]
        return [letter for place, letter in enumerate(found) if letter not in found[:place]]
    return None


def _seats(
    letter: Letter, language: str, *, phrases: bool = False
) -> list[tuple[Letter, tuple[str, ...]]]:
    """Where an acronym's letters may come from: each word of a phrase, or any spelling."""
    spellings = letter.spellings[language]
    phrase = next((each for each in spellings[: None if phrases else 1] if " " in each), "")
    if phrase:
        return [(letter, (word,)) for word in phrase.split()]
    return [(letter, spellings)]


_ORDERS = (_in_order, _in_any_order)


def _gives(letter: Letter, wanted: Sequence[str], language: str) -> int:
    """How many of the next chunks this word gives: a phrase may give one for each of its words."""
    best = 0
    for spelling in letter.spellings[language]:
        words = spelling.split()
        if len(words) <= len(wanted) and all(map(_begins, words, wanted)):
            best = max(best, len(words))
    if not best and any(_begins(each, wanted[0]) for each in letter.spellings[language]):
        best = 1
    return best


@lru_cache(maxsize=100_000)
def _begins(word: str, chunk: str) -> bool:
    if len(chunk) == 1:
        if word[:1] > "\u0400" and chunk > "\u0400":
            if chunk in KAZAKH_ONLY:
                return word[:1] == chunk
            return word[:1].translate(_RUSSIAN_TWIN) == chunk.translate(_RUSSIAN_TWIN)
        if word.isascii() and chunk.isascii() and (word[:1] == "c") != (chunk == "c"):
            return False  # a court gives no K to an English acronym
        return bool(first_letters(word) & first_letters(chunk))
    return loose(word).startswith(loose(chunk)) or (len(chunk) == 2 and word[:1] == chunk[:1])


@lru_cache(maxsize=100_000)
def first_letters(word: str) -> frozenset[str]:
    """The Latin letters an acronym may write for the beginning of a word."""
    found = {loose(word[:1])[:1], loose(word)[:1], "k" if word[:1] == "c" else ""}
    return frozenset(found - {""} | ({"c"} if word[:1] == "c" else set()))


def _missing(
    found: list[Letter], full: Analysis, lexicon: Lexicon, beside: frozenset[str]
) -> list[Letter]:
    """The kinds and fields that have no letter, which speaks against it; own words may be a
    person's."""
    used = {letter.term for letter in found} | beside
    return [
        letter
        for letter in full.letters
        if not (
            letter.term is None or letter.term in used or lexicon.group(letter.term) in _LEFT_OUT
        )
    ]


def _on_one_side(found: list[Letter], missing: list[Letter], full: Analysis) -> bool:
    """НИШ may be the Nazarbayev Intellectual School of Chemistry and Biology."""
    places = [full.letters.index(letter) for letter in found]
    others = [full.letters.index(letter) for letter in missing]
    return max(places) < min(others) or max(others) < min(places)


def alike(a: str, b: str, lexicon: Lexicon | None = None) -> bool:
    """Whether two acronyms may be one in two languages: ПГУ and ПМУ, НЯЦ and NNC."""
    first, second = chunks(a), chunks(b)
    if len(first) != len(second) or len(first) < 3:
        return False
    pairs = _letter_pairs(lexicon or lexicons.default())
    return all(
        first_letters(x) & first_letters(y)
        or any((v, w) in pairs for v in first_letters(x) for w in first_letters(y))
        for x, y in zip(first, second, strict=True)
    )


@lru_cache(maxsize=8)
def _letter_pairs(lexicon: Lexicon) -> frozenset[tuple[str, str]]:
    """The first letters that a word common in acronyms has in two languages."""
    common = {"state", "university", "institute", "national", "centre", "nuclear", "research"}
    common |= {"technical", "medicine", "kazakhstan", "school", "railway"}
    common |= {"north", "south", "east", "west", "pedagogy", "agrarian"}
    pairs: set[tuple[str, str]] = set()
    for term_id in common & lexicon.terms.keys():
        words = lexicon.terms[term_id].words
        letters = {c for each in LANGUAGES for c in first_letters(fold(words[each][0]))}
        pairs |= {(x, y) for x in letters for y in letters}
    return frozenset(pairs)
