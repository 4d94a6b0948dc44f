"""The name around a Russian head.

[Семейский государственный медицинский] университет [имени …]
"""

import re

from tracker.names.lexicon import Group
from tracker.press.organisations import acronyms, russian_tail
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.russian_words import (
    agrees,
    is_adjective,
    is_between,
    is_double,
    is_net,
)
from tracker.press.organisations.table import At

_OF_PLACE = re.compile(".{2,}ск(?:ий|ая|ое|ие|ого|ой|ом|ому|им|их|ими|ую)")
_SCIENCE = re.compile(".{2,}(?:логия|номия|метрия|графия|техника|тика|ника|физика|химия)")
_SEVERAL = ("ов", "ам", "ами", "ах", "ям", "ями", "ях", "ев")
# Nouns whose -ы or -и is a plural, not one institution's genitive.
_MASCULINE = frozenset(
    [
        *("университет", "институт", "колледж", "музе", "завод", "центр", "банк", "комитет"),
        *("вуз", "департамент", "комбинат", "техникум", "театр", "технопарк", "холдинг"),
        *("фонд", "отдел"),
    ]
)
# Of students, or of the university, they are a part of it.
_OWN = ("театр", "клуб", "совет", "хор", "лиг", "центр")
_STOCK = ("библиотечн", "книжн", "призов", "жилищн", "земельн", "лесн", "уставн", "аудиторн")
# Adjectives that say nothing: современный, новый, совместный.
_WEAK = ("совр", "обще", "новы", "нова", "ново", "совм")


def around(line: Line, head: At) -> Reach | None:
    reach = Reach(line, head)
    if head.row.needs != "none" or line.is_capital(head.first):
        _before(reach)
    else:
        _level_before(reach)
    russian_tail.read(reach)
    if reach.quoted is not None:
        _described(reach)
    if _is_many(reach) and reach.quoted is None and not reach.head.row.holds:
        return None
    if _is_unit(reach):
        return None
    known = reach.described > 0 and acronyms.behind(line, reach.after) is not None
    return reach if reach.is_name() or known else None


def _described(reach: Reach) -> None:
    """мусоросортировочный комплекс «…»: before a name in quotes every adjective belongs to it."""
    line = reach.line
    place = reach.first - 1
    several_words = reach.head.after - reach.head.first > 1
    while (
        place >= 0
        and reach.head.first - place < 3
        and line.is_lower(place)
        and is_adjective(line, place)
        and len(line.word(place)) > 7
        and not is_in("no_name", line.word(place))
        and not _is_weak(line, place)
        and (several_words or agrees(line.word(place), line.word(reach.head.first)))
    ):
        reach.first = place
        place -= 1


def _is_unit(reach: Reach) -> bool:
    """лаборатория «Радиоэкология» is a part, called by what it is about; «в журнале „…“» it
    is printed."""
    line, word = reach.line, reach.line.word(reach.head.first)
    head = range(reach.head.first, reach.head.after)
    if any(line.word(at).startswith(_OWN) for at in head) and any(
        line.word(at).startswith(("студенческ", "университетск", "вузовск"))
        for at in range(reach.first, reach.head.after)
    ):
        return True
    if word.startswith("фонд") and line.word(reach.head.first - 1).startswith(_STOCK):
        return True
    if word.startswith("канал"):
        return reach.quoted is None  # of the Irtysh
    if word.startswith("журнал"):
        return line.word(reach.first - 1) in ("в", "во", "на", "из")
    if not word.startswith(("лаборатори", "центр")) or reach.quoted is None or reach.leveled:
        return False
    first, after = reach.quoted
    field = line.word(first).endswith(("ые", "ие", "ая", "ое", "ый", "ий")) and line.is_lower(
        first + 1
    )
    return field or (after == first + 1 and bool(_SCIENCE.fullmatch(line.word(first))))


def _is_many(reach: Reach) -> bool:
    """Universities of China, industrial enterprises: no name, unless names in quotes follow."""
    ending = reach.head.ending
    if ending in _SEVERAL:
        return True
    before = reach.line.word(reach.head.first - 1)
    firms = is_in("generic_ru", reach.line.word(reach.head.first))
    if firms and before.endswith(("ые", "ие", "ых", "их", "ыми", "ими")):
        return True  # пищевые предприятия Донбасса
    last = reach.line.word(reach.head.after - 1)
    if is_net(last) and reach.first < reach.head.first:
        return False  # Семейские межрайонные электросети are one
    if ending == "ей" and last[-3] in "лтрнжшч":
        return True  # отелей; больницей is one
    return ending in ("ы", "и") and last[: len(last) - len(ending)] in _MASCULINE


def _before(reach: Reach) -> None:
    line = reach.line
    place = reach.first - 1
    while place >= 0 and line.tokens[place].is_word:
        word = line.word(place)
        if word == "и" and _two_adjectives(reach, place):
            place -= 1
            continue
        if not is_adjective(line, place):
            break
        if is_in("no_name", word):
            break
        if line.is_capital(place) and not line.is_first(place):
            reach.proper = True
        elif line.says_what(place) and not _is_weak(line, place):
            named = line.is_where(place) or bool(_named(line, place))
            reach.proper = reach.proper or (named and not _is_of_nation(reach, place))
        elif line.is_capital(place) and _OF_PLACE.fullmatch(word):
            reach.proper = True
        elif not (line.says_what(place) or is_double(line, place) or is_between(line, place)):
            break
        reach.described += 1
        reach.leveled = reach.leveled or is_in("level_adjectives", word)
        reach.first = place
        place -= 1
    _bare_name(reach)


def _level_before(reach: Reach) -> None:
    """областная | коллегия адвокатов: what is a name by itself, and whose it is."""
    line, place = reach.line, reach.first - 1
    if is_in("level_adjectives", line.word(place)) and is_adjective(line, place):
        reach.first = place
        reach.leveled = True


def _two_adjectives(reach: Reach, place: int) -> bool:
    """историко-архитектурный и природно-ландшафтный музей"""
    line = reach.line
    return (
        reach.first < reach.head.first
        and place > 0
        and all(
            is_adjective(line, at) and (line.says_what(at) or is_double(line, at))
            for at in (place - 1, place + 1)
        )
        and line.is_lower(place + 1)
        and not line.is_where(place + 1)
    )


def _bare_name(reach: Reach) -> None:
    """Торайгыров университет, Назарбаев Университет: a name before it, as in Kazakh."""
    line, here = reach.line, reach.first - 1
    if line.word(reach.head.first).startswith("банк") and not reach.proper and here >= 0:
        word = line.word(here)
        if line.is_capital(here) and not is_in("no_name", word) and not is_adjective(line, here):
            reach.first, reach.proper = here, True  # Халык банк
        return
    school = reach.head.row.sector == "school" and line.is_capital(reach.first)
    if not (reach.head.row.sector == "university" or school) or reach.proper or here < 0:
        return
    word = line.word(here)
    if line.is_capital(here) and line.tokens[here].text[0] < "\u0250":  # Астана IT Университет
        reach.first, reach.proper = here - (line.is_where(here - 1)), True
        return
    behind_name = line.is_capital(here - 1) and not line.is_first(here - 1)
    if not line.is_capital(here) or behind_name or is_in("no_name", word):
        return
    if word[-1] in "аяюеыи" or reach.first < reach.head.first or is_in("positions_ru", word):
        return
    if line.is_first(here) and here > 0:
        return
    reach.first = here
    reach.proper = True


def _named(line: Line, place: int) -> bool:
    """An adjective of a place that the words of names lack: Павлодарский, Уланский."""
    return line.is_capital(place) and bool(_OF_PLACE.fullmatch(line.word(place)))


def _is_of_nation(reach: Reach, place: int) -> bool:
    """британский университет: one of many, written small; Китайская компания begins a sentence."""
    line = reach.line
    firm = is_in("generic_ru", line.word(reach.head.first))
    small = line.is_lower(place) or (firm and line.is_first(place))
    return small and Group.COUNTRY in line.groups(place) and not line.shouts


def _is_weak(line: Line, place: int) -> bool:
    return line.word(place).startswith(_WEAK)
