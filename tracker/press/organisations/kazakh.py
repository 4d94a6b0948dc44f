"""The name before a Kazakh head, which comes last and says whose it is.

[Абай облысының ауыл шаруашылығы] басқармасы
[С. Сейфуллин атындағы Қазақ агротехникалық] университетінің
"""

import re

from tracker.press.organisations.kazakh_lists import listed_before
from tracker.press.organisations.kazakh_words import (
    AND,
    AWAY,
    CASED,
    GENITIVE,
    MAKES_ADJECTIVE,
    VERB,
    describes,
    is_cased_field,
    is_no_part,
    modifies,
    nominative,
)
from tracker.press.organisations.legal_forms import is_form as legal_form
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import PERSON, Reach, names_before
from tracker.press.organisations.table import MANY, POSSESSED, At, words

_DOING = re.compile(".{3,}(?:у|ю)")
_OBJECT = ("ды", "ді", "ты", "ті", "ны", "ні")
_STATE = frozenset({"қр", "қазақстан", "республикасы", "республикасының"})
_ABOUT = frozenset({"бойынша", "жөніндегі", "істері", "туралы"})


def around(line: Line, head: At) -> Reach | None:
    reach = Reach(line, head)
    owned = bool(POSSESSED.fullmatch(head.ending))
    many = bool(MANY.fullmatch(head.ending))
    _before(reach)
    beside = reach.quoted is not None and reach.quoted[1] + 1 == head.first
    _bank(reach)
    said = (
        head.row.needs == "none"
        or owned
        or many
        or beside
        or reach.numbered
        or line.tokens[head.first].is_acronym
    )
    if many and not head.row.holds and not listed_before(reach) and reach.quoted is None:
        return None
    if not said and not _is_compound(reach) and not (reach.leveled and reach.described > 1):
        return None
    reach.number()
    if line.word(head.first).startswith("журналынд"):
        return None  # where an article is printed
    return reach if reach.is_name() and not _is_unit(reach) else None


def _bank(reach: Reach) -> None:
    """Халық банкі, Дүниежүзілік банк, where a sentence begins."""
    line, head = reach.line, reach.head
    before = head.first - 1
    if (
        line.word(head.first).startswith("банк")
        and reach.first == before
        and line.is_capital(before)
    ):
        reach.proper = True


def _is_unit(reach: Reach) -> bool:
    """Мансап орталығы, which every university has."""
    if reach.head.row.sector != "research_institute" or reach.leveled or reach.quoted:
        return False
    before = range(reach.first, reach.head.first)
    return any(is_in("unit_words", reach.line.word(at)) for at in before)


def _is_compound(reach: Reach) -> bool:
    """«ұлттық университет», «Shakarim University» need no ending that says whose it is."""
    before = reach.head.first - 1
    if reach.first > before or not reach.proper:
        return False
    word = reach.line.word(before)
    if reach.head.row.sector == "industry" and reach.line.word(reach.head.first) == "банк":
        return reach.line.is_capital(before)
    return bool(MAKES_ADJECTIVE.fullmatch(word)) or word[:1] < "\u0250"


def _before(reach: Reach) -> None:
    line = reach.line
    place = reach.first - 1
    while place >= 0:
        if place in line.openings:
            _quote(reach, place)
            break
        taken = _one(reach, place)
        if taken is None:
            _quote_beyond(reach, place)
            break
        reach.first = place = taken
        place -= 1
    _without_first(reach)


def _quote(reach: Reach, close: int) -> None:
    opens = reach.line.openings[close]
    if close - opens <= 9 and reach.line.may_be_quoted(opens):
        reach.first = opens
        reach.quoted = (opens + 1, close)
        reach.proper = True
        _where_of_quote(reach, opens - 1)


def _quote_beyond(reach: Reach, place: int) -> None:
    """«Дос» тәуелсіз өмір орталығы: a word or two that nobody knows behind the name."""
    line = reach.line
    for at in range(place, max(place - 3, -1), -1):
        if at in line.openings:
            _quote(reach, at)
            return
        if not line.is_lower(at) or is_in("no_name", line.word(at)) or is_no_part(line.word(at)):
            return


def _where_of_quote(reach: Reach, place: int) -> None:
    """Абай облысының «Атамекен» палатасы, Абайдың «Жидебай» музейі."""
    line = reach.line
    if not GENITIVE.fullmatch(line.word(place)) or _heads(line, place):
        return
    if is_in("kk_levels", line.word(place)) and line.is_capital(place - 1):
        reach.first = place - 1
    elif line.is_capital(place) and not line.is_first(place) and reach.head.row.sector == "museum":
        reach.first = place


def _one(reach: Reach, place: int) -> int | None:
    """Take the word at this place; the answer is where the name begins now, None for its end."""
    line, token, word = reach.line, reach.line.tokens[place], reach.line.word(place)
    if word == "атындағы":
        begin = names_before(line, place)
        if begin < place:
            reach.proper = reach.numbered = True
            return begin
        return None
    if word == "жанындағы" and line.word(place - 1) in ("президенті", "үкіметі"):
        reach.proper = True  # ҚР Президенті жанындағы академия
        begin = place - 1
        while begin > 0 and line.word(begin - 1) in _STATE:
            begin -= 1
        return begin
    if token.is_number:
        return _number(reach, place)
    initial = token.text == "." and 0 < len(line.word(place - 1)) < 3
    if initial and line.is_capital(place - 1) and line.is_capital(place + 1):
        return names_before(line, place + 1)  # Л. Н. Гумилев Еуразия ұлттық университеті
    if token.text == "," and reach.joined and describes(line, place - 1):
        return place
    if token.text == "-" and line.tokens[place - 1].is_number and place > 0:
        return _number(reach, place - 1)
    if not token.is_word:
        return None
    if is_in("no_name", word) and word not in AND | _ABOUT and not token.is_acronym:
        return None
    if is_in("countries_short", word) and token.text.isupper():
        reach.proper = True
        return place
    if is_in("kk_levels", word):
        return _level(reach, place)
    if word in AND or word in _ABOUT:
        return _and(reach, place)
    if legal_form(line, place) or (_heads(line, place) and not _is_held(reach, place)):
        return None
    if _is_held(reach, place):
        reach.described += 1
        return place
    if GENITIVE.fullmatch(word):
        return _whose(reach, place)
    if line.is_capital(place):
        return _capital(reach, place)
    return _small(reach, place)


def _number(reach: Reach, place: int) -> int | None:
    """№ 5 мектеп, 12-мектеп."""
    before = reach.line.word(place - 1)
    if before in ("№", "no"):
        reach.proper = reach.numbered = True
        return place - 1
    if place == reach.head.first - 1 and reach.line.word(reach.head.first) == "әскери":
        reach.proper = reach.numbered = True
        return place
    if place == reach.head.first - 2 and reach.line.tokens[place + 1].text == "-":
        reach.proper = reach.numbered = True
        return place
    return None


def _level(reach: Reach, place: int) -> int | None:
    line, word = reach.line, reach.line.word(place)
    reach.leveled = True
    if word.endswith(("лық", "лік", "дық", "дік", "тық", "тік")):
        reach.described += 1
        return place
    if line.is_capital(place - 1) and line.tokens[place - 1].is_word:
        reach.proper = True
        begin = place - 1
        while begin > 0 and line.is_capital(begin - 1) and line.says_what(begin - 1):
            begin -= 1
        return begin
    return place if reach.head.row.sector == "government" else None


def _and(reach: Reach, place: int) -> int | None:
    """«Ғылым және жоғары білім министрлігі»: only between words that say what about."""
    line = reach.line
    if place + 1 >= reach.head.first or place == 0:
        return None
    word = line.word(place)
    if word in _ABOUT:
        return place if describes(line, place - 1) else None
    if _is_taught(reach, place):
        reach.described += 2
        return place - 1
    if not describes(line, place + 1) and not _is_held(reach, place + 1):
        return None
    capitals = line.is_capital(place - 1), line.is_capital(place + 1)
    if capitals[1] and (not capitals[0] or line.is_first(place - 1)):
        return None  # ғалымдары мен Мәдениет министрлігі: the name begins with its capital
    if all(capitals) and MANY.fullmatch(reach.head.ending):
        return None  # two universities
    before_is_name = line.is_capital(place - 1) and line.is_lower(place + 1)
    if not describes(line, place - 1) and not before_is_name and not _is_held(reach, place - 1):
        return _bridge(reach, place)
    if line.is_where(place + 1) or line.is_where(place - 1):
        return None
    reach.joined = True
    return place


def _is_taught(reach: Reach, place: int) -> bool:
    """Семей геодезия және картография колледжі: unknown words, but a capital begins the name."""
    line = reach.line
    if reach.head.row.sector not in ("school", "university", "research_institute"):
        return False
    around = (place - 1, place + 1)
    plain = all(line.is_lower(at) and not is_no_part(line.word(at)) for at in around)
    begins = line.is_capital(place - 2) or line.word(place - 2).endswith("лық")
    if line.is_capital(place - 1) and line.is_lower(place + 1):  # Ботаника және …
        return place + 2 == reach.head.first and not is_no_part(line.word(place + 1))
    return plain and begins and place + 2 == reach.head.first


def _is_held(reach: Reach, place: int) -> bool:
    """An association of universities is made of them."""
    line = reach.line
    if not reach.head.row.holds or place < 0:
        return False
    found = words("organisation_heads").at(line.words, place, ("kk",))
    if found is None:
        return False
    of_union = reach.head.row.sector == "government" and GENITIVE.fullmatch(line.word(place))
    return bool(of_union or MANY.fullmatch(found.ending))


def _whose(reach: Reach, place: int) -> int | None:
    """A genitive belongs to the name if it says where."""
    line = reach.line
    if (line.is_where(place) and line.is_capital(place)) or "республика" in line.word(place):
        reach.proper = True
        reach.leveled = True
        return place
    return None


def _capital(reach: Reach, place: int) -> int | None:
    line, word = reach.line, reach.line.word(place)
    if (AWAY.fullmatch(word) or (CASED.fullmatch(word) and line.is_where(place))) and not (
        _is_attributive(reach, place) or word.rsplit("-", 1)[-1] in nominative(line.lexicon)
    ):
        return None
    reach.leveled = reach.leveled or is_in("kk_national", word)
    apart = reach.first < reach.head.first
    if (
        apart
        and PERSON.fullmatch(word)
        and line.is_capital(place - 1)
        and not line.groups(place - 1)
    ):
        return None  # Ерлан Қасенов, who spoke at the university
    if line.is_first(place) and line.says_what(place):
        reach.described += 1
        reach.proper = reach.proper or line.is_where(place)
        return place
    reach.proper = True
    reach.described += line.is_field(place)
    return place


def _is_attributive(reach: Reach, place: int) -> bool:
    """«Қазақстандағы өкілдігі»."""
    return reach.line.is_where(place) and reach.line.word(place).endswith(
        ("дағы", "дегі", "тағы", "тегі")
    )


def _small(reach: Reach, place: int) -> int | None:
    line, word = reach.line, reach.line.word(place)
    if is_in("titles", word) and line.is_capital(place - 1):
        return place  # Жәңгір хан
    if modifies(word):
        reach.described += 1
        reach.leveled = reach.leveled or is_in("kk_national", word)
        return place
    if line.says_what(place) and len(word) > 2:
        if CASED.fullmatch(word) and not line.is_where(place) and is_cased_field(word):
            return None
        reach.described += 1
        reach.proper = reach.proper or line.is_where(place)
        return place
    if MAKES_ADJECTIVE.fullmatch(word) and len(word) > 6:
        reach.described += 1
        return place
    if _DOING.fullmatch(word) or (
        word.endswith(_OBJECT) and _DOING.fullmatch(line.word(place + 1)) and place + 1 < len(line)
    ):
        reach.described += 1
        return place
    cased = GENITIVE.fullmatch(word) or AWAY.fullmatch(word) or VERB.fullmatch(word)
    if "-" in word and place == reach.head.first - 1 and not cased:
        reach.described += 1
        return place  # мақта-мата комбинаты
    return _bridge(reach, place)


def _bridge(reach: Reach, place: int) -> int | None:
    """Words that nobody knows may stand between the region and what its department does."""
    line = reach.line
    if reach.head.row.sector != "government" or reach.leveled:
        return None
    for at in range(place - 1, max(place - 7, -1), -1):
        word = line.word(at)
        if is_in("kk_levels", word):
            return at + 1
        joins = word == "және" or line.tokens[at].text == ","
        if not joins and (not line.is_lower(at) or is_in("no_name", word) or VERB.fullmatch(word)):
            return None
    return None


def _without_first(reach: Reach) -> None:
    """A sentence begins with a capital; the name may begin behind it."""
    line, head = reach.line, reach.head.first
    while reach.first < head and (line.word(reach.first) in AND | _ABOUT or _is_other_word(reach)):
        reach.first += 1
        reach.proper = any(line.is_capital(at) for at in range(reach.first, head)) or reach.numbered


def _is_other_word(reach: Reach) -> bool:
    """Қонақ Торткөл университетінен, Көрмені № 5 мектеп: the first word is none of the name's."""
    line, place = reach.line, reach.first
    word, next = line.word(place), line.word(place + 1)
    if line.tokens[place].text == ",":
        return True
    if not line.is_first(place) or not line.is_capital(place) or next == ".":
        return False
    if CASED.fullmatch(word) and (line.is_capital(place + 1) or next == "№"):
        return word not in nominative(line.lexicon)
    if line.says_what(place) or is_in("kk_levels", next):
        return False
    if next == "№" or line.setting.is_common(word):
        return True
    if line.is_capital(place + 1) and line.word(place + 2) == ".":
        return True  # before К. Б. Сағынов
    alone = place == reach.head.first - 1
    return alone and word[:1] > "\u0400" and (word.endswith(("ша", "ше")) or len(word) < 4)


def _heads(line: Line, place: int) -> bool:
    found = words("organisation_heads").at(line.words, place, ("kk",))
    return found is not None and found.row.needs != "quote" and bool(found.ending)
