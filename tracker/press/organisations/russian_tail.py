"""What follows a Russian head: what it is about, after whom it is named, where it is.

департамент [экологии и природных ресурсов] [по области Абай]
"""

import re

from tracker.press.organisations import russian_capitals, russian_leads
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach, names_after
from tracker.press.organisations.russian_words import (
    is_adjective,
    is_genitive,
    is_head,
    leads_to_head,
)

# What somebody works at: по исследованию, по переработке, по защите.
_MATTER = re.compile(".{3,}(?:нию|тию|ству|ости|овке|отке|тике|ции|ичеству)")
_WITH = ("ью", "ями", "ами", "ой", "ей")
_OF_UNKNOWN = ("а", "я", "ы", "и", "ов", "ев", "ей", "ий", "ых", "их", "ого", "его", "ой")
_VERB = re.compile(".{2,}(?:[аеиыуюяо]л[аои]?|л[аои]?с[ья]|[аеиуюя]т|[аеиуюя]ть?ся|[аеиы]ть)")
_TO = ("ому", "ему", "ой", "ей", "ым", "им")
_SURELY = ("ов", "ев", "ей", "ий", "ых", "их", "ого", "его", "ой", "ния", "ства")
_KIN = frozenset({"семьи", "братьев", "сестер", "купцов", "династии"})  # музей семьи Невзоровых
_VERBS = ("ла", "ли", "лась", "лись", "ованы", "ована", "чены", "лены", "щены", "шены")
_MOST_UNKNOWN = 4
_ADVERBS = frozenset(
    {
        *("всегда", "когда", "сегодня", "завтра", "вчера", "иногда", "дважды", "трижды"),
        *(
            "почти",
            "хотя",
            "готов",
            "рядов",
            "сама",
            "готова",
            "должна",
            "рада",
            "согласна",
            "намерена",
        ),
        *("готовы", "должны", "рады", "согласны", "намерены", "нужны", "нужна", "важна"),
        *("которая", "которые", "которой", "которых", "снова", "сперва", "пусть", "чтобы"),
    }
)
_MATTERS = frozenset(
    {
        "делам",
        "вопросам",
        "контролю",
        "развитию",
        "работе",
        "защите",
        "охране",
        "подготовке",
        "управлению",
        "связям",
    }
)


def read(reach: Reach) -> None:
    line, head = reach.line, reach.head
    while reach.after < len(line):
        here = reach.after
        word = line.word(here)
        if _names_programme(reach):
            break
        if reach.quote() or reach.number() or _acronym_inside(reach, here):
            continue
        if word in ("имени", "им"):
            after = names_after(line, here + 1)
            if after == here + 1:
                break
            reach.take(after, proper=True)
            reach.numbered = True
        elif word in _KIN and line.is_capital(here + 1):
            reach.take(names_after(line, here), proper=True)
        elif is_in("countries_short", word) and line.tokens[here].text.isupper():
            reach.take(here + 1, proper=True)
        elif is_in("levels", word):
            foreign = is_in("foreign_levels", word) and here > head.after and reach.proper
            if foreign or not _level(reach, here):
                break
        elif word in ("по", "в"):
            if not _by(reach, here):
                break
        elif word == "при" and line.word(here + 1) in ("президенте", "правительстве"):
            reach.take(here + 2, proper=True)
        elif word == "для" and _for_whom(reach, here):
            continue
        elif (word in ("и", ",") and _joins(reach, here)) or _and_unknown(reach, here):
            reach.take(here + 2, described=True)
        elif line.is_capital(here):
            if not russian_capitals.read(reach, here):
                break
        elif is_adjective(line, here) and leads_to_head(line, here) and not head.row.holds:
            break
        elif russian_leads.leads_to_quote(reach, here):
            reach.take(here + 1)
        elif russian_leads.leads_in_two(reach, here):
            reach.take(here + 2)
        elif (latin := russian_leads.leads_to_latin(reach, here)) is not None:
            reach.take(latin, proper=True)
        elif _is_about(reach, here) or _is_of_capital(reach, here) or _ends_group(reach, here):
            reach.take(here + 1, described=True)
        else:
            break


def _is_about(reach: Reach, here: int) -> bool:
    people = is_in("people_ru", reach.line.word(here))
    genitive = is_genitive(reach.line, here) and not people and not _is_other(reach, here)
    return genitive or _is_held(reach, here)


def _ends_group(reach: Reach, here: int) -> bool:
    """федерация настольного | тенниса, Центр Болонского | процесса: the noun of an adjective that
    belongs to the name."""
    line, word, before = reach.line, reach.line.word(here), reach.line.word(here - 1)
    return (
        here - 1 >= reach.head.after
        and is_adjective(line, here - 1)
        and before.endswith(("ого", "его", "ых", "их", "ой", "ей"))
        and is_lower_genitive(line, here)
        and not is_adjective(line, here)
        and not _VERB.fullmatch(word)
        and not is_head(line, here)
        and not is_in("no_name", word)
    )


def _is_of_capital(reach: Reach, here: int) -> bool:
    """Центр трансфера …, Национальный центр рукописей: behind a head with a capital inside of a
    sentence, or one with a name of its own before it, unknown words that end as genitives do."""
    line, head, word = reach.line, reach.head.first, reach.line.word(here)
    large = line.is_capital(head) and (not line.is_first(head) or _does_something(reach, here))
    if reach.proper and line.is_lower(here + 1) and _VERB.fullmatch(line.word(here + 1)):
        return False  # аэропорт | логистов ждет
    before = reach.proper and reach.first < head and reach.after - reach.head.after < _MOST_UNKNOWN
    return (
        (large or before)
        and (here == reach.head.after or line.is_lower(here - 1))
        and (is_lower_genitive(line, here) or _is_without_ending(line, here))
        and not is_in("no_name", word)
        and not is_head(line, here)
    )


def _does_something(reach: Reach, here: int) -> bool:
    """Институт степи предложил …, Союз пекарей области просит …: it begins the sentence."""
    line, row = reach.line, reach.head.row
    if row.sector not in ("research_institute", "museum", "ngo") or here != reach.head.after:
        return False
    verb = here + 1 + is_in("levels", line.word(here + 1))
    does = line.is_lower(verb) and bool(_VERB.fullmatch(line.word(verb)))
    return does and not _VERB.fullmatch(line.word(here))


def is_lower_genitive(line: Line, place: int) -> bool:
    word = line.word(place)
    return (
        line.is_lower(place)
        and len(word) > 3
        and word.endswith(_OF_UNKNOWN)
        and not word.endswith(_VERBS)
        and word not in _ADVERBS
        and not is_in("people_ru", word)
    )


def _is_without_ending(line: Line, place: int) -> bool:
    """охраны | птиц | Казахстана"""
    word, next = line.word(place), place + 1
    between = line.is_capital(next) and line.is_where(next)
    between = between or line.word(place - 1).endswith(("ых", "их"))  # редких | книг
    return line.is_lower(place) and between and word[-1] not in "аеиоуыэюяйь" and len(word) > 3


def _and_unknown(reach: Reach, here: int) -> bool:
    """… рукописей | и редких книг"""
    line, next = reach.line, here + 1
    return (
        line.word(here) == "и"
        and reach.explained
        and is_lower_genitive(line, here - 1)
        and _is_of_capital(reach, here - 1)
        and is_lower_genitive(line, next)
        and line.word(next).endswith(_SURELY)
        and not is_head(line, next)
        and not leads_to_head(line, next)
    )


def _for_whom(reach: Reach, here: int) -> bool:
    """школа для одаренных детей имени …, центр для детей с инвалидностью «…»."""
    line, place = reach.line, here + 1
    while place < min(here + 9, len(line)) and line.is_lower(place):
        word = line.word(place)
        if word in ("имени", "им"):
            reach.take(place, described=True)
            return True
        place += 1
    if place in line.quotes or line.word(place) == "№":
        reach.take(place, described=True)
        return True
    return False


def _names_programme(reach: Reach) -> bool:
    """программа Европейского Союза «…»: the programme is called so, not the union."""
    line = reach.line
    named = reach.proper and reach.after in line.quotes
    return named and is_in("not_quoted", line.word(reach.first - 1))


def _acronym_inside(reach: Reach, here: int) -> bool:
    """Национальный ядерный центр (НЯЦ) Республики Казахстан, общество (ОО) «…»"""
    line = reach.line
    inside = (
        here + 3 < len(line)
        and line.tokens[here].text == "("
        and line.tokens[here + 1].is_acronym
        and line.tokens[here + 2].text == ")"
        and (
            (is_in("levels", line.word(here + 3)) and line.is_capital(here + 3))
            or (here + 3 in line.quotes and line.may_be_quoted(here + 3) and not reach.quoted)
        )
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
        while (
            line.is_capital(next + 1) and line.says_what(next + 1) and not is_head(line, next + 1)
        ):
            next += 1
        reach.take(next + 1, proper=True, leveled=True)
        return True
    of_people = reach.head.row.sector in ("ngo", "other") and reach.described > 0
    if line.is_capital(here) or reach.head.row.sector == "government" or of_people:
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
    if is_in("matters_short", next) and line.tokens[here + 1].text.isupper():
        reach.take(here + 2, described=True)  # по ЧС
        return True
    if next in _MATTERS or _is_matter(reach, here + 1):
        after = here + 2
        while line.word(after) in ("и", ",") and _is_matter(reach, after + 1):
            after += 2
        if line.word(after) == "с" and line.word(after + 1).endswith(_WITH):
            after += 2  # по связям с общественностью
        if next == "управлению" and line.word(after).endswith(("ыми", "ими", "ым", "ой")):
            after += 2  # по управлению земельными ресурсами
        reach.take(min(after, len(line)), described=True)
        return True
    noun = here + 1
    while line.is_lower(noun) and is_adjective(line, noun) and line.says_what(noun):
        noun += 1
    if here + 1 < noun and line.is_lower(noun) and reach.head.row.sector == "government":
        reach.take(noun + 1, described=True)  # по чрезвычайным ситуациям
        return True
    if is_in("countries_short", next) or (line.is_where(here + 1) and line.is_capital(here + 1)):
        reach.take(here + 2, proper=True, leveled=True)
        if is_in("levels", line.word(here + 2)):
            reach.take(here + 3)
        return True
    if (large := _large_matter(reach, here + 1)) is not None:
        reach.take(large, described=True)
        return True
    if line.is_field(here + 1) and reach.head.row.sector in (
        "government",
        "ngo",
        "research_institute",
    ):
        reach.take(here + 2, described=True)
        return True
    return False


def _large_matter(reach: Reach, place: int) -> int | None:
    """Международный центр по биосоленому земледелию: whatever it works at, behind a capital."""
    line, noun = reach.line, place
    while line.is_lower(noun) and is_adjective(line, noun) and line.word(noun).endswith(_TO):
        noun += 1
    large = line.is_capital(reach.first) and not is_in("by_reason", line.word(noun))
    ends = line.is_lower(noun) and line.word(noun).endswith(("ию", "ству", "нию", "ам", "ям"))
    bodies = ("government", "ngo", "research_institute")
    return noun + 1 if large and ends and reach.head.row.sector in bodies else None


def _is_matter(reach: Reach, place: int) -> bool:
    line = reach.line
    word = line.word(place)
    return (
        reach.head.row.sector in ("government", "ngo", "research_institute")
        and line.is_lower(place)
        and (word in _MATTERS or bool(_MATTER.fullmatch(word)))
        and not is_in("by_reason", line.word(place))
    )


def _joins(reach: Reach, here: int) -> bool:
    """Whether «и» or a comma goes on with what the organisation is about."""
    line = reach.line
    if reach.head.row.needs == "name" and reach.described == 0:
        return False
    if not (is_genitive(line, here - 1) and here - 1 >= reach.head.after):
        return False
    next = here + 1
    if line.is_capital(next) and not (line.says_what(next) and line.is_capital(here - 1)):
        return False
    if not is_genitive(line, next) or is_head(line, next):
        return False
    if line.is_capital(next) and is_adjective(line, next) and leads_to_head(line, next):
        return False  # Министерство образования Беларуси и Московский университет
    if is_in("level_adjectives", line.word(next)) and leads_to_head(line, next):
        return False  # Министерство природных ресурсов и областной маслихат
    if line.word(here) == "и":
        return True
    for place in range(next, min(next + 6, len(line))):
        if line.word(place) == "и":
            return is_genitive(line, place + 1) and not is_head(line, place + 1)
        if not (is_genitive(line, place) or line.word(place) == ","):
            return False
    return False


def _is_other(reach: Reach, place: int) -> bool:
    """Another organisation begins here, unless this one is made of others."""
    if reach.line.word(place).startswith("полици") and place == reach.head.after:
        return False  # департамент полиции
    if russian_capitals.is_of_committee(reach, place):
        return False
    return is_head(reach.line, place) and not _is_held(reach, place)


def _is_held(reach: Reach, place: int) -> bool:
    """An association of universities, an embassy of a union."""
    return reach.head.row.holds and reach.described < 2 and is_head(reach.line, place)
