"""Names that nothing explains and no list holds: they are known by what they do, who speaks for
them, and how they are written. They are proposed with little confidence.

KEGOC needs engineers; Halyk Finance сарапшысы; инженеры Dronix.
"""

from collections.abc import Iterator, Sequence

from tracker.press.organisations import acronyms, beside, heads, shapes
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.reach import PERSON
from tracker.press.person_names import is_given

_LONGEST = 5
_LONGEST_LIST = 20  # tokens
_LIKELY, _SURER = 0.5, 0.6
_BESIDE = frozenset({"from", "for", "to", "of", "and", "or", "only", "both", "including", "than"})
_TOGETHER = ("сотруднич", "договор", "меморандум", "соглашени", "контракт", "партнер")
_HOLDS = frozenset(
    {
        "chaired",
        "headed",
        "led",
        "moderated",
        "conducted",
        "given",
        "delivered",
        "taught",
        "written",
        "read",
        "said",
        "accompanied",
        "presented",
    }
)


def find(line: Line, found: Sequence[Mention]) -> Iterator[Mention]:
    """Capital words outside of the mentions found before."""
    if line.shouts or line.whispers:
        return
    taken = {place for mention in found for place in range(mention.first, mention.after)}
    place = 0
    while place < len(line):
        if place in taken or not line.tokens[place].is_word or not line.is_capital(place):
            place += 1
            continue
        after = _run(line, place, taken)
        first = _without_first(line, place, after)
        sure = 0.0
        if first < after and not _is_passed_over(line, first, after):
            sure = (
                _english_words(line, first, after, taken)
                if line.language == "en"
                else _foreign(line, first, after)
            )
        if not sure and _is_site(line, first, after):
            after, sure = after + 2, _LIKELY
        if sure:
            sector = shapes.known_sector(line, first, after) or "industry"
            yield Mention(line, first, after, "list", sure, sector)
        place = max(after, place + 1)


def _is_passed_over(line: Line, first: int, after: int) -> bool:
    return (
        _is_in_quotes(line, first)
        or _is_address(line, first, after)
        or _is_one_of_things(line, first)
    )


def _is_one_of_things(line: Line, first: int) -> bool:
    """Команды Dala Coders, NullPointer и Team Wolf: what a list holds is said before it."""
    place = first - 1
    while (
        place > 0
        and first - place < _LONGEST_LIST
        and (line.is_capital(place) or line.word(place) in (",", "и", "and", "-"))
    ):
        place -= 1
    return place < first - 1 and line.is_lower(place) and is_in("thing_before", line.word(place))


def _run(line: Line, place: int, taken: set[int]) -> int:
    """Capital words side by side; in a Cyrillic sentence Latin ones, and a country behind them."""
    after, latin = place, line.tokens[place].text[0] < "\u0250"
    while after < len(line) and after not in taken and after - place <= _LONGEST:
        token = line.tokens[after]
        if token.is_word and line.is_capital(after):
            if after == place + 1 and not latin and shapes.is_compound(line.word(place)):
                break  # Нурбанка Ерлан Ахметов
            if (token.text[0] < "\u0250") != latin and not (latin and line.is_where(after)):
                break
            after += 1
            if token.text.endswith(("'s", "’s")):
                break
        elif beside.joins(line, after):
            after += 1
        else:
            break
    return after


def _without_first(line: Line, first: int, after: int) -> int:
    while first < after and (is_in("no_name", line.word(first)) or not line.tokens[first].is_word):
        first += 1
    return first


def _is_in_quotes(line: Line, place: int) -> bool:
    return any(opens < place < close for opens, close in line.quotes.items())


def _is_site(line: Line, first: int, after: int) -> bool:
    """Kaspi.kz with its capital is the company, not its address."""
    glued = line.tokens[first : after + 2]
    return (
        after - first == 1
        and len(glued) == 3
        and glued[1].text == "."
        and glued[1].start == glued[0].end
        and glued[2].start == glued[1].end
        and glued[2].folded in ("kz", "com", "ru", "io", "ai", "org")
        and line.word(first - 1) not in ("/", "@", ".", "www")
        and line.word(after + 2) not in ("/", "@", ".")
    )


def _is_address(line: Line, first: int, after: int) -> bool:
    """A part of an address of the web, a mark of a car, a number of a room."""
    glued = "@./_#\\"
    before = first > 0 and line.tokens[first - 1].text in glued
    if before and line.tokens[first - 1].end == line.tokens[first].start:
        return True
    if after >= len(line) or line.tokens[after].start != line.tokens[after - 1].end:
        return False
    behind = line.tokens[after].text
    return behind in "@/_\\+" or (
        behind == "."
        and after + 1 < len(line)
        and line.tokens[after + 1].start == line.tokens[after].end
    )


def _is_name(line: Line, first: int, after: int, *, foreign: bool = False) -> bool:
    if after - first > _LONGEST or len(line.tokens[first].text) < 2:
        return False
    inside = [heads.at(line, place) for place in range(first, after)]
    if any(head is not None and head.row.needs != "brand" for head in inside):
        return False
    if any(is_in("unit_words", line.word(place)) for place in range(first, after)):
        return False
    if after - first == 1 and line.tokens[first].is_acronym and not shapes.is_short(line, first):
        return False
    return not shapes.is_other(line, first, after, foreign=foreign) and not shapes.is_somebody(
        line, first, after
    )


def _english_words(line: Line, first: int, after: int, taken: set[int]) -> float:
    before = line.word(first - 1)
    if is_in("kinds_en", before) and line.is_lower(first - 1) and _is_called(line, first, after):
        return _LIKELY  # the fund Demeu
    if _is_of_nation(line, first, after):
        return _LIKELY
    if not _is_name(line, first, after):
        return 0
    behind = line.word(after)
    if (before == "(" and behind == ")") or _leads_to_thing(line, after):
        return 0  # the local authority (LEA)
    if before in ("a", "an") and not is_in("positions_en", behind) and line.is_lower(first - 1):
        return 0  # a Lenovo ThinkPad
    start = line.is_first(first)
    short = after - first == 1 and shapes.is_short(line, first)
    brand = short or shapes.is_brand(line, first, after)
    if is_in("other_things", behind) and not is_in("positions_en", behind):
        return 0
    if is_in("thing_before", before):
        return 0
    does = is_in("does_en", behind) or (behind.endswith("ed") and line.is_lower(after))
    owns = line.tokens[after - 1].text.endswith(("'s", "’s"))
    if after - first == 2 and not brand and is_in("says_en", behind):
        return 0  # two unknown words that say something are a person
    if _is_told(line, first, after):
        return _LIKELY
    if start and after - first == 1 and not brand:
        plain = is_in("common_en", line.word(first)) or line.word(first).endswith(("s", "ly"))
        listed = line.is_capital(after + 1) and (
            behind == "and" or (behind == "," and _is_list(line, after + 1))
        )
        return _LIKELY if (does or listed) and not plain else 0
    does = does and before not in ("from", "of", "in", "to", "for", "near")
    if brand and not short and not start and before not in ("in", "near", "to"):
        return _LIKELY
    if is_in("positions_en", behind) or is_in("belongings_en", behind):
        return _SURER if brand else _LIKELY
    if before in ("in", "near", "to"):
        return _LIKELY if brand and (after - first > 1 or short) else 0
    if before == "by" and not brand and line.word(first - 2) in _HOLDS:
        return 0
    if not brand and shapes.is_introduced(line, first, after):
        return 0
    owned = before.endswith(("'s", "’s")) or line.tokens[first - 1].text.endswith(("'s", "’s"))
    if short and first > 0 and owned and line.is_where(first - 1):
        return _LIKELY  # China's ZTE
    if does or (before in shapes.MADE_BY and not (before == "at" and line.is_where(first))):
        return _SURER if brand else _LIKELY
    if before in ("of", "on", "in") and is_in("areas_en", line.word(first - 2)):
        return 0  # in the field of VET
    if brand and (before in _BESIDE or owns or shapes.is_stop(line, first - 1)):
        return _LIKELY
    if line.word(first - 1) == "the" and short:
        return _LIKELY
    if before == "from" and after - first > 1:
        return _LIKELY
    if behind in ("and", ",") and after + 1 in taken and before not in ("in", "near"):
        return _LIKELY  # Air Astana and SCAT
    if _is_apposed(line, first, after):
        return _LIKELY
    return 0


def _is_of_nation(line: Line, first: int, after: int) -> bool:
    """Kazakh Tourism sent brochures: a nation and its trade do what only a body does."""
    return (
        after - first == 2
        and line.is_where(first)
        and line.is_field(first + 1)
        and not line.word(first + 1).endswith(("s", "ing"))
        and is_in("gives_en", line.word(after))
    )


def _leads_to_thing(line: Line, place: int) -> bool:
    """Telecom Seeds for the Future Program"""
    if line.word(place) not in ("for", "of", "in"):
        return False
    place += 1 + (line.word(place + 1) == "the")
    while line.is_capital(place):
        if is_in("not_capitals", line.word(place)):
            return True
        place += 1
    return False


def _is_list(line: Line, place: int) -> bool:
    """Behind these capitals comes another comma or an «and»."""
    while place < len(line) and (line.is_capital(place) or line.tokens[place].text in "&-"):
        place += 1
    return line.word(place) in (",", "and")


def _is_told(line: Line, first: int, after: int) -> bool:
    """Dala Tym, a start-up from Pavlodar; Semey Wool, which gave 200 kg."""
    if line.word(after) != ",":
        return False
    if line.word(after + 1) == "which" and after - first > 1:
        return not line.is_where(after - 1)
    if line.word(after + 1) not in ("a", "an", "the", "our"):
        return False
    near = [line.word(place) for place in range(after + 2, after + 5)]
    kind = next((at for at, word in enumerate(near) if is_in("kinds_en", word)), None)
    return kind is not None and not any(is_in("person_titles", word) for word in near[: kind + 2])


def _is_called(line: Line, first: int, after: int) -> bool:
    """Behind «the company» even a given name is no person: the cooperative Altyn Ara."""
    if any(heads.at(line, place) is not None for place in range(first, after)):
        return False
    words = [line.word(place) for place in range(first, after)]
    of_person = line.word(first - 1).endswith(("er", "or"))
    if of_person and after - first == 2 and is_given(line.tokens[first].text):
        return False  # producer Anna Drozd
    given = any(is_given(line.tokens[place].text) for place in range(first, after))
    if given and any(PERSON.fullmatch(word) for word in words):
        return False  # of the company Arman Ospanov said
    return not any(is_in("not_capitals", word) or is_in("products", word) for word in words)


def _is_apposed(line: Line, first: int, after: int) -> bool:
    """The dairy, Zhetisu Sut, brought; his employer, Rothamsted Research, asked."""
    if (
        first < 2
        or line.tokens[first - 1].text not in ",:–—"
        or line.word(after) not in (",", ".", "")
    ):
        return False
    near = [line.word(place) for place in range(max(0, first - 6), first - 1)]
    return any(is_in("kinds_en", word) for word in near)


def _foreign(line: Line, first: int, after: int) -> float:
    """Latin words in a Cyrillic sentence, and Cyrillic ones that are put together as brands are."""
    if line.tokens[first].text[0] > "\u0250":
        return _compound(line, first, after)
    if not _is_name(line, first, after, foreign=True):
        return 0
    if line.tokens[after - 1].text.endswith(("'s", "’s")):
        return 0  # чипсы Lay’s
    near = [line.word(place) for place in (first - 2, first - 1, after, after + 1)]
    if line.language == "ru":
        if (
            is_in("not_quoted", near[1])
            or is_in("thing_before", near[1])
            or is_in("calls", near[1])
        ):
            return 0
    elif any(is_in("not_quoted", word) or is_in("thing_behind", word) for word in near[2:]):
        return 0
    return _SURER if shapes.is_brand(line, first, after) else _LIKELY


def _acronym(line: Line, place: int, after: int) -> float:
    """МТС сотрудничает; меморандум с МТС: one that nobody explains, by what it does."""
    text = line.tokens[place].text
    if not 2 < len(text) < 7 or not acronyms.is_written_as_acronym(text):
        return 0
    before, behind = line.word(place - 1), line.word(place + 1)
    if after == place + 2 and behind in ("казахстан", "қазақстан", "групп"):
        return _LIKELY  # АББ Казахстан
    joined = line.is_capital(place + 1) or line.is_capital(place - 1)
    if joined or acronyms.is_year(line, place + 1):
        return 0
    does = line.language == "ru" and (is_in("giving_ru", behind) or behind.startswith("сотруднич"))
    near = (line.word(place - 2), behind)
    together = before in ("с", "со") and any(word.startswith(_TOGETHER) for word in near)
    return _LIKELY if does or together else 0


def _ends_as_brand(line: Line, first: int, after: int) -> bool:
    """Хром-Тау Майнинг, Достык ТрансЛогистик; Семей Орманы."""
    last = after - 1
    if not 1 < after - first < 4 or shapes.is_compound(line.word(first)):
        return False
    if any(
        is_in("levels", line.word(at)) or is_in("positions_ru", line.word(at))
        for at in range(first, after)
    ):
        return False  # президент Республики Казахстан
    tail = line.word(last)
    if is_in("brand_tails", tail) and (len(tail) > 3 or line.is_where(first)):
        return True  # Чо Хён Су is a person
    if shapes.is_mixed(line.tokens[last].text):
        return True
    owned = tail.endswith(("ы", "і")) and not is_in("kk_levels", tail)
    town = line.is_where(first) and not is_in("levels", line.word(first - 1))
    return after - first == 2 and owned and town and not shapes.is_somebody(line, first, after)


def _compound(line: Line, first: int, after: int) -> float:
    """Сбербанк, Казахмыс: one word, and nobody's surname."""
    if line.tokens[first].is_acronym:
        return _acronym(line, first, after)
    head, word = heads.at(line, first), line.word(first)
    if head is None and _ends_as_brand(line, first, after):
        return _LIKELY
    if head is not None:
        alone = after - first == 1 and not line.is_first(first)
        return _LIKELY if alone and is_in("single_ru", word) else 0
    if is_given(line.tokens[first].text) or line.setting.is_common(word):
        return 0
    if shapes.is_compound(word):
        return _LIKELY
    plain = line.language == "kk" and line.is_first(first)  # Хабар is a message, too
    if after - first == 1 and not plain and shapes.known_sector(line, first, after):
        return _LIKELY
    if shapes.is_somebody(line, first, after) or line.says_what(first) or after - first > 1:
        return 0
    # передал Семейлес; a town is in a case, or does something itself
    gives = line.language == "ru" and is_in("giving_ru", line.word(first - 1))
    return _LIKELY if gives and word[-1] not in "аеуыюя" and not is_in("no_name", word) else 0
