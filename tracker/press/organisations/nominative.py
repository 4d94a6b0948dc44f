"""A name as the register would write it: «Торткөл университетінен» is Торткөл университеті,
«Семейского медицинского университета» is Семейский медицинский университет."""

import re

from tracker.press.organisations import acronyms
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.russian_words import is_net
from tracker.press.organisations.table import At

_KAZAKH = re.compile("(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі)?")
# Russian heads by what stands before their ending.
_NEUTER = re.compile(".*(?:ств|ищ|ени|яти|лени)")
_NEUTER_SOFT = re.compile(".*(?:ени|яти|ищ)")
_FEMININE = re.compile(
    ".*(?:школ|больниц|клиник|палат|прокуратур|библиотек|фабрик|шахт|фирм|газет|групп|лиг|аптек|служб)"
)
_WITH_Y = re.compile(".*(?:музе|лице)")
_HARD = re.compile("(.*)(?:ого|ому|ым|(?<=[кгх])им|ом|ой|ую|ая|ое|ый)")
_SOFT = re.compile("(.*[нш])(?:его|ему|им|ем|ей|юю|яя|ее|ий)")
# Областной, городской: their ending bears the stress.
_STRESSED = ("областн", "городск", "краев", "миров", "морск", "речн", "полев", "лесн", "донск")
_HISSING = ("к", "г", "х", "ж", "ш", "ч", "щ")


def of(reach: Reach) -> str | None:
    """The name with its head, and the adjectives before it, in the nominative; None as it is."""
    line, head = reach.line, reach.head
    if line.shouts or head.after - head.first > 1 or head.row.lang == "en":
        return None
    if head.row.lang == "kk":
        return _kazakh(reach)
    stem = line.text(head.first, head.after)
    if line.word(head.first).endswith(("о", "кафе")) and not head.ending:
        return None  # депо has no cases
    if "-" in stem or is_net(line.word(head.first)):
        return None
    if acronyms.is_institute(stem):
        return _before(reach, "", stem)
    cut = _cut(reach)
    if cut:
        return _before(reach, "", stem[:-cut])
    ending = _russian_ending(line.word(head.first), head.ending)
    return _before(reach, ending, stem[: len(stem) - len(head.ending)] + ending)


def one_of(line: Line, head: At, first: int, after: int) -> str:
    """Карагандинского (и Костанайского университетов): one of those that share a head."""
    word, stem = line.word(head.first), line.text(head.first, head.after)
    ending = _russian_ending(word, head.ending)
    words = [_adjective(line.text(at, at + 1), ending) for at in range(first, after)]
    return " ".join((*words, stem[: len(stem) - len(head.ending)] + ending))


def _before(reach: Reach, ending: str, noun: str) -> str:
    """The adjectives as this noun wants them, the noun, and the rest as it is."""
    line, head = reach.line, reach.head
    words = [_adjective(line.text(at, at + 1), ending) for at in range(reach.first, head.first)]
    rest = line.text(head.after, reach.after) if head.after < reach.after else ""
    return " ".join(part for part in (*words, noun, rest) if part)


def _cut(reach: Reach) -> int:
    """How long the case is in forms that a rule writes out: гок|гока|гоком."""
    word, forms = reach.line.word(reach.head.first), reach.head.row.pattern.split("|")
    if reach.head.ending or word not in forms:
        return 0
    return next((cut for cut in (1, 2) if word[:-cut] in forms), 0)


def is_plain_kazakh(ending: str) -> bool:
    return _KAZAKH.fullmatch(ending) is not None


def _kazakh(reach: Reach) -> str | None:
    if reach.head.after != reach.after:
        return None
    plain = _KAZAKH.match(reach.head.ending)
    cut = len(reach.head.ending) - (plain.end() if plain else 0)
    written = reach.line.text(reach.first, reach.after)
    return written[: len(written) - cut] if cut else None


def _russian_ending(word: str, ending: str) -> str:
    if not ending and word.endswith("и"):
        return ""  # Минобрнауки
    stem = word[: len(word) - len(ending)]
    if _NEUTER.fullmatch(stem):
        return "е" if _NEUTER_SOFT.fullmatch(stem) else "о"
    if stem.endswith("и"):
        return "я"
    if _FEMININE.fullmatch(stem):
        return "а"
    return "й" if _WITH_Y.fullmatch(stem) else ""


def _adjective(word: str, noun: str) -> str:
    """The adjective as the noun with this ending wants it."""
    hard, soft = _HARD.fullmatch(word), _SOFT.fullmatch(word)
    if hard and not soft:
        stem = hard[1]
        masculine = "ий" if stem.endswith(_HISSING) else "ый"
        if stem.casefold().endswith(_STRESSED):
            masculine = "ой"
        return stem + {"о": "ое", "е": "ое", "а": "ая", "я": "ая"}.get(noun, masculine)
    if soft:
        feminine = "ая" if soft[1].endswith(_HISSING) else "яя"
        return soft[1] + {"о": "ее", "е": "ее", "а": feminine, "я": feminine}.get(noun, "ий")
    return word
