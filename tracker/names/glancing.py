"""What can be seen of a name without taking it apart: whether it has the numbers of another.

School № 7 is never school № 12, and most names that are fetched for a numbered one are those of
others. It is only said where it is sure; `analysis` would find the same, only later.
"""

import re
from functools import lru_cache

from tracker.names.lexicon import Lexicon

_SEEN_THROUGH = 400  # letters; of a longer name only the beginning is compared
# In these letters nothing else is a digit, and nothing joins two words, as an apostrophe does.
_PLAIN = re.compile('[ !"#$%&()*+,./0-9:;<=>?@A-Za-z_\u0400-\u052f«»№“”„–—-]*')
_ALONE = re.compile("(?<![^\\W_])[0-9]{1,6}(?![^\\W_])")


def numbers_differ(numbers: frozenset[str], name: str, lexicon: Lexicon) -> bool:
    """Whether a name surely has other numbers than these; False says nothing."""
    if len(name) > _SEEN_THROUGH or not _PLAIN.fullmatch(name):
        return False
    if numbers:
        return any(number not in name for number in numbers)
    return not _has_digits(lexicon) and _ALONE.search(name) is not None


@lru_cache(maxsize=8)
def _has_digits(lexicon: Lexicon) -> bool:
    """Whether a number may be part of what the lexicon knows, and so say something else."""
    words = (word for some in lexicon.written.values() for each in some for word in each.words)
    heard = (word for some in lexicon.sounding.values() for each in some for word in each.words)
    return any(word[:1].isdigit() for each in (words, heard) for word in each)
