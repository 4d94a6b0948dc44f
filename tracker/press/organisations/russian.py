"""The name around a Russian head: adjectives before it, genitives, names and places after it.

    [Семейский государственный медицинский] университет
    департамент [экологии и природных ресурсов] [по области Абай]
"""

import re

from tracker.names.lexicon import Group
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach, is_person, names_after
from tracker.press.organisations.table import At, words

_ADJECTIVE = re.compile(
    ".{2,}(?:ый|ий|ой|ая|яя|ое|ее|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ей|ые|ие|ых|их|ыми|ими)"
)
_OF_PLACE = re.compile(".{2,}ск(?:ий|ая|ое|ие|ого|ой|ом|ому|им|их|ими|ую)")
_GENITIVE = re.compile(
    ".{2,}(?:ния|ции|ости|ства|ики|огии|логии|ового|ных|ной|ного|ских|ской|ского|ей|ов|ев|телей|анизма|ы|и|а|я)"
)
_SURELY_GENITIVE = re.compile(
    ".{2,}(?:ния|нии|ции|ости|остей|ства|ств|ники|тики|огии|офии|рии|ений|ний|ного|ной|ных|ского"
    "|ской|ских|ового|овой|овых|телей|ников|истов|логов|неров|меров|щиков|ателей|ических|ической)"
)


def around(line: Line, head: At) -> Reach | None:
    reach = Reach(line, head)
    if head.row.needs != "none" or line.is_capital(head.first):
        _before(reach)
    _after(reach)
    if _is_many(reach) and reach.quoted is None and not reach.head.row.holds:
        return None
    return reach if reach.is_name() else None


def _is_many(reach: Reach) -> bool:
    """Universities of China, industrial enterprises: no name, unless names in quotes follow."""
    ending = reach.head.ending
    if ending in ("ов", "ам", "ами", "ах", "ям", "ями", "ях", "ев", "ей"):
        return True
    last = reach.line.word(reach.head.after - 1)
    return ending in ("ы", "и") and last[: len(last) - len(ending)] in _MASCULINE


_MASCULINE = frozenset(
    ("университет", "институт", "колледж", "музе", "завод", "центр", "банк", "комитет", "вуз")
    + ("департамент", "комбинат", "техникум", "театр", "технопарк", "холдинг", "фонд", "отдел")
)


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
            reach.proper = reach.proper or line.is_where(place) or bool(_named(line, place))
        elif line.is_capital(place) and _OF_PLACE.fullmatch(word):
            reach.proper = True
        elif not line.is_capital(place) and not line.says_what(place):
            break
        elif line.is_capital(place) and not line.says_what(place):
            break
        reach.described += 1
        reach.leveled = reach.leveled or is_in("level_adjectives", word)
        reach.first = place
        place -= 1
    _bare_name(reach)


def _two_adjectives(reach: Reach, place: int) -> bool:
    """историко-архитектурный и природно-ландшафтный музей"""
    line = reach.line
    return (
        reach.first < reach.head.first
        and place > 0
        and all(is_adjective(line, at) and line.says_what(at) for at in (place - 1, place + 1))
        and line.is_lower(place + 1)
        and not line.is_where(place + 1)
    )


def _bare_name(reach: Reach) -> None:
    """Торайгыров университет, Назарбаев Университет: a name before it, as in Kazakh."""
    line, here = reach.line, reach.first - 1
    if reach.head.row.sector != "university" or reach.proper or here < 0:
        return
    word = line.word(here)
    if not line.is_capital(here) or line.is_capital(here - 1) or is_in("no_name", word):
        return
    if word[-1] in "аяуюеыи" or line.tokens[here].text[0] < "\u0250":
        return
    if line.is_first(here) and here > 0:
        return
    reach.first = here
    reach.proper = True


def _named(line: Line, place: int) -> bool:
    """An adjective of a place that the words of names lack: Павлодарский, Уланский."""
    return line.is_capital(place) and bool(_OF_PLACE.fullmatch(line.word(place)))


def _is_weak(line: Line, place: int) -> bool:
    return line.word(place)[:4] in ("совр", "обще", "новы", "нова", "ново", "совм")


def is_adjective(line: Line, place: int) -> bool:
    word = line.word(place).rsplit("-", 1)[-1]
    return bool(_ADJECTIVE.fullmatch(word))


def _after(reach: Reach) -> None:
    line, head = reach.line, reach.head
    if head.row.sector in ("school", "other") and reach.number():
        pass
    while reach.after < len(line):
        here = reach.after
        word = line.word(here)
        if reach.quote() or reach.number() or _acronym_inside(reach, here):
            continue
        if word in ("имени", "им"):
            after = names_after(line, here + 1)
            if after == here + 1:
                break
            reach.take(after, proper=True)
        elif is_in("countries_short", word) and line.tokens[here].text.isupper():
            reach.take(here + 1, proper=True)
        elif is_in("levels", word):
            if not _level(reach, here):
                break
        elif word in ("по", "в", "при") and word != "при":
            if not _by(reach, here):
                break
        elif word in ("и", ",") and _joins(reach, here):
            reach.take(here + 2, described=True)
        elif line.is_capital(here):
            if not _capital(reach, here):
                break
        elif _is_genitive(line, here) and not _is_other(reach, here):
            reach.take(here + 1, described=True)
        else:
            break


def _acronym_inside(reach: Reach, here: int) -> bool:
    """Национальный ядерный центр (НЯЦ) Республики Казахстан"""
    line = reach.line
    inside = (
        here + 3 < len(line)
        and line.tokens[here].text == "("
        and line.tokens[here + 1].is_acronym
        and line.tokens[here + 2].text == ")"
        and is_in("levels", line.word(here + 3))
        and line.is_capital(here + 3)
    )
    if inside:
        reach.take(here + 3)
    return inside


def _level(reach: Reach, here: int) -> bool:
    """области Абай, города Семей, г. Семей, Республики Казахстан."""
    line = reach.line
    next = here + 1
    if line.word(next) == ".":
        next += 1
    if line.is_capital(next) and line.tokens[next].is_word:
        while line.is_capital(next + 1) and line.says_what(next + 1) and not _heads(line, next + 1):
            next += 1
        reach.take(next + 1, proper=True, leveled=True)
        return True
    if line.is_capital(here) or reach.head.row.sector == "government":
        reach.take(here + 1, leveled=True)
        return True
    return False


def _by(reach: Reach, here: int) -> bool:
    """по области Абай, по делам молодежи, по ВКО; в Республике Казахстан, в Казахстане."""
    line = reach.line
    word, next = line.word(here), line.word(here + 1)
    if is_in("levels", next):
        return _level(reach, here + 1) and word in ("по", "в")
    if word == "в":
        if reach.head.row.sector == "government" and line.is_where(here + 1):
            reach.take(here + 2, proper=True)
            return True
        return False
    if next in ("делам", "вопросам", "контролю", "развитию", "работе", "защите", "охране"):
        reach.take(here + 2, described=True)
        return True
    if is_in("countries_short", next) or (line.is_where(here + 1) and line.is_capital(here + 1)):
        reach.take(here + 2, proper=True, leveled=True)
        if is_in("levels", line.word(here + 2)):
            reach.take(here + 3)
        return True
    if line.is_field(here + 1) and reach.head.row.sector in ("government", "ngo"):
        reach.take(here + 2, described=True)
        return True
    return False


def _joins(reach: Reach, here: int) -> bool:
    """Whether «и» or a comma goes on with what the organisation is about."""
    line = reach.line
    if reach.head.row.needs == "name" and reach.described == 0:
        return False
    if not (_is_genitive(line, here - 1) and here - 1 >= reach.head.after):
        return False
    next = here + 1
    if line.is_capital(next) and not (line.says_what(next) and line.is_capital(here - 1)):
        return False
    if not _is_genitive(line, next) or _heads(line, next):
        return False
    if line.word(here) == "и":
        return True
    for place in range(next, min(next + 6, len(line))):
        if line.word(place) == "и":
            return _is_genitive(line, place + 1) and not _heads(line, place + 1)
        if not (_is_genitive(line, place) or line.word(place) == ","):
            return False
    return False


def _capital(reach: Reach, here: int) -> bool:
    line, head = reach.line, reach.head
    word = line.word(here)
    if _heads(line, here) or not line.tokens[here].is_word or is_in("no_name", word):
        return False
    if is_in("levels", line.word(here + 1)) and is_adjective(line, here):
        reach.take(here + 2, proper=True, leveled=True)  # Абайской области
        return True
    if line.says_what(here) and (_is_genitive(line, here) or line.is_where(here)):
        reach.take(here + 1, proper=line.is_where(here), described=True, leveled=line.is_where(here))
        return True
    if here != head.after or head.row.needs in ("level", "none"):
        return False
    if head.row.sector in ("museum", "other") and _whose(reach, here):
        return True
    after = here + 1
    while line.is_capital(after) and line.tokens[after].is_word and not _heads(line, after):
        after += 1
    if is_person(line, here, after) or after - here > 4:
        return False
    foreign = line.tokens[here].text[0] < "\u0250"
    named = line.is_capital(head.first) and not line.is_first(head.first)
    if not foreign and (head.row.sector != "university" or _after_position(line, reach.first)):
        return False
    if not foreign and after - here > (3 if named else 1):
        return False
    reach.take(after, proper=True)
    return True


def _whose(reach: Reach, here: int) -> bool:
    """музей Абая, музей Ф. М. Достоевского; директор музея Алия Сейтова is a person."""
    line = reach.line
    after = names_after(line, here)
    if len(line.tokens[here].text) == 1:
        if line.word(after - 1)[-1:] in "ая" or line.word(after - 1).endswith("ого"):
            reach.take(after, proper=True)
            return True
        return False
    count = after - here
    if count == 2 or line.word(here)[-1] not in "ая":
        return False
    reach.take(here + 1, proper=True)
    return True


def _after_position(line: Line, first: int) -> bool:
    return is_in("positions_ru", line.word(first - 1))


def _is_genitive(line: Line, place: int) -> bool:
    if not 0 <= place < len(line) or not line.tokens[place].is_word:
        return False
    word = line.word(place)
    if len(word) < 3 or word.endswith(("ла", "ли", "ть", "тся")) and not line.says_what(place):
        return False
    if line.groups(place) & {Group.KIND, Group.UNIT} and not line.says_what(place):
        return bool(_SURELY_GENITIVE.fullmatch(word))
    if line.says_what(place):
        return bool(_GENITIVE.fullmatch(word) or word in ("наук", "дел", "сил"))
    return bool(_SURELY_GENITIVE.fullmatch(word))


def _is_other(reach: Reach, place: int) -> bool:
    """Another organisation begins here, unless this one is made of others."""
    return _heads(reach.line, place) and not (
        reach.head.row.holds and place == reach.head.after
    )


def _heads(line: Line, place: int) -> bool:
    found = words("organisation_heads").at(line.words, place, ("ru",))
    return found is not None and found.row.needs != "quote"
