"""Acronyms: those that the text explains in brackets, and those that look like an institution."""

import re
from collections.abc import Iterator

from tracker.names.analysis import is_acronym
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line, bare
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.reach import PERSON, names_after, names_before
from tracker.press.organisations.table import words
from tracker.press.person_names import is_given

# «…У» is a university in Russian and Kazakh, «…U» in English; НИИ, ҒЗИ, RI an institute.
_UNIVERSITY = re.compile(
    "[А-ЯӘҒҚҢӨҰҮҺІа-яәғқңөұүһі]{2,7}У|[A-Z][A-Za-z]{1,6}U|М?ГМИ|МГИМО|[А-Я]{2,5}ГУ|[A-Z]{1,2}U[A-Z]{1,2}|S[A-Z]U"
)
_OF_PLACE = re.compile(".{2,}ск(?:ий|ого|ому|им|ом|ая|ой|ую)")
_RUSSIAN_INSTITUTE = re.compile("(?:Каз)?(?:В)?НИ(?!Ш)[А-Я]{1,5}(?:[а-я]{3,9})?")
_INSTITUTE = re.compile(
    "[А-ЯӘҒҚҢӨҰҮҺІ]{0,4}(?:НИИ|ҒЗИ)[А-ЯӘҒҚҢӨҰҮҺІ]{0,6}|Каз[А-Я]{0,2}НИИ[А-Я]*|Қаз[А-Я]{0,2}ҒЗИ[А-Я]*|[A-Z]{0,4}NII[A-Z]*"
)


def is_institute(text: str) -> bool:
    """КазНИВИ, НИИ; the Kazakh ones end a name instead of beginning it."""
    return bool(_RUSSIAN_INSTITUTE.fullmatch(bare(text)))


def is_written_as_acronym(text: str) -> bool:
    short = bare(text)
    return is_acronym(short) and not is_in("not_acronyms", short.casefold())


def explained(line: Line, mention: Mention) -> str | None:
    return behind(line, mention.after)


def behind(line: Line, place: int) -> str | None:
    """The acronym in brackets behind a name: «… университеті (ҚАТЗУ)», «(далее – ОЭСК)»."""
    if place < len(line) and line.tokens[place].text in '»”"':
        place += 1
    if place >= len(line) or line.tokens[place].text != "(":
        return None
    words: list[int] = []
    for inside in range(place + 1, min(place + 9, len(line))):
        if line.tokens[inside].text == ")":
            break
        if line.tokens[inside].is_word:
            words.append(inside)
    else:
        return None
    for inside in words:
        text = bare(line.tokens[inside].text)
        if is_acronym(text) and not is_in("not_acronyms", text.casefold()):
            return text
    return None


def find(line: Line, defined: frozenset[str]) -> Iterator[Mention]:
    """Acronyms that were explained, look like an institution, or have somebody who speaks."""
    if line.shouts:
        return
    for place, token in enumerate(line.tokens):
        if not token.is_word or not is_written_as_acronym(token.text):
            continue
        short = bare(token.text)
        sector = _sector(line, place, short, defined)
        if sector is None:
            if (after := _numbered(line, place, short)) is not None:
                yield Mention(line, place, after, "acronym", 0.8, "school")
            elif (close := _kind_of_quote(line, place, short)) is not None:
                core = (place + 2, close)
                yield Mention(line, place, close + 1, "acronym", 0.7, "industry", core)
            continue
        first, after = _named_before(line, place), _named_after(line, place + 1)
        named = first < place or after > place + 1
        if is_year(line, after):
            continue  # ВФМ-2024 takes place
        if is_in("not_capitals", line.word(after)) and line.is_capital(after):
            continue  # SCO Year of Ecology
        if short not in defined and not named and _goes_on(line, after, sector):
            if is_in("not_quoted", line.word(place - 1)):
                continue  # конкурс ERG Skills
            after += 1  # TUV Rheinland, CLAAS Казахстан
            sector = "industry" if sector == "university" else sector
        confidence = 0.9 if short in defined or named else 0.85
        found = Mention(line, first, after, "acronym", confidence, sector)
        found.short = short if named and len(short) > 3 else None
        yield found


def _goes_on(line: Line, after: int, sector: str) -> bool:
    """An unknown Latin word with a capital behind it belongs to the name, a country as well."""
    if not line.is_capital(after) or line.tokens[after].start != line.tokens[after - 1].end + 1:
        return False
    if len(line.tokens[after].text) < 2 or is_in("no_name", line.word(after)):
        return False  # PSU S. Toraighyrov, KAFU First Vice President
    token = line.tokens[after]
    if line.tokens[after - 1].text[0] > "\u0250" or is_given(token.text):
        return False
    if is_in("brand_tails", line.word(after)):
        return sector != "university"
    unknown = "A" <= token.text[0] <= "Z" and not line.groups(after)
    return unknown and not PERSON.fullmatch(token.folded)


def _numbered(line: Line, place: int, short: str) -> int | None:
    """КТЛ № 1: letters with a number are a school."""
    number = place + 2
    fits = line.word(place + 1) == "№" and number < len(line) and line.tokens[number].is_number
    if not fits or is_in("not_orgs_short", short.casefold()) or len(short) < 3:
        return None
    return number + 1


def _kind_of_quote(line: Line, place: int, short: str) -> int | None:
    """NAC "Kazatomprom", НИЦ «Ветер»: an unknown acronym before a name says what it is."""
    close = line.quotes.get(place + 1)
    if close is None or line.language == "kk" or is_in("not_orgs_short", short.casefold()):
        return None
    fits = 1 < len(short) < 6 and close - place < 8 and line.may_be_quoted(place + 1)
    return close if fits else None


def is_year(line: Line, place: int) -> bool:
    """A year hangs on the name of what takes place every year: Skills-2025."""
    glued = line.tokens[place : place + 2]
    return (
        len(glued) == 2
        and glued[0].text in "-–"
        and glued[0].start == line.tokens[place - 1].end
        and glued[1].is_number
        and len(glued[1].text) == 4
    )


def _sector(line: Line, place: int, short: str, defined: frozenset[str]) -> str | None:
    if _UNIVERSITY.fullmatch(short) and len(short) > 2:
        return "university"
    if _INSTITUTE.fullmatch(short) and short not in ("НИИ", "ҒЗИ"):
        return "research_institute"
    if is_in("ministries", short.casefold()):
        return "government"
    if line.word(place + 1) in ("рк", "қр", "rk") and line.tokens[place + 1].text.isupper():
        return "other"
    if line.word(place + 1) in ("имени", "им") and len(short) > 2:
        return "university"  # АУЭС имени Г. Даукеева
    if _is_of_level(line, place, short):
        return "government"
    known = words("organisation_acronyms").at([short.casefold()], 0, ("kk", "ru", "en"))
    if known is not None:
        return known.row.sector
    return "other" if short in defined else None


def _is_of_level(line: Line, place: int, short: str) -> bool:
    """УВД города Семей, ОУМ района Абай: letters that belong to a place are a body of it."""
    next = place + 2 + (line.word(place + 2) == ".")
    return (
        line.language == "ru"
        and len(short) > 2
        and is_in("levels", line.word(place + 1))
        and not is_in("countries_short", line.word(place + 1))
        and line.is_capital(next)
        and not is_in("not_orgs_short", short.casefold())
    )


def _named_before(line: Line, place: int) -> int:
    """«Д. Серікбаев атындағы ШҚТУ» is one name."""
    if line.word(place - 1) == "атындағы":
        return names_before(line, place - 1)
    if line.word(place - 1) in ("қаласының", "облысының", "ауданының"):
        return place - 2 if line.is_capital(place - 2) else place  # Өскемен қаласының НЗМ
    # D. Serikbaev EKSTU
    initial = line.word(place - 2) == "." and 0 < len(line.word(place - 3)) < 3
    if initial and line.is_capital(place - 1) and line.language == "en":
        return place - 3
    before = place - 1
    if line.language == "ru" and line.is_capital(before) and _OF_PLACE.fullmatch(line.word(before)):
        return before  # Новосибирского ГАУ
    alone = (
        line.is_capital(before) and line.tokens[before].is_word and not line.is_capital(place - 2)
    )
    if alone and not line.is_first(before) and _UNIVERSITY.fullmatch(bare(line.tokens[place].text)):
        word = line.word(before)
        if (
            not is_in("no_name", word)
            and line.language == "en"
            and not line.tokens[before].is_acronym
        ):
            return before  # Al-Farabi KazNU
    return place


def _named_after(line: Line, after: int) -> int:
    """ВКТУ имени Д. Серикбаева, МОН РК."""
    if line.word(after) in ("имени", "им"):
        return names_after(line, after + 1)
    if (
        line.word(after) in ("of", "in")
        and _is_school(line, after - 1)
        and line.is_where(after + 1)
    ):
        return after + 2  # NIS of Semey
    if line.word(after) == "named" and line.word(after + 1) == "after":
        return names_after(line, after + 2)
    if _is_school(line, after - 1):
        while after < len(line) and line.tokens[after].is_acronym:
            after += 1  # НИШ ФМН
    level = line.word(after)
    ministry = line.language == "ru" and is_in("ministries", line.word(after - 1))
    if ministry and line.is_capital(after) and line.is_where(after):
        return after + 1  # МИД Великобритании
    if line.language == "ru" and is_in("levels", level):
        next = after + 1 + (line.word(after + 1) == ".")
        if line.is_capital(next):
            return next + 1  # ДЧС области Абай, НИШ г. Семей
    if line.word(after) in ("рк", "қр", "рф", "кр", "rk") and line.tokens[after].text.isupper():
        return after + 1
    return after


def _is_school(line: Line, place: int) -> bool:
    found = words("organisation_acronyms").at(line.words, place, ("ru", "en"))
    return found is not None and found.row.sector == "school"
