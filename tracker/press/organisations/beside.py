"""Names that only their neighbours give away: directors of Irtysh Kabel, a list of companies."""

from collections.abc import Iterator, Sequence

from tracker.press.organisations import acronyms, heads, shapes
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.reach import PERSON, is_person
from tracker.press.person_names import PATRONYMIC, is_given

_LONGEST = 5
_SHORTEST = 5  # letters of a name that only its case gives away
_SEPARATORS = frozenset(
    [
        *(",", ";", "/"),
        *("and", "as", "well", "и", "а", "также", "және", "мен", "пен", "бен", "сондай-ақ", "with"),
    ]
)
_AND = frozenset({"and", "и", "және", "мен", "пен", "бен", "&", "также"})
_NAMELY = frozenset({"such", "including", "like", "namely", "как", "числе", "например", "среди"})
# Behind a full name these are no organisation of their own.
_LEVELS = frozenset({"region", "city", "district", "university", "department", "faculty", "school"})
_BEFORE_LISTS = frozenset({"of", "from", "by", "with", ":", "at", "companies", "as", "for"})


def spoken_for(line: Line) -> Iterator[Mention]:
    """What has a director, an engineer or representatives."""
    for place in range(len(line)):
        word = line.word(place)
        if line.language == "en" and is_in("positions_en", word):
            start = place + 1
            if line.word(start) not in ("of", "at", "from"):
                continue
            comes_from = line.word(start) == "from" and is_in("visitors", word)
            start += 1 + (line.word(start + 1) == "the")
            for mention in _candidate(line, start):
                one_word = mention.source == "list" and mention.after - mention.first == 1
                if not (comes_from and one_word):
                    yield mention  # a delegation from Gyeongnam comes from a place
        elif line.language == "ru" and is_in("positions_ru", word):
            if word.startswith("команд") and _are_teams(line, place + 1):
                continue
            yield from _candidate(line, place + 1)
        elif line.language == "kk" and is_in("positions_kk", word) and not line.is_capital(place):
            yield from _candidate_before(line, place)


def _are_teams(line: Line, place: int) -> bool:
    """Команда «Абай»; команды Dala Coders, Team Wolf."""
    return place in line.quotes or line.word(run(line, place)) == ","


def _candidate(line: Line, start: int) -> Iterator[Mention]:
    if start >= len(line):
        return
    if start in line.quotes:
        if _may_be_name(line, start):
            yield _quoted(line, start, 0.6)
        return
    token = line.tokens[start]
    if not token.is_word or not token.is_capital or line.shouts:
        return
    if acronyms.is_written_as_acronym(token.text) and _ends_acronym(line, start):
        if acronyms.is_year(line, start + 1):
            return
        yield Mention(line, start, start + 1, "acronym", 0.6, "other")
    elif token.text[0] < "\u0250":
        after = run(line, start)
        if _is_name(line, start, after) and line.word(after) != "of":
            yield Mention(line, start, after, "list", 0.55, "industry")
    elif line.language == "ru" and _is_led(line, start):
        yield Mention(line, start, start + 1, "list", 0.5, "industry")


def _is_led(line: Line, start: int) -> bool:
    """Директор Силиката | Иван Петров: a word in the genitive before two words of a person."""
    word = line.word(start)
    if run(line, start) != start + 3 or len(word) < _SHORTEST or word[-1] not in "аяыи":
        return False
    first, last = line.tokens[start + 1].text, line.word(start + 2)
    if not is_given(first) or PATRONYMIC.search(last):
        return False  # бухгалтер Сулейманова Айгуль Маратовна
    if is_given(line.tokens[start].text) or PERSON.fullmatch(word) or heads.at(line, start):
        return False
    return not (line.says_what(start) or line.is_where(start) or is_in("no_name", word))


def _ends_acronym(line: Line, place: int) -> bool:
    """Nothing with a capital stands behind it, or who leads it: президент РАЕН Олег Кузнецов."""
    after = run(line, place)
    return after == place + 1 or (after < place + 4 and is_given(line.tokens[place + 1].text))


def _candidate_before(line: Line, place: int) -> Iterator[Mention]:
    before = place - 1
    if before in line.openings:
        opens = line.openings[before]
        if _may_be_name(line, opens):
            yield _quoted(line, opens, 0.6)
        return
    if before < 0 or not line.tokens[before].is_word or line.shouts:
        return
    text = line.tokens[before].text
    if acronyms.is_written_as_acronym(text):
        yield Mention(line, before, place, "acronym", 0.6, "other")
    elif text[0] < "\u0250" and line.is_capital(before):
        first = before
        while line.is_capital(first - 1) and line.tokens[first - 1].text[0] < "\u0250":
            first -= 1
        if _is_name(line, first, place):
            yield Mention(line, first, place, "list", 0.55, "industry")


def run(line: Line, start: int) -> int:
    """Where capital words end that begin here."""
    after = start
    while after < len(line) and after - start < _LONGEST + 1:
        if not (line.is_capital(after) or (after > start and joins(line, after))):
            break
        after += 1
    return after


def joins(line: Line, place: int) -> bool:
    """Cash & Carry, FoodMaster-Shygys; a hyphen with spaces around it is a dash."""
    token = line.tokens[place]
    glued = place > 0 and line.tokens[place - 1].end == token.start
    return line.is_capital(place + 1) and (token.text == "&" or (token.text == "-" and glued))


def _is_name(line: Line, first: int, after: int) -> bool:
    if after <= first or after - first > _LONGEST or is_person(line, first, after):
        return False
    if shapes.is_introduced(line, first, after) and not shapes.is_brand(line, first, after):
        return False
    words = [line.word(place) for place in range(first, after)]
    if any(is_in("no_name", word) or is_in("unit_words", word) or len(word) < 2 for word in words):
        return False
    if is_in("products", words[0]) and not shapes.known_sector(line, first, after):
        return False  # the YouTube channel
    if any(heads.at(line, place) is not None for place in range(first, after)):
        return False
    if all(_is_matter(line, place) for place in range(first, after)) and not shapes.known_sector(
        line, first, after
    ):
        return False  # head of State
    if after - first > 2 and line.language == "en" and _is_matter(line, first):
        return False  # dean of International Education Jenny Lee
    if line.is_first(first) and after - first == 1 and line.word(after) != ",":
        return False
    return not all(
        line.is_where(place) or line.word(place) in _LEVELS for place in range(first, after)
    )


def _is_matter(line: Line, place: int) -> bool:
    """Education, but not BTS-Education."""
    first, _, rest = line.tokens[place].text.partition("-")
    return line.says_what(place) and not line.is_where(place) and not (rest and first.isupper())


def _quoted(line: Line, opens: int, confidence: float) -> Mention:
    close = line.quotes[opens]
    return Mention(line, opens, close + 1, "list", confidence, "industry", (opens + 1, close))


def _may_be_name(line: Line, opens: int) -> bool:
    close = line.quotes[opens]
    if close - opens > 7 or not (line.is_capital(opens + 1) or line.tokens[opens + 1].is_number):
        return False
    before = [line.word(place) for place in range(max(0, opens - 2), opens)]
    after = [line.word(close + 1), line.word(close + 2)]
    if line.language == "kk":
        return not any(is_in("not_quoted", word) for word in after if word)
    return not any(is_in("not_quoted", word) for word in before if word)


def listed(line: Line, found: Sequence[Mention]) -> Iterator[Mention]:
    """What stands in one list with organisations: «АО «A», «B» и C»."""
    if not found or line.shouts:
        return
    taken = sorted(found, key=lambda mention: mention.first)
    for mention in taken:
        if mention.is_group:
            continue
        if mention.source != "acronym":
            yield from _onwards(line, mention, taken)
            yield from _backwards(line, mention, taken)
        elif mention.sector == "university":
            for item in _onwards(line, mention, taken):
                if line.tokens[item.first].is_acronym:  # СГТУ, СГЮА и другие
                    yield item


def _onwards(line: Line, mention: Mention, taken: Sequence[Mention]) -> Iterator[Mention]:
    sector = mention.sector
    place = _past_brackets(line, mention.after)
    while place < len(line) and _is_separator(line, place):
        while place < len(line) and _is_separator(line, place):
            place += 1
        if place >= len(line) or any(other.holds(place) for other in taken):
            return
        item = _item(line, place, sector)
        if item is None or not _in_list(line, mention, item):
            return
        if sector != "industry" and item.core is None and not line.tokens[place].is_acronym:
            return  # a town or a country behind a university
        if item.after < len(line) and line.is_capital(item.after):
            return  # the name goes on: it was cut wrongly
        yield item
        place = _past_brackets(line, item.after)


def _backwards(line: Line, mention: Mention, taken: Sequence[Mention]) -> Iterator[Mention]:
    sector = mention.sector
    place = mention.first - 1
    place -= line.word(place) == "the"
    while place > 0 and _is_separator(line, place):
        while place > 0 and _is_separator(line, place):
            place -= 1
        if any(other.holds(place) for other in taken):
            return
        if place in line.openings:
            opens = line.openings[place]
            if not _may_be_name(line, opens):
                return
            item = _quoted(line, opens, 0.55)
            item.sector = sector
            yield item
            place = opens - 1
            continue
        after = place + 1
        first = after
        while first > 0 and line.is_capital(first - 1) and line.tokens[first - 1].is_word:
            first -= 1
        if (
            not _is_name(line, first, after)
            or (line.is_first(first) and is_in("common_en", line.word(first)))
            or not _is_bounded(line, first - 1)
        ):
            return
        if line.tokens[first].text[0] > "\u0250" or sector != "industry":
            return
        yield Mention(line, first, after, "list", 0.5, sector)
        place = first - 1


def _in_list(line: Line, mention: Mention, item: Mention) -> bool:
    """A list has an «and»; the director whose name follows his plant has none."""
    if item.core is not None or mention.source == "list":
        return True
    if any(line.word(at) in _NAMELY for at in range(max(0, item.first - 24), item.first)):
        return True
    ends = [line.word(item.first - 1), line.word(item.after)]
    return any(word in _AND for word in ends) or line.word(item.after) == ","


def _is_bounded(line: Line, place: int) -> bool:
    """Before the first of a list stands a comma, a colon, a little word or «companies»."""
    word = line.word(place)
    return (
        place < 0
        or _is_separator(line, place)
        or word in _BEFORE_LISTS | _NAMELY
        or is_in("positions_ru", word)
    )


def _item(line: Line, place: int, sector: str) -> Mention | None:
    if place in line.quotes:
        if not _may_be_name(line, place):
            return None
        item = _quoted(line, place, 0.55)
        item.sector = sector
        return item
    if not line.tokens[place].is_word or not line.is_capital(place):
        return None
    after = run(line, place)
    if not _is_name(line, place, after):
        return None
    cyrillic = line.tokens[place].text[0] > "\u0250"
    if cyrillic and not acronyms.is_written_as_acronym(line.tokens[place].text):
        return None
    return Mention(line, place, after, "list", 0.5, sector)


def _is_separator(line: Line, place: int) -> bool:
    return line.word(place) in _SEPARATORS


def _past_brackets(line: Line, place: int) -> int:
    if place + 1 < len(line) and line.tokens[place].text == "." and line.word(place + 1) == ",":
        return place + 1  # Zoetis Inc., VetFarm
    if place < len(line) and line.tokens[place].text == "(":
        for close in range(place + 1, min(place + 12, len(line))):
            if line.tokens[close].text == ")":
                return close + 1
    return place
