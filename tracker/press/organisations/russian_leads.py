"""Words between a Russian head and its name that say what it deals with: магазин одежды «…»."""

from tracker.press.organisations import russian_capitals
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.russian_words import is_adjective

_ENDINGS = ("ы", "и", "а", "я", "ов", "ев", "ей", "ий", "ен", "ек", "ок", "ям", "ин")


def leads_to_quote(reach: Reach, here: int, *, least: int = 4) -> bool:
    """Дом моды «Эрке», магазин одежды «…»: an unknown word of what it deals with."""
    line = reach.line
    return (
        reach.quoted is None
        and here + 1 in line.quotes
        and line.may_be_quoted(here + 1)
        and _is_lead(line, here, least)
    )


def leads_in_two(reach: Reach, here: int) -> bool:
    """завод игристых вин «…»"""
    line = reach.line
    described = line.word(here).endswith(("ых", "их", "ого", "его", "ой"))
    return (
        described
        and line.is_lower(here)
        and is_adjective(line, here)
        and leads_to_quote(reach, here + 1, least=3)
    )


def _is_lead(line: Line, here: int, least: int = 4) -> bool:
    word = line.word(here)
    return (
        line.is_lower(here)
        and len(word) >= least
        and word.endswith(_ENDINGS)
        and not word.endswith(("ла", "ли"))
        and not is_in("not_quoted", word)
        and not is_in("positions_ru", word)
    )


def leads_to_latin(reach: Reach, here: int) -> int | None:
    """студия звукозаписи Echo Room: where the name in Latin letters ends."""
    line, after = reach.line, here + 1
    if here != reach.head.after or not _is_lead(line, here):
        return None
    while line.is_capital(after) and line.tokens[after].text[0] < "\u0250":
        after += 1
    if after == here + 1 and line.is_capital(after) and not reach.proper:
        bare = russian_capitals.called(reach, after)  # магазин спорттоваров Марафон
        reach.numbered = bare is not None
        return bare
    return after if after > here + 1 and not reach.proper else None
