"""The name before a Kazakh head, which comes last and says whose it is.

    [Абай облысының ауыл шаруашылығы] басқармасы
    [С. Сейфуллин атындағы Қазақ агротехникалық] университетінің
"""

import re

from tracker.names.lexicon import Group
from tracker.press.organisations.legal_forms import is_form as legal_form
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach, is_person, names_before
from tracker.press.organisations.table import MANY, POSSESSED, At, words

_GENITIVE = re.compile(".{2,}(?:ның|нің|дың|дің|тың|тің)")
_AWAY = re.compile(".{3,}(?:ға|ге|қа|ке|дан|ден|тан|тен|нан|нен|мен|бен|пен|дағы|дегі|тағы|тегі)")
_CASED = re.compile(".{3,}(?:ға|ге|қа|ке|дан|ден|тан|тен|нан|нен|ны|ні|ды|ді|ты|ті|да|де|та|те)")
_VERB = re.compile(".{2,}(?:ған|ген|қан|кен|ып|іп|тын|тін|атын|етін|ушы|уші|ды|ді|ты|ті|са|се)")
_MAKES_ADJECTIVE = re.compile(".{2,}(?:лық|лік|дық|дік|тық|тік)")
_ABOUT = frozenset({"бойынша", "жөніндегі", "істері", "туралы"})
_AND = frozenset({"және", "мен", "пен", "бен"})


def around(line: Line, head: At) -> Reach | None:
    reach = Reach(line, head)
    owned = bool(POSSESSED.fullmatch(head.ending))
    many = bool(MANY.fullmatch(head.ending))
    _before(reach, owned)
    said = owned or many or reach.quoted is not None or reach.numbered
    if not said and not _is_compound(reach) and not (reach.leveled and reach.described > 1):
        return None
    _behind(reach)
    return reach if reach.is_name() else None


def _is_compound(reach: Reach) -> bool:
    """«ұлттық университет», «Shakarim University» need no ending that says whose it is."""
    before = reach.head.first - 1
    if reach.first > before or not reach.proper:
        return False
    word = reach.line.word(before)
    if reach.head.row.sector == "industry" and reach.line.word(reach.head.first) == "банк":
        return reach.line.is_capital(before)
    return bool(_MAKES_ADJECTIVE.fullmatch(word)) or word[:1] < "\u0250"


def _before(reach: Reach, owned: bool) -> None:
    line = reach.line
    place = reach.first - 1
    while place >= 0:
        if place in line.openings:
            _quote(reach, place)
            break
        taken = _one(reach, place, owned)
        if taken is None:
            break
        reach.first = place = taken
        place -= 1
    _without_first(reach)


def _quote(reach: Reach, close: int) -> None:
    opens = reach.line.openings[close]
    if close - opens <= 9 and (
        reach.line.is_capital(opens + 1) or reach.line.tokens[opens + 1].is_number
    ):
        reach.first = opens
        reach.quoted = (opens + 1, close)
        reach.proper = True


def _one(reach: Reach, place: int, owned: bool) -> int | None:
    """Take the word at this place; the answer is where the name begins now, None for its end."""
    line, token, word = reach.line, reach.line.tokens[place], reach.line.word(place)
    if word == "атындағы" or word == "атындағ":
        begin = names_before(line, place)
        if begin < place:
            reach.proper = reach.numbered = True
            return begin
        return None
    if token.is_number:
        return _number(reach, place)
    if token.text == "," and reach.joined and _describes(line, place - 1):
        return place
    if token.text == "-" and line.tokens[place - 1].is_number and place > 0:
        return _number(reach, place - 1)
    if not token.is_word or is_in("no_name", word) and word not in _AND:
        return None
    if is_in("countries_short", word) and token.text.isupper():
        reach.proper = True
        return place
    if is_in("kk_levels", word):
        return _level(reach, place)
    if word in _AND or word in _ABOUT:
        return _and(reach, place)
    if legal_form(line, place) or (_heads(line, place) and not _is_held(reach, place)):
        return None
    if _is_held(reach, place):
        reach.described += 1
        return place
    if _GENITIVE.fullmatch(word):
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
        return place if _describes(line, place - 1) else None
    if not _describes(line, place + 1) and not _is_held(reach, place + 1):
        return None
    before_is_name = line.is_capital(place - 1) and line.is_lower(place + 1)
    if not _describes(line, place - 1) and not before_is_name and not _is_held(reach, place - 1):
        return None
    if line.is_where(place + 1) or line.is_where(place - 1):
        return None
    reach.joined = True
    return place


def _is_held(reach: Reach, place: int) -> bool:
    """An association of universities is made of them."""
    line = reach.line
    if not reach.head.row.holds or place < 0:
        return False
    found = words("organisation_heads").at(line.words, place, ("kk",))
    return found is not None and bool(MANY.fullmatch(found.ending))


def _describes(line: Line, place: int) -> bool:
    if place < 0 or not line.tokens[place].is_word:
        return False
    return line.says_what(place) or _modifies(line.word(place))


def _modifies(word: str) -> bool:
    return any(is_in("kk_modifiers", part) for part in (word, word.rsplit("-", 1)[-1]))


def _whose(reach: Reach, place: int) -> int | None:
    """A genitive belongs to the name if it says where."""
    line = reach.line
    if line.is_where(place) and line.is_capital(place) or "республика" in line.word(place):
        reach.proper = True
        reach.leveled = True
        return place
    return None


def _capital(reach: Reach, place: int) -> int | None:
    line, word = reach.line, reach.line.word(place)
    if _AWAY.fullmatch(word) and not _is_attributive(reach, place):
        return None
    if _CASED.fullmatch(word) and len(word) > 5 and line.is_where(place):
        if not _is_nominative(line, place):
            return None
    reach.leveled = reach.leveled or is_in("kk_national", word)
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


def _is_nominative(line: Line, place: int) -> bool:
    """Алматы ends like a case and is none."""
    word = line.word(place)
    return any(
        word == written
        for term in line.lexicon.terms.values()
        if term.group in (Group.PLACE, Group.COUNTRY)
        for written in term.words["kk"]
    )


def _small(reach: Reach, place: int) -> int | None:
    line, word = reach.line, reach.line.word(place)
    if _modifies(word):
        reach.described += 1
        reach.leveled = reach.leveled or is_in("kk_national", word)
        return place
    if line.says_what(place) and len(word) > 2:
        if _CASED.fullmatch(word) and not line.is_where(place) and _is_cased_field(word):
            return None
        reach.described += 1
        reach.proper = reach.proper or line.is_where(place)
        return place
    if _MAKES_ADJECTIVE.fullmatch(word) and len(word) > 6:
        return place
    return None


def _is_cased_field(word: str) -> bool:
    return word.endswith(("ға", "ге", "қа", "ке", "дан", "ден", "нан", "нен"))


def _without_first(reach: Reach) -> None:
    """A sentence begins with a capital; the name may begin behind it."""
    line = reach.line
    if reach.first >= reach.head.first or not line.is_first(reach.first):
        return
    word = line.word(reach.first)
    alone = reach.first == reach.head.first - 1
    if line.says_what(reach.first) or is_in("kk_levels", line.word(reach.first + 1)):
        return
    if alone and word[:1] > "\u0400" and (word.endswith(("да", "де", "ша", "ше")) or len(word) < 4):
        reach.first += 1
        reach.proper = False


def _behind(reach: Reach) -> None:
    """«мектебі № 5» is rare; a legal form after the head is read with the forms."""
    if reach.head.row.sector in ("school", "other"):
        reach.number()


def _heads(line: Line, place: int) -> bool:
    found = words("organisation_heads").at(line.words, place, ("kk",))
    return found is not None and found.row.needs != "quote" and bool(found.ending)


def listed_before(reach: Reach) -> list[tuple[int, int]]:
    """«Кассель және Тампере университеттері»: the names before that share the head."""
    line, found = reach.line, []
    place = reach.first - 1
    while place > 0 and (line.word(place) in _AND or line.tokens[place].text == ","):
        after = place
        begin = place
        if place - 1 in line.openings:
            begin = line.openings[place - 1]
        else:
            while begin > 0 and line.is_capital(begin - 1) and line.tokens[begin - 1].is_word:
                begin -= 1
        if begin == after or is_person(line, begin, after) or is_in("no_name", line.word(begin)):
            break
        found.append((begin, after))
        place = begin - 1
    return found
