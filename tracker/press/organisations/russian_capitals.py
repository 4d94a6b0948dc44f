"""Capitals behind a Russian head: a town, an office, after whom it is named, a foreign name."""

from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import PERSON, Reach, is_person, names_after
from tracker.press.organisations.russian_words import (
    is_adjective,
    is_genitive,
    is_head,
    leads_to_head,
)
from tracker.press.person_names import is_given

_OF_SOMEBODY = ("а", "я", "ого", "его")
_IN_CASE = "аяуюое"  # a bare name has no case of its own
_LONGEST_BARE = 3  # words


def read(reach: Reach, here: int) -> bool:
    for step in (_of_level, _of_body, _foreign_or_described, _of_founder):
        if (is_taken := step(reach, here)) is not None:
            return is_taken
    if here != reach.head.after or reach.head.row.needs in ("level", "none"):
        return False
    return _called_after(reach, here) or _bare(reach, here)


# Each of these tells whether it has taken the capitals; None where it is for the next to say.


def _of_level(reach: Reach, here: int) -> bool | None:
    """Adjectives before what they belong to: a level, another head, small letters."""
    line, head = reach.line, reach.head
    level = here
    while line.is_capital(level) and is_adjective(line, level):
        level += 1
    if here < level and (is_in("levels", line.word(level)) or line.word(level) == "федерации"):
        reach.take(level + 1, proper=True, leveled=True)  # Абайской области
        return True
    if is_adjective(line, here) and leads_to_head(line, here) and not head.row.holds:
        return False
    if here > head.after and head.row.holds and is_adjective(line, here):
        after = here + 1
        while is_adjective(line, after):
            after += 1
        if after > here + 1 and line.is_lower(after):
            reach.take(after + 1, proper=True)  # Альянс университетов Нового шелкового пути
            return True
    return None


def _of_body(reach: Reach, here: int) -> bool | None:
    """The body that it is part of, or its matters."""
    line, head = reach.line, reach.head
    word = line.word(here)
    if is_of_committee(reach, here):
        reach.take(here + 1, described=True)
        return True
    if is_head(line, here) or not line.tokens[here].is_word or is_in("no_name", word):
        return False
    if is_in("ministries", word) and line.tokens[here].is_acronym and here == reach.after:
        reach.take(here + 1, proper=head.row.sector != "government", leveled=True)
        return True  # академия МВД, комитет науки МНВО
    if is_in("matters_short", word) and is_genitive(line, here):
        reach.take(here + 1, described=True)
        return True
    return None


def _foreign_or_described(reach: Reach, here: int) -> bool | None:
    """A name in Latin letters, or what says where and what it is."""
    line, head = reach.line, reach.head
    latin = _latin_from(line, here)
    if latin > here + 1 and line.is_where(here):
        reach.take(latin, proper=True)  # Центр развития туризма Astana Tourism
        return True
    if line.says_what(here) and (is_genitive(line, here) or line.is_where(here)):
        where = line.is_where(here)
        own = where and not is_in("generic_ru", line.word(head.first))
        reach.take(here + 1, proper=own, described=True, leveled=where)
        return True
    if head.row.holds and is_head(line, here - 1) and _is_foreign(line, here):
        reach.take(_latin_from(line, here + 1), proper=True)  # представительство компании Knauf
        return True
    return None


def _of_founder(reach: Reach, here: int) -> bool | None:
    """Whose fund it is, by name and surname."""
    line, head = reach.line, reach.head
    founder = head.row.sector == "ngo" and line.word(head.after - 1).startswith("фонд")
    ours, behind = (line.word(at).endswith(_OF_SOMEBODY) for at in (here, here + 1))
    if founder and ours and behind:
        reach.take(here + 1 + line.is_capital(here + 1), proper=True)
        reach.numbered = True
        return True
    return None


def _called_after(reach: Reach, here: int) -> bool:
    """A bare name, or after whom it is named."""
    line, head = reach.line, reach.head
    if (ends := called(reach, here)) is not None:
        reach.take(ends, proper=True)
        reach.numbered = True
        return True
    if head.row.sector in ("museum", "other", "research_institute") and _whose(reach, here):
        return True
    if head.row.sector == "ngo" and line.word(here).endswith(_OF_SOMEBODY):
        after = here + 1
        if line.is_capital(after) and line.word(after).endswith(_OF_SOMEBODY):
            after += 1
        reach.take(after, proper=True)
        return True
    return False


def _bare(reach: Reach, here: int) -> bool:
    """Capitals that nothing else explains: a foreign name, a town, a company; or a person."""
    line, head = reach.line, reach.head
    after = here + 1
    while line.is_capital(after) and line.tokens[after].is_word and not is_head(line, after):
        if is_somebody(line, after):
            break
        after += 1
    named = line.is_capital(head.first) and not line.is_first(head.first)
    led = named and head.row.sector == "university" and _after_position(line, reach.first)
    if led and 2 < after - here < 5 and not is_given(line.tokens[here].text):
        after = here + 1  # ректор Университета Ёнсе | Ким Су Хён
    if (is_person(line, here, after) and after - here < 3) or after - here > 4:
        return False
    foreign = _is_foreign(line, here)
    alone = after - here == 1 and not _after_position(line, reach.first)
    if not foreign and head.row.sector == "industry" and alone:
        reach.take(after, proper=True)  # банк ЦентрКредит, завод Казполиграф
        return True
    if not foreign and _is_of_town(reach, here, after):
        reach.take(here + 1, proper=True)
        return True
    if not foreign and head.row.sector != "university":
        return False
    if not foreign and not named and _after_position(line, reach.first):
        return False
    if not foreign and after - here > (3 if named else 1):
        return False
    reach.take(after, proper=True)
    return True


def _is_foreign(line: Line, place: int) -> bool:
    return line.tokens[place].text[0] < "\u0250"


def _latin_from(line: Line, here: int) -> int:
    after = here
    while line.is_capital(after) and _is_foreign(line, after):
        after += 1
    return after


def called(reach: Reach, here: int) -> int | None:
    """Where a bare name ends: объединение Жан-Шуак, компания Софтлайн Семей | Дамир Ахметов. One
    that stays as it is while the kind has a case; behind a position it may be who holds it."""
    line, head = reach.line, reach.head
    kind = head.row.needs == "quote" or head.row.sector == "industry"
    quoted = any(opens + 1 < head.first < close for opens, close in line.quotes.items())
    if not kind or quoted or line.word(head.first).startswith("дом"):
        return None
    if _is_foreign(line, here):
        return None
    after = here + 1
    while line.is_capital(after) and line.tokens[after].is_word and not is_somebody(line, after):
        after += 1
    inside = range(here, after)
    if len(inside) > _LONGEST_BARE or is_given(line.tokens[here].text):
        return None
    if any(PERSON.fullmatch(line.word(at)) or is_head(line, at) for at in inside):
        return None
    large = line.is_capital(head.first) and not line.is_first(head.first)
    if (line.word(after - 1)[-1] in _IN_CASE and not large) or line.is_where(here):
        return None  # Общество Знание
    led = _after_position(line, reach.first)
    return None if led and not line.is_capital(after) else after


def is_somebody(line: Line, place: int) -> bool:
    """Arqa Hotels | Томас Вайс, Университет Хоэнхайм | Маркуса Бреннера: who speaks for it."""
    if not line.is_capital(place + 1):
        return False
    latin, other = (_is_foreign(line, at) for at in (place - 1, place))
    return is_given(line.tokens[place].text) or (latin and not other)


def _is_of_town(reach: Reach, here: int, after: int) -> bool:
    """администрация Керчи, whose head may be named behind it."""
    line = reach.line
    return (
        reach.head.row.sector == "government"
        and line.word(here).endswith(("а", "я", "и", "ы", "у"))
        and not is_given(line.tokens[here].text)
        and (after - here == 1 or is_person(line, here + 1, after))
    )


def _whose(reach: Reach, here: int) -> bool:
    """музей Абая, музей Ф. М. Достоевского; директор музея Алия Сейтова is a person."""
    line = reach.line
    after = names_after(line, here)
    if len(line.tokens[here].text) == 1:
        if line.word(after - 1).endswith(_OF_SOMEBODY):
            reach.take(after, proper=True)
            return True
        return False
    count = after - here
    if not line.word(here).endswith(_OF_SOMEBODY):
        return False
    if count == 2 and line.word(here + 1).endswith(_OF_SOMEBODY):
        if _after_position(line, reach.first):
            return False
        reach.take(here + 2, proper=True)
        return True
    if count == 2 and not line.word(here).endswith("ого"):
        return False
    if count == 1 and _after_position(line, reach.first):
        return _is_museum(reach)
    reach.take(here + 1, proper=True)
    return True


def _is_museum(reach: Reach) -> bool:
    """The director of a museum named after one word is told apart from Алия by nobody else."""
    if reach.head.row.sector != "museum" or reach.line.says_what(reach.after):
        return False
    reach.take(reach.after + 1, proper=True)
    return True


def _after_position(line: Line, first: int) -> bool:
    return is_in("positions_ru", line.word(first - 1))


def is_of_committee(reach: Reach, place: int) -> bool:
    """Департамент Комитета … Министерства … по области Абай is one body in a region."""
    line = reach.line
    return (
        line.word(reach.head.first).startswith(("департамент", "управлени", "инспекци"))
        and line.is_capital(place)
        and line.word(place) in ("комитета", "министерства")
    )
