"""Names with a legal form: ТОО «Иртыш Кабель», «Ертіс Кабель» ЖШС, Irtysh Kabel LLP."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.press.organisations import english, english_tail
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.nominative import is_plain_kazakh
from tracker.press.organisations.table import At, words
from tracker.press.person_names import is_given

_AWAY = ("дағы", "дегі", "тағы", "тегі", "ның", "нің", "дың", "дің", "тың", "тің")
_ABOUT = re.compile(".{3,}(?:tion|ment|ing|ogy|ics|try|ture|ity|ies)")
_SHORT = 5  # letters; a form that is so short is an acronym and written large
_OF_PERSONS = frozenset(
    {"ип", "чп", "чл", "ie", "ip", "кх", "фх", "кфх", "жк", "жеке", "individual", "sole"}
)
_WRITTEN = frozenset({"ltd", "inc", "co", "corp", "gmbh", "ggmbh", "plc"})


def find(line: Line) -> Iterator[Mention]:
    place = 0
    while place < len(line):
        form = at(line, place)
        if form is None:
            place += 1
            continue
        found = _named(line, form)
        if found is not None:
            yield found
        place = max(form.after, found.after if found else 0)


def at(line: Line, place: int) -> At | None:
    token = line.tokens[place]
    if not token.is_word:
        return None
    languages = ("en", "kk", "ru") if token.text[0] < "\u0250" else ("kk", "ru")
    if line.language == "ru":
        languages = ("ru", "en", "kk")
    form = words("legal_forms").at(line.words, place, languages)
    if form is None or (form.after == place + 1 and not _is_written_as_form(line, place)):
        return None
    return form


def is_form(line: Line, place: int) -> bool:
    return at(line, place) is not None


def _is_written_as_form(line: Line, place: int) -> bool:
    text = line.tokens[place].text
    letters = text.split("-")[0]
    if line.whispers:
        return len(letters) > 2 or place + 1 in line.quotes or place - 1 in line.openings
    if letters.casefold() in _WRITTEN:
        return letters[:2] != letters[:2].lower()
    if len(letters) > _SHORT or (len(letters) == 3 and place + 1 in line.quotes):
        return True  # тоо «семей спецавто»
    return letters.isupper() or sum(letter.isupper() for letter in letters) > 2  # КеАҚ


def _named(line: Line, form: At) -> Mention | None:
    """Quotes before or after, else capitals: before it in Kazakh and English, after in Russian."""
    doubled = line.word(form.first) in ("individual", "sole") and form.after < len(line)
    if doubled and at(line, form.after) is not None:
        return None  # individual entrepreneur IE Omarova
    outer = line.quotes.get(form.first - 1)
    if outer is not None and outer > form.after:  # «ТОО Восток»
        return Mention(
            line,
            form.first - 1,
            outer + 1,
            "legal_form",
            0.95,
            form.row.sector,
            (form.after, outer),
        )
    right, left = _right_quote(line, form), _left_quote(line, form)
    prefers_left = form.row.lang == "kk" or (form.row.lang == "en" and left is not None)
    for quoted in (left, right) if prefers_left else (right, left):
        if quoted is not None:
            first, after, core = quoted
            inflected = form.row.lang == "kk" and not is_plain_kazakh(form.ending)
            found = Mention(line, first, after, "legal_form", 0.97, form.row.sector, core)
            return replace(found, inflected=inflected)
    if form.row.needs == "quote":
        return None
    sides = (_left_words, _right_words) if form.row.lang != "ru" else (_right_words,)
    if form.row.side == "after":
        sides = (_right_words,)
    for side in sides:
        words_there = side(line, form)
        if words_there is not None and not _leads_to_head(line, words_there[1]):
            return Mention(line, *words_there, "legal_form", 0.92, form.row.sector)
    return None


def _leads_to_head(line: Line, after: int) -> bool:
    """НАО Медицинский университет is read by its head, which takes the form."""
    if after >= len(line) or not line.is_lower(after):
        return False
    return words("organisation_heads").at(line.words, after, ("ru",)) is not None


def _right_quote(line: Line, form: At) -> tuple[int, int, tuple[int, int]] | None:
    opens = form.after
    # НПП РК «Атамекен»; АО НК «КТЖ»
    if is_in("countries_short", line.word(opens)) or (
        opens < len(line) and line.tokens[opens].is_word and at(line, opens)
    ):
        opens += 1
    close = line.quotes.get(opens)
    if close is None:
        return None
    return form.first, close + 1, (opens + 1, close)


def _left_quote(line: Line, form: At) -> tuple[int, int, tuple[int, int]] | None:
    close = form.first - 1
    if close > 0 and line.tokens[close].text in ",–-" and close - 1 in line.openings:
        return None
    # «Су арнасы» көпсалалы кәсіпорны МКК
    opens = line.openings.get(close)
    if opens is None:
        return None
    return opens, form.after, (opens + 1, close)


def _left_words(line: Line, form: At) -> tuple[int, int] | None:
    end = form.first
    if form.row.lang == "kk" and line.tokens[end - 1].text[0] > "\u0250" and end > 0:
        return _kazakh_words(line, form)
    if line.word(end - 1) == "," and form.row.lang == "en":
        end -= 1  # Irtysh Kabel, LLP
    first = english.before(line, end)
    if form.row.lang == "en":
        while line.word(first - 1) == "of" and _is_of(line, first - 2):
            again = english.before(line, first - 1)
            if again == first - 1:
                break
            first = again
        if line.says_what(end - 1) or _ABOUT.fullmatch(line.word(end - 1)):
            first = _behind_head(line, first)
    return (first, form.after) if first < end else None


def _is_of(line: Line, place: int) -> bool:
    """Institute of …, Cement of Abai LLP; but not Director of Abai LLP."""
    if english_tail.heads(line, place):
        return True
    named = line.is_capital(place) and not is_in("no_name", line.word(place))
    return named and not is_in("positions_en", line.word(place)) and not line.is_first(place)


def _kazakh_words(line: Line, form: At) -> tuple[int, int] | None:
    """Жиен шаруа қожалығы: a capital word or two before the form."""
    first = form.first
    while first > max(0, form.first - 2) and line.is_capital(first - 1):
        if is_in("no_name", line.word(first - 1)) or line.word(first - 1).endswith(_AWAY):
            break
        first -= 1
    return (first, form.after) if first < form.first else None


def _behind_head(line: Line, first: int) -> int:
    """Institute of Animal Husbandry and [Fodder Production] LLP is one name."""
    for place in range(first - 1, max(first - 12, 0), -1):
        if line.word(place) in ("of", "for") and english_tail.heads(line, place - 1):
            return english.before(line, place) if line.is_capital(place - 1) else first
        if not line.is_capital(place) and line.word(place) not in ("and", "the"):
            return first
    return first


def _before_person(line: Line, form: At, after: int) -> int:
    """Who leads it may stand right behind: АО Аллюр Айгуль Ахметовой; ИП Айгуль is a person."""
    if line.word(form.first) in _OF_PERSONS:
        return after
    for place in range(form.after + 1, after - 1):
        if is_given(line.tokens[place].text):
            return place
    return after


def _right_words(line: Line, form: At) -> tuple[int, int] | None:
    after = form.after
    while after < len(line) and (more := at(line, after)) is not None:
        after = more.after  # АО НК, АО ГК
    while after < len(line) and after - form.after < 6:
        token = line.tokens[after]
        if (
            (token.is_word and token.is_capital and at(line, after) is None)
            or (token.text == "." and len(line.tokens[after - 1].text) <= 2 and after > form.after)
            or token.text in "&-"
            or (token.is_number and after > form.after)
        ):
            after += 1
        else:
            break
    after = _before_person(line, form, after)
    while after > form.after and not line.tokens[after - 1].is_word:
        if line.tokens[after - 1].text == "." and len(line.tokens[after - 2].text) <= 2:
            break
        after -= 1
    return (form.first, after) if after > form.after else None
