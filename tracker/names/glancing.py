"""What can be seen of a name without taking it apart: that it is surely not another.

School № 7 is never school № 12, and «Ай Нұр» not «Ай Дала»: most names that are fetched for one
are such. It is only said where it is sure; `matching` would find the same, only later.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from tracker.names.analysis import Analysis, Own, frame, own_word
from tracker.names.lexicon import Lexicon
from tracker.names.sharing import GROWN, JOINED, LAST, SPELLED, likeness, together

_SEEN_THROUGH = 400  # letters; of a longer name only the beginning is compared
# In these letters nothing else is a digit, and nothing joins two words, as an apostrophe does.
_PLAIN = re.compile('[ !"#$%&()*+,./0-9:;<=>?@A-Za-z_\u0400-\u052f«»№“”„–—-]*')
# Nor is there anything between two words that may join them, end an initial or begin an ending.
_SIMPLE = re.compile('[ !"#$%&()*+,/0-9:;<=>?@A-Za-z\u0400-\u052f«»№“”„]*')
_WORD = re.compile("[^\\W_]+")
_ALONE = re.compile("(?<![^\\W_])[0-9]{1,6}(?![^\\W_])")


def numbers_differ(numbers: frozenset[str], name: str, lexicon: Lexicon) -> bool:
    """Whether a name surely has other numbers than these; False says nothing."""
    if len(name) > _SEEN_THROUGH or not _PLAIN.fullmatch(name):
        return False
    if numbers:
        return any(number not in name for number in numbers)
    return not _has_digits(lexicon) and _ALONE.search(name) is not None


def own_words_differ(one: Analysis, name: str, lexicon: Lexicon) -> bool:
    """Whether each of two names surely has a word of its own that the other lacks.

    `compare` gives such names less than half; so who asks for at least that need not call it.
    """
    if one.acronyms or len(name) > _SEEN_THROUGH or not _SIMPLE.fullmatch(name):
        return False
    raws = _WORD.findall(name)
    alone = [own_word(raw, lexicon) for raw in raws]
    around = frame(
        tuple([raw if own is None else None for raw, own in zip(raws, alone, strict=True)]), lexicon
    )
    if around is None:
        return False
    found = iter([own for own in alone if own is not None])
    theirs = [next(found) if own is None else own for own in around.own]
    left = _left(one.own, theirs)
    return left is not None and _differ(one, *left, around.spelled, around.has_terms)


def _left(a: Sequence[Own], b: list[Own]) -> tuple[list[Own], list[Own]] | None:
    """What is left of own words when the one that both have is taken out; None if in doubt."""
    if len({word.written for word in b}) < len(b) or any(word.means for word in a):
        return None
    mine, theirs = [], [*b]
    for word in a:
        same = [x for x in b if x.twin == word.twin or x.stems[0] == word.stems[0]]
        if not same:
            mine.append(word)
        elif len(same) > 1 or len(theirs) < len(b):
            return None
        else:
            theirs.remove(same[0])
    return mine, theirs


def _differ(
    one: Analysis, mine: list[Own], theirs: list[Own], spelled: Sequence[Own], has_terms: bool
) -> bool:
    """Whether nothing that is left may be the same in another spelling, or a translation."""
    if not mine or not theirs:
        return False
    if all(word.common for word in (theirs if one.language == "en" else mine)):
        return False
    if any(likeness(x, y, LAST) >= LAST for x in mine for y in theirs):
        return False
    if len(mine) + len(theirs) > 2 and together(mine, theirs) >= JOINED:
        return False
    if _may_be_grown(mine) and has_terms:
        return False
    if _may_be_grown(theirs) and any(letter.term for letter in one.letters):
        return False
    known = ((mine, spelled), (theirs, one.spelled.values()))
    return not any(
        likeness(x, y, SPELLED) >= SPELLED for some, others in known for x in some for y in others
    )


def _may_be_grown(words: list[Own]) -> bool:
    return len(words) == 1 and len(words[0].folded) >= GROWN


@lru_cache(maxsize=8)
def _has_digits(lexicon: Lexicon) -> bool:
    """Whether a number may be part of what the lexicon knows, and so say something else."""
    words = (word for some in lexicon.written.values() for each in some for word in each.words)
    heard = (word for some in lexicon.sounding.values() for each in some for word in each.words)
    return any(word[:1].isdigit() for each in (words, heard) for word in each)
