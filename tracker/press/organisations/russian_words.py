"""What Russian words around a head are: adjectives, genitives, other heads."""

import re

from tracker.names.lexicon import Group
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.table import words

_ADJECTIVE = re.compile(
    ".{2,}(?:ый|ий|ой|ая|яя|ое|ее|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ей|ые|ие|ых|их|ыми|ими)"
)
_NOUN = re.compile(".{2,}(?:[^н][ае]ний|ций)")  # исследований, but not весенний
_DOUBLE = re.compile(".{2,}[оие]-.{4,}")
_BARE_GENITIVES = frozenset({"наук", "дел", "сил", "искусств", "средств", "ремесел", "программ"})
_GENITIVE = re.compile(".{2,}(?:ого|его|ой|ей|ых|их|ов|ев|ий|ы|и|а|я)")
_SURELY_GENITIVE = re.compile(
    ".{4,}ии|.{4,}[тзсвдлрн]ия|.{2,}(?:ния|нии|ции|ости|остей|ства|ств|ники|тики|рии|ений|ний|ций|ного|ной|ных|ского"
    "|ской|ских|ового|овой|овых|телей|ников|истов|логов|неров|меров|торов|водов|ведов|щиков"
    "|ических|ической)"
)
_VERB_ENDINGS = ("ла", "ли", "ть", "тся")


def is_adjective(line: Line, place: int) -> bool:
    word = line.word(place).rsplit("-", 1)[-1]
    return bool(_ADJECTIVE.fullmatch(word)) and not _NOUN.fullmatch(word)


# The letters that a noun may end with beside an adjective that ends so.
_BESIDE = {
    **dict.fromkeys(("ая", "яя"), "аяь"),
    **dict.fromkeys(("ое", "ее"), "оея"),
    **dict.fromkeys(("ую", "юю"), "уюьь"),
    **dict.fromkeys(("го", "ье"), "аяуюо"),
    "му": "уюо",
}


def agrees(adjective: str, noun: str) -> bool:
    """оснащенная | компанией: it belongs to another word. Endings of many cases agree with all."""
    return noun[-1] in _BESIDE.get(adjective[-2:], noun[-1])


def is_double(line: Line, place: int) -> bool:
    """природно-ландшафтный"""
    return line.is_lower(place) and bool(_DOUBLE.fullmatch(line.word(place)))


def is_between(line: Line, place: int) -> bool:
    """An unknown adjective with one that begins a name before it: Областной драматический …"""
    if not line.is_lower(place):
        return False
    for at in range(place - 1, max(place - 5, -1), -1):
        if not line.tokens[at].is_word or not is_adjective(line, at):
            return False
        if is_in("no_name", line.word(at)):
            return False
        if line.is_capital(at) and (not line.is_first(at) or line.says_what(at)):
            return True
        if is_in("level_adjectives", line.word(at)):
            return True
    return False


def leads_to_head(line: Line, place: int) -> bool:
    """An adjective here belongs to the next head: … Оренбургского государственного университета."""
    while place < len(line) and line.tokens[place].is_word and is_adjective(line, place):
        place += 1
    return place < len(line) and is_head(line, place)


def is_net(word: str) -> bool:
    """Электросети, теплосетей: one body, though a plural."""
    return word.endswith(("сети", "сетей", "сетям", "сетями", "сетях"))


def is_genitive(line: Line, place: int) -> bool:
    if not 0 <= place < len(line) or not line.tokens[place].is_word:
        return False
    word = line.word(place)
    if len(word) < 3 or (word.endswith(_VERB_ENDINGS) and not line.says_what(place)):
        return False
    if word.endswith("ила"):
        return False  # закупила
    if is_in("matters_short", word) and line.tokens[place].is_acronym:
        return True  # экономики АПК
    if line.groups(place) & {Group.KIND, Group.UNIT} and not line.says_what(place):
        return bool(_SURELY_GENITIVE.fullmatch(word))
    if _is_noun_of(line, place):
        return True
    if line.says_what(place):
        return bool(_GENITIVE.fullmatch(word) or word in _BARE_GENITIVES)
    return bool(_SURELY_GENITIVE.fullmatch(word))


def _is_noun_of(line: Line, place: int) -> bool:
    """Behind «социальных» comes what is social, whatever it is."""
    before = line.word(place - 1)
    if not line.is_lower(place) or not before.endswith(("ых", "их", "ого", "его")):
        return False
    return is_adjective(line, place - 1) and line.says_what(place - 1) and len(before) > 5


def is_head(line: Line, place: int) -> bool:
    found = words("organisation_heads").at(line.words, place, ("ru",))
    return found is not None and found.row.needs != "quote"
