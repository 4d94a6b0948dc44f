"""What follows an English head: what it is about, after whom it is named, where it is."""

import re

from tracker.names.lexicon import Group
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach, names_after
from tracker.press.organisations.table import words
from tracker.press.person_names import is_given

_NOUN = re.compile(
    ".{3,}(?:tion|tions|ment|ing|ogy|ogies|ics|try|ture|ity|nce|ness|ies|ers|ors|ists|ans|"
    "history|works|sciences|arts|lore|sport|sports|affairs|relations|resources|systems|networks)"
)
# States, and what is taught.
_NO_HEADS = {
    "federation": ("russian",),
    "union": ("european", "soviet"),
    "administration": ("public", "business", "state", "government", "municipal"),
}
_OF = ("of", "for", "on")
_FOREIGN = frozenset(
    {
        "de",
        "et",
        "du",
        "des",
        "la",
        "le",
        "di",
        "da",
        "do",
        "del",
        "della",
        "degli",
        "und",
        "für",
        "der",
        "y",
        "e",
    }
)


def read(reach: Reach) -> None:
    line = reach.line
    while reach.after < len(line):
        here = reach.after
        word = line.word(here)
        if reach.quote() or reach.number():
            continue
        if word == "general" and here == reach.head.after and line.is_capital(here):
            reach.take(here + 1)
        elif word == "named" and line.word(here + 1) in ("after", "for", "by"):
            start = here + 2 + (line.word(here + 2) == "the")
            after = names_after(line, start)
            if after == start:
                break
            reach.take(after, proper=True)
            reach.numbered = True
        elif word in _FOREIGN and here > reach.head.after - 1 and _foreign(reach, here):
            continue
        elif word in _OF:
            if not _of(reach, here):
                break
        elif word == "under" and _under(reach, here):
            continue
        elif word == "in" and reach.head.row.sector == "government" and line.is_where(here + 1):
            reach.take(here + 2, proper=True)
        elif word in ("and", ",", "&"):
            if not _joins(reach, here):
                break
        elif is_in("countries_short", word) and line.tokens[here].text.isupper():
            reach.take(here + 1, proper=True)
        else:
            break


def _under(reach: Reach, here: int) -> bool:
    """Academy … under the President of the Republic of Kazakhstan."""
    line = reach.line
    if line.word(here + 1) != "the" or line.word(here + 2) not in ("president", "government"):
        return False
    after = here + 3
    while line.word(after) in ("of", "the") or (
        after < len(line) and line.is_capital(after) and not heads(line, after)
    ):
        after += 1
    while line.word(after - 1) in ("of", "the"):
        after -= 1
    reach.take(after, proper=True)
    return True


def _foreign(reach: Reach, here: int) -> bool:
    """Institut de Radioprotection et de Sûreté Nucléaire, Universidad de Chile."""
    line, next = reach.line, here
    while line.word(next) in _FOREIGN and next - here < 3:
        next += 1
    after = next
    while (
        line.is_capital(after) and line.tokens[after].text[0] < "\u0250" and not heads(line, after)
    ):
        after += 1
    if after > next:
        reach.take(after, proper=True)
    return after > next


def _of(reach: Reach, here: int) -> bool:
    line = reach.line
    next = here + 1
    article = line.word(next) == "the"
    next += article
    if next >= len(line) or not line.tokens[next].is_word:
        return False
    if line.word(here) == "on" and not line.is_field(next):
        return False
    if line.is_capital(next) and not (heads(line, next) and not reach.head.row.holds):
        if not _phrase(reach, next, of_place=line.word(here) == "of"):
            return False
        university = reach.head.row.sector == "university" and line.is_capital(reach.head.first)
        reach.proper = reach.proper or university
        return True
    if is_in("en_levels", line.word(next)) and article:
        if line.word(next + 1) == "of" and line.is_capital(next + 2):
            reach.take(next + 3, proper=True, leveled=True)  # of the city of Semey
        elif reach.head.row.sector == "government":
            reach.take(next + 1, leveled=True)
        else:
            return False
        return True
    if line.says_what(next) and reach.head.row.needs in ("field", "level") and not article:
        return _phrase(reach, next, of_place=False)
    return False


def _phrase(reach: Reach, next: int, *, of_place: bool) -> bool:
    """The words after «of»: capitals, with small ones that say what or where."""
    line = reach.line
    after = next
    proper = leveled = False
    described = 0
    while after < len(line) and line.tokens[after].is_word:
        word = line.word(after)
        if len(word) == 1 and line.word(after + 1) == ".":
            break  # the initial of its head
        if word == "named" or (described and _is_name_of_two(line, after)):
            break
        if is_in("en_levels", word) and (after > next):
            leveled = True
        elif line.is_capital(after):
            serves = line.word(after) == "service" and line.is_capital(after + 1)
            if heads(line, after) and after > next and not reach.head.row.holds and not serves:
                return False  # Faculty of Semey University: the words belong to the next head
            proper = proper or not is_common(line, after) or line.is_where(after)
            described += line.says_what(after)
            leveled = leveled or line.is_where(after)
        elif line.says_what(after) and line.says_what(next) and reach.head.row.needs != "name":
            described += 1
        else:
            break
        after += 1
        if line.tokens[after - 1].text.endswith(("'s", "’s")) and not line.is_capital(after):
            break
    if after == next:
        return False
    if not of_place and not described and not proper:
        return False
    reach.take(after, proper=proper, described=described > 0, leveled=leveled)
    return True


def _is_name_of_two(line: Line, place: int) -> bool:
    """Behind what an institute is about, two capitals are its director."""
    return all(
        line.is_capital(at)
        and line.tokens[at].is_word
        and not line.groups(at)
        and not is_in("en_levels", line.word(at))
        for at in (place, place + 1)
        if at < len(line)
    ) and place + 1 < len(line)


def _joins(reach: Reach, here: int) -> bool:
    line = reach.line
    next = here + 1
    if line.word(next) == "and":
        next += 1
    if here == reach.head.after or not line.tokens[here - 1].is_word or next >= len(line):
        return False
    if _is_last_matter(reach, here):
        reach.take(here + 2, described=True)
        return True
    if heads(line, next) or _leads_to_head(line, next):
        return False
    if (after := _matters(reach, here, next)) is not None:
        reach.take(after, described=True)
        return True
    if not _says_about(line, here - 1):
        return False
    if not _says_about(line, next) and not (
        line.is_capital(next)
        and line.is_capital(next + 1)
        and _says_about(line, next + 1)
        and not line.is_where(next)
    ):
        return False
    if line.is_capital(here - 1) != line.is_capital(next):
        return False
    if line.word(here) == ",":
        place, found = next, False
        while place < min(next + 7, len(line)):
            if line.word(place) in ("and", "&"):
                found = _says_about(line, place + 1)
                break
            if not (_says_about(line, place) or line.word(place) == ","):
                break
            place += 1
        if not found and line.word(here + 1) != "and":
            return False
    after = next
    while after < len(line) and line.tokens[after].is_word and _goes_on(line, next, after):
        if heads(line, after) and after > next and not line.says_what(after):
            return False
        if line.is_capital(after) != line.is_capital(next):
            break
        after += 1
    reach.take(after, described=True)
    return True


def _matters(reach: Reach, here: int, next: int) -> int | None:
    """Centre of Manuscripts and | Rare Books: nobody's name, so that it is what it is about."""
    line = reach.line
    if line.word(here) != "and" or not line.is_capital(here - 1) or line.is_where(here - 1):
        return None
    if reach.head.row.sector not in ("research_institute", "museum", "government", "other"):
        return None
    after = next
    while line.is_capital(after) and after - next < 4:
        token = line.tokens[after]
        if line.is_where(after) or token.is_acronym or is_given(token.text) or heads(line, after):
            return None
        after += 1
    plain = line.word(after - 1).endswith(("s", "ing", "ion", "ure", "ment", "ity", "ry", "gy"))
    return after if after > next and plain else None


def _leads_to_head(line: Line, place: int) -> bool:
    """… Institute of Technology and | Tomsk Polytechnic University."""
    while place + 1 < len(line) and line.is_capital(place) and line.is_capital(place + 1):
        place += 1
        if heads(line, place):
            return line.word(place + 1) != "of"
    return False


def _is_last_matter(reach: Reach, here: int) -> bool:
    """Agency for Strategic Planning and Reforms."""
    line, next = reach.line, here + 1
    return (
        line.word(here) == "and"
        and reach.head.row.sector == "government"
        and line.is_capital(here - 1)
        and line.is_capital(next)
        and line.word(next).endswith("s")
        and not line.is_capital(next + 1)
        and not line.is_where(next)
        and not heads(line, next)
    )


def _goes_on(line: Line, first: int, place: int) -> bool:
    return _says_about(line, place) or (place == first and line.is_capital(place + 1))


def _says_about(line: Line, place: int) -> bool:
    if not 0 <= place < len(line) or not line.tokens[place].is_word:
        return False
    if line.groups(place) & {Group.PLACE, Group.COUNTRY}:
        return False
    return line.says_what(place) or bool(_NOUN.fullmatch(line.word(place)))


def heads(line: Line, place: int) -> bool:
    if place >= len(line) or is_no_head(line, place):
        return False
    found = words("organisation_heads").at(line.words, place, ("en",))
    if found is None or found.row.needs in ("quote", "brand"):
        return False
    return not (found.row.sector == "industry" and line.word(place).endswith("s"))


def is_no_head(line: Line, place: int) -> bool:
    """Russian Federation, European Union, public administration: no organisation begins here."""
    return line.word(place - 1) in _NO_HEADS.get(line.word(place), ())


def is_common(line: Line, place: int) -> bool:
    return line.says_what(place) and not line.is_where(place)
