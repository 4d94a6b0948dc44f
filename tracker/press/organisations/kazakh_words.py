"""What Kazakh words before a head are: cases, adjectives, verbs."""

import re
from functools import lru_cache

from tracker.names.lexicon import Group, Lexicon
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line

GENITIVE = re.compile(".{2,}(?:ның|нің|дың|дің|тың|тің)")
AWAY = re.compile(
    ".{3,}(?:ға|ге|қа|ке|дан|ден|тан|тен|нан|нен|мен|бен|пен|дағы|дегі|тағы|тегі|нда|нде)"
)
CASED = re.compile(".{3,}(?:ға|ге|қа|ке|дан|ден|тан|тен|нан|нен|ны|ні|ды|ді|ты|ті|да|де|та|те)")
VERB = re.compile(".{2,}(?:ған|ген|қан|кен|ып|іп|тын|тін|ушы|уші|йді|еді|ады|са|се)")
MAKES_ADJECTIVE = re.compile(".{2,}(?:лық|лік|дық|дік|тық|тік)")
AND = frozenset({"және", "мен", "пен", "бен"})


def is_no_part(word: str) -> bool:
    cased = CASED.fullmatch(word) or GENITIVE.fullmatch(word) or AWAY.fullmatch(word)
    return bool(cased or VERB.fullmatch(word)) or word in AND


def describes(line: Line, place: int) -> bool:
    if place < 0 or not line.tokens[place].is_word:
        return False
    word = line.word(place)
    if MAKES_ADJECTIVE.fullmatch(word) and "-" in word:
        return True  # табиғи-ландшафттық
    return line.says_what(place) or modifies(word)


def modifies(word: str) -> bool:
    return any(is_in("kk_modifiers", part) for part in (word, word.rsplit("-", 1)[-1]))


def is_cased_field(word: str) -> bool:
    return word.endswith(("ға", "ге", "қа", "ке", "дан", "ден", "нан", "нен"))


@lru_cache(maxsize=4)
def nominative(lexicon: Lexicon) -> frozenset[str]:
    """Алматы and Қазақстан end like cases and are none."""
    return frozenset(
        written
        for term in lexicon.terms.values()
        if term.group in (Group.PLACE, Group.COUNTRY)
        for written in term.words["kk"]
    )
