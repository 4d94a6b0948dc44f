"""Russian bodies written small that have no name of their own: врачи детской поликлиники,
районный суд просит …; and universities without this word: Алтайский технический.

Who speaks for them, what they give or a list with other organisations tells that one body is
meant. They are proposed with little confidence.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.press.organisations import heads, nominative, russian_tail
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.russian_words import agrees, is_net
from tracker.press.organisations.table import At
from tracker.press.person_names import is_given

_LIKELY = 0.5
_SEVERAL = ("ов", "ам", "ами", "ах", "ям", "ями", "ях", "ев")
_OF_SEVERAL = ("ых", "их", "ые", "ие", "ыми", "ими")  # adjectives
_DO_SEVERAL = ("ли", "ут", "ют", "ат", "ят")
_MOST_ADJECTIVES = 3
_ADJECTIVE = re.compile(
    ".{2,}(?:[нщчжш]|[сц]к|[ое]в)(?:[ыио]й|[ая]я|[ое][ей]|[ое]го|[ое]м|[ыи]м|[ую]ю|[ое]му|[ыи]х)"
)
_SHORTEST = 6  # letters of an adjective that tells this body from others
_SUBJECT = ("", "а", "я", "ия", "о", "е", "й", "ь")  # how heads end that do something
_OF_PLACE = re.compile(".{3,}[сц]к(ий|ого|ому|им|ом)")
_AGREEING = {
    "ий": ("ий", "ый", "ой"),
    "ого": ("ого", "его"),
    "ому": ("ому", "ему"),
    "им": ("им", "ым"),
    "ом": ("ом", "ем"),
}
_VERB = re.compile(".{2,}(?:[аеиуыоя]л|[июя]т|[аяу]ет|[аю]ют|тся|лся)")
_TOGETHER = (
    *("сотруднич", "договор", "меморандум", "соглашени", "контракт", "партнер", "совместн"),
    *("вместе", "взаимодейств", "встреч", "связ"),
)
_BESIDE = frozenset(["", "и", "а", "но", "с", "в", "на", "о", "по", "для", "из", "за", "также"])


def find(line: Line, found: Sequence[Mention]) -> Iterator[Mention]:
    """Outside of the mentions found before."""
    if line.language != "ru" or line.shouts or line.whispers:
        return
    taken = {place for mention in found for place in range(mention.first, mention.after)}
    for place in range(len(line)):
        if place in taken or not is_in("bodies_ru", line.word(place)):
            continue
        head = heads.at(line, place)
        if head is None or head.row.lang != "ru" or head.ending in _SEVERAL:
            continue
        reach = _reach(line, head)
        if reach.quoted or taken & set(range(reach.first, reach.after + 1)):
            continue
        listed = _is_listed(reach, taken)
        if listed and is_in("single_ru", line.word(place)):
            yield _mention(reach)  # the town has one
        elif _is_told_apart(reach) and (listed or _is_spoken_for(reach) or _does_something(reach)):
            yield _mention(reach)
    for first, after in _without_noun(line):
        if not taken & set(range(first, after)):
            found_one = Mention(line, first, after, "list", _LIKELY, "university")
            found_one.inflected = not line.word(after - 1).endswith(_AGREEING["ий"])
            yield found_one


def _reach(line: Line, head: At) -> Reach:
    """Every adjective belongs to it: хлопкоочистительной фабрики."""
    reach = Reach(line, head)
    while head.first - reach.first < _MOST_ADJECTIVES and _describes(line, reach.first - 1, head):
        reach.first -= 1
        reach.described += 1
    if not line.is_capital(head.after):  # a name behind it is who speaks: морского училища | Азамат
        russian_tail.read(reach)
    return reach


def _describes(line: Line, place: int, head: At) -> bool:
    word = line.word(place)
    small = line.is_lower(place) or line.is_first(place)
    return (
        small
        and len(word) >= _SHORTEST
        and bool(_ADJECTIVE.fullmatch(word))
        and agrees(word, line.word(head.first))
        and not is_in("positions_ru", word)
        and not is_in("no_name", word)
        and not is_in("any_one_ru", word)
    )


def _is_told_apart(reach: Reach) -> bool:
    """By an adjective or by what it is about, and it is no part of the university."""
    line, inside = reach.line, range(reach.first, reach.after)
    if line.word(reach.first - 1) in ("его", "ее", "их"):
        return False
    several = line.word(reach.head.first - 1).endswith(_OF_SEVERAL)
    if several and not is_net(line.word(reach.head.first)):
        return False
    if any(is_in("own_ru", line.word(at)) or is_in("unit_words", line.word(at)) for at in inside):
        return False
    if line.word(reach.head.first).startswith("центр") and not reach.explained:
        before = range(reach.first, reach.head.first)  # городской центр may be that of the town
        return any(not is_in("level_adjectives", line.word(at)) for at in before)
    return reach.described > 0


def _is_spoken_for(reach: Reach) -> bool:
    """Сурдолог …, по просьбе …: who works there, where it was; договор с …, получили от …"""
    line, before = reach.line, reach.first - 1
    if line.word(before) in ("с", "со"):
        near = range(max(0, before - 3), before)
        return any(line.word(at).startswith(_TOGETHER) for at in near)
    return line.word(before) in ("от", "для") or is_in("positions_ru", line.word(before))


def _does_something(reach: Reach) -> bool:
    """Карантинная инспекция прислала …; письмо направил военный госпиталь."""
    line, verb = reach.line, reach.after
    if reach.head.ending not in _SUBJECT:
        return False
    while line.word(verb) in ("также", "тоже", "уже", "и"):
        verb += 1
    is_first_of_list = line.word(reach.after) in (",", "и")
    return any(
        line.is_lower(at)
        and (is_in("giving_ru", line.word(at)) or is_in("does_ru", line.word(at)))
        and (line.word(at).endswith(_DO_SEVERAL) == (is_first_of_list and at < reach.first))
        for at in (verb, reach.first - 1)
    )


def _is_listed(reach: Reach, taken: set[int]) -> bool:
    """… , городская прокуратура и ТОО «…»"""
    line, before, behind = reach.line, reach.first - 1, reach.after
    if line.word(reach.head.first).startswith("центр"):
        return False  # beside others it may be one of the university
    after_one = line.word(before) in (",", "и") and before - 1 in taken
    return after_one or (line.word(behind) in (",", "и") and behind + 1 in taken)


def _without_noun(line: Line) -> Iterator[tuple[int, int]]:
    """Алтайский государственный | и …, Белорусский аграрный технический | обменивается."""
    for first in range(len(line)):
        named = _OF_PLACE.fullmatch(line.word(first)) if line.is_capital(first) else None
        after = first + 1
        while (
            named is not None
            and line.is_lower(after)
            and is_in("of_universities_ru", line.word(after))
            and line.word(after).endswith(_AGREEING[named[1]])
        ):
            after += 1
        ends = (
            after >= len(line)
            or not line.tokens[after].is_word
            or line.word(after) in _BESIDE
            or (bool(_VERB.fullmatch(line.word(after))) and heads.at(line, after) is None)
            or is_given(line.tokens[after].text)
        )
        if after > first + 1 and ends and not line.word(after).startswith("-"):
            yield first, after


def _mention(reach: Reach) -> Mention:
    sector = reach.head.row.sector
    found = Mention(reach.line, reach.first, reach.after, "list", _LIKELY, sector)
    plain = nominative.of(reach)
    if plain is not None and plain != found.name:
        found.inflected, found.nominative = True, plain
    return found
