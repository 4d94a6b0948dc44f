"""The name around an English head: capitals before it, «of …» and «for …» after it.

[Semey State Medical] University
Department of [Ecology and Natural Resources of the Abai region]
"""

import re

from tracker.press.organisations import english_tail
from tracker.press.organisations.english_tail import heads, is_common
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.table import At
from tracker.press.person_names import is_given

_COMMON = re.compile(
    ".{3,}(?:tion|tions|ment|ing|ogy|ics|try|ture|ity|nce|al|ic|able|ible|ive|ous|ary|ory|er|ed|ern|ble)"
)
_QUALITY = re.compile(".{3,}(?:ic|ical|ial|ural|ary)")
_PARTS = frozenset(
    {"complex", "school", "centre", "center", "college", "council", "society", "club"}
)
_BODIES = _PARTS | {"committee", "commission", "service", "union", "department", "office"}
# With a town before them these are firms: Astana Motors, but not Kazakhstan Energy.
_TRADES = frozenset(
    {
        *("hub", "motors", "logistics", "telecom", "trading", "invest", "foods", "minerals"),
        *("solutions", "consulting", "ventures", "tech", "tv", "fm", "lab", "studio", "agro"),
    }
)
_SEASONS = frozenset({"summer", "winter", "spring", "autumn"})
_MANY = frozenset({"universities", "institutes", "colleges", "centers", "centres"})
_NAMED = frozenset({"after"})
_SMALL_AUTHORITIES = frozenset({"akimat", "department", "ministry", "embassy", "consulate"})
_OF_STATE = frozenset({"national", "republican", "kazakh", "state", "international", "european"})
_GRADES = frozenset(
    {"higher", "research", "graduate", "doctoral", "business", "advanced", "summer"}
)
_MONTHS = frozenset({"april", "may", "june", "august"})  # Georg August University
_NATION = re.compile(".{3,}(?:ian|ish|ese|akh|ean|man|can|bek|gyz)")
_KINDS = frozenset({"university", "institute", "college", "school", "company", "academy"})
_INITIAL = re.compile("[^\\W\\d_]{1,2}")


def around(line: Line, head: At) -> Reach | None:
    if english_tail.is_no_head(line, head.first) and line.word(head.first) == "administration":
        return None
    if line.word(head.first) == "club" and line.is_lower(head.first):
        return None  # the drama club "Sahna"
    if line.word(head.first) == "school" and line.word(head.first - 1) in _SEASONS:
        return None  # where students go in July
    if line.word(head.first) in _MANY and not line.quotes.get(head.after):
        return None
    reach = Reach(line, head)
    _quote_before(reach)
    if reach.quoted is None:
        reach.first = before(line, head.first, reach)
    if head.row.needs == "brand":
        if not _is_brand(reach):
            return None
        if is_tail(line, head.after):
            reach.take(head.after + 1)  # Kaz Minerals Bozshakol
        return reach
    english_tail.read(reach)
    _tail(reach)
    if reach.numbered and reach.first == head.first and line.is_lower(head.first):
        _described(reach)
    if _is_unit(reach) or _is_other_thing(reach) or _is_of_nation(reach):
        return None
    generic = is_in("generic_en", line.word(reach.head.first))
    lonely = reach.quoted and reach.head.first == reach.first and generic
    if reach.quoted and lonely and not line.is_capital(reach.first):
        reach.first = reach.quoted[0] - 1  # the municipal enterprise «…» is called by its quotes
    if not reach.is_name():
        return None
    if head.row.needs != "quote" and not _is_written_as_name(reach):
        return None
    return reach


def is_tail(line: Line, place: int) -> bool:
    """A capital word behind a brand, which is no person's name and no other organisation."""
    return (
        line.is_capital(place)
        and not line.is_capital(place + 1)
        and not heads(line, place)
        and not is_given(line.tokens[place].text)
        and not is_in("no_name", line.word(place))
        and not is_in("other_things", line.word(place))
        and not line.tokens[place].is_acronym
    )


def _is_of_state(line: Line, place: int) -> bool:
    """… of the Abai region, of culture: no department of a university."""
    word = line.word(place)
    if is_in("state_matters", word) or is_in("en_levels", word):
        return True
    behind = line.word(place - 1) in ("of", "the", "in", "for")
    return behind and line.is_where(place) and not line.tokens[place].is_acronym


def _is_own(line: Line, place: int) -> bool:
    """Bologna in «Centre for the Bologna Process and Academic Mobility»."""
    word = line.word(place)
    plain = line.groups(place) or is_in("unit_words", word) or is_in("no_name", word)
    return not plain and not _COMMON.fullmatch(word) and len(word) > 4


def _described(reach: Reach) -> None:
    """the [regional universal scientific] library named after …"""
    line = reach.line
    while line.is_lower(reach.first - 1) and (
        line.says_what(reach.first - 1)
        or is_in("en_levels", line.word(reach.first - 1))
        or _QUALITY.fullmatch(line.word(reach.first - 1))
    ):
        reach.first -= 1


def _is_of_nation(reach: Reach) -> bool:
    """A Chinese university: one of many, even in a title."""
    line, first = reach.line, reach.first
    return (
        reach.head.first == first + 1
        and reach.after == reach.head.after
        and reach.quoted is None
        and line.word(reach.head.first) in _KINDS
        and bool(_NATION.fullmatch(line.word(first)))
        and line.is_where(first)
    )


def _is_other_thing(reach: Reach) -> bool:
    """University Rankings; a university's rector is one of the university."""
    line, head = reach.line, reach.head
    if line.word(head.first) == "league" and is_in("sports", line.word(head.first - 1)):
        return True
    if line.word(head.first).endswith(("ties", "tutes")) and line.word(head.after) == "of":
        return True  # Universities of Tomsk and Barnaul
    owns = reach.line.tokens[reach.after - 1].text.endswith(("'s", "’s"))
    return not owns and is_in("other_things", reach.line.word(reach.after))


def _tail(reach: Reach) -> None:
    """Coventry University Kazakhstan, Nuclear University MEPI."""
    line, here = reach.line, reach.after
    if here != reach.head.after or not line.is_capital(here):
        return
    if reach.first == reach.head.first:
        begins = is_in("begins_en", line.word(reach.first)) and line.is_capital(reach.first)
        if begins and not line.is_capital(here + 1):
            reach.take(here + 1, proper=True)  # Bank CenterCredit, Hotel Nomad
        return
    token = line.tokens[here]
    ends = line.word(here + 1) in (",", ".", ")", ";", "and", "")
    if reach.head.row.sector == "university" and ends and is_tail(line, here):
        reach.take(here + 1)  # Ruhr University Bochum
        return
    if (line.is_where(here) and not heads(line, here + 1)) or (
        token.is_acronym and line.is_capital(reach.head.first) and len(token.text) > 1
    ):
        reach.take(here + 1, proper=True)


def _quote_before(reach: Reach) -> None:
    """ "Altyn Dan" bread factory."""
    line, place = reach.line, reach.head.first - 1
    while place > 0 and reach.head.first - place < 4 and line.says_what(place):
        place -= 1
    opens = line.openings.get(place)
    if opens is not None and place - opens < 8 and line.is_capital(opens + 1):
        reach.first, reach.quoted, reach.proper = opens, (opens + 1, place), True


def _is_brand(reach: Reach) -> bool:
    """Dana Minerals, but not Renewable Energy or Computer Systems."""
    line, head = reach.line, reach.head.first
    if not line.is_capital(head) or line.word(head + 1) == "of" or head - reach.first > 3:
        return False
    if reach.head.is_named:
        return True
    first = reach.first
    return (
        first < head
        and (not line.says_what(first) or line.is_where(first))
        and not _COMMON.fullmatch(line.word(first))
        and (not line.is_where(head - 1) or line.word(head) in _TRADES)
    )


def _is_unit(reach: Reach) -> bool:
    """School of Economics, Centre of Smart Farming: a part, without a name of its own."""
    line, head = reach.line, reach.head
    if reach.quoted and line.word(head.first) == "department" and not reach.leveled:
        return True  # Department "Welding"
    if reach.numbered or reach.quoted:
        return False
    places = [*range(reach.first, head.first), *range(head.after, reach.after)]
    serves = line.word(head.first) in _BODIES
    if serves and any(is_in("unit_words", line.word(place)) for place in places):
        return not any(
            line.is_where(place)
            or (line.is_capital(place) and _is_own(line, place))
            or is_in("en_levels", line.word(place))
            for place in places
        )
    if line.word(head.first) == "department" and line.is_lower(head.first):
        return not any(_is_of_state(line, at) for at in places)
    if line.word(head.first) == "department" and not any(
        line.is_where(at)
        or is_in("state_matters", line.word(at))
        or is_in("en_levels", line.word(at))
        for at in places
    ):
        return all(line.says_what(at) for at in places if line.is_capital(at))  # Physics Department
    if line.word(head.first) not in _PARTS:
        return False
    if any(line.word(at).startswith("veteran") for at in places):
        return False  # Council of War Veterans
    if reach.after == head.after:
        if line.word(head.first) == "college":
            return False
        return all(line.says_what(at) and not line.is_where(at) for at in places) and not any(
            is_in("en_levels", line.word(at)) or line.word(at) in ("national", "republican")
            for at in places
        )
    if line.word(head.after) != "of":
        return False
    if any(line.word(at) in _OF_STATE for at in range(reach.first, head.first)):
        return False
    own = [place for place in range(reach.first, head.first) if not line.says_what(place)]
    if any(
        not is_in("no_name", line.word(place)) and line.word(place) not in _GRADES for place in own
    ):
        return False
    return not any(line.is_where(place) or line.word(place - 1) in _NAMED for place in places)


def _is_written_as_name(reach: Reach) -> bool:
    """A head in small letters needs capitals before it, and few kinds have them."""
    line = reach.line
    if line.is_capital(reach.head.first) or line.shouts or reach.quoted or reach.numbered:
        return True
    if line.word(reach.head.first) in ("group", "holding", "enterprise", "enterprises", "society"):
        return False
    if reach.head.row.sector == "government":
        return reach.proper and line.word(reach.head.first) in _SMALL_AUTHORITIES
    if reach.head.row.sector == "industry" and all(
        line.is_where(place) or line.says_what(place)
        for place in range(reach.first, reach.head.first)
    ):
        return False  # a German company
    return reach.proper and reach.first < reach.head.first and not _is_plural(reach)


def _is_plural(reach: Reach) -> bool:
    return reach.line.word(reach.head.first).endswith("s")


def before(line: Line, place: int, reach: Reach | None = None) -> int:
    """Where the capital words begin that end before this place."""
    first = place
    while first > 0:
        here = first - 1
        token, word = line.tokens[here], line.word(here)
        if token.is_word and token.text[0] > "\u0250":
            break
        if token.is_word and token.text.endswith(("'s", "’s")) and not is_in("whose_en", word):
            break
        if token.is_word and _is_part(line, here, reach):
            if word in ("rector", "director"):
                break
            first = here
        elif (
            (token.text == "." and here > 0 and _INITIAL.fullmatch(line.tokens[here - 1].text))
            or token.text == "&"
            or (word == "and" and _and_joins(line, here, is_headed=reach is not None))
        ):
            if not line.is_capital(here - 1):
                break
            first = here - 1
        elif token.text in "-–" and here > 0 and token.start == line.tokens[here - 1].end:
            first = here - 1
        elif token.is_number and here > 1 and line.tokens[here - 1].text == "-":
            if not line.is_capital(here - 2):
                break
            first = here - 2  # Bereke-2022
        else:
            break
    first = _without_first(line, first, place)
    if reach is not None:
        for at in range(first, place):
            reach.leveled = reach.leveled or is_in("en_levels", line.word(at)) or line.is_where(at)
            reach.described += line.says_what(at)
            plain = is_common(line, at) or line.word(at).endswith("ing")
            if line.is_capital(at) and (not line.is_first(at) or not plain):
                reach.proper = True
    return first


def _is_part(line: Line, here: int, reach: Reach | None) -> bool:
    word = line.word(here)
    if (
        is_in("no_name", word)
        and not _is_it(line, here)
        and (not line.is_first(here) or word in ("the", "a", "an"))
        and (line.word(here + 1) != ".")
        and not (word in _MONTHS and line.is_capital(here - 1) and line.is_capital(here + 1))
    ):
        return False
    if line.is_capital(here):
        return True
    if reach is None:
        return False
    if is_in("en_levels", word) and word not in ("town", "country"):
        return line.is_capital(here - 1) or reach.head.row.sector == "government"
    return line.says_what(here) and (line.is_capital(here - 1) or line.shouts)


def _is_it(line: Line, here: int) -> bool:
    """Astana IT University"""
    return line.tokens[here].text == "IT" and not line.shouts


def _and_joins(line: Line, here: int, *, is_headed: bool) -> bool:
    """Leather and Fur Combine is one; Semey and Pavlodar University are two."""
    if here == 0 or not line.is_capital(here - 1) or not line.is_capital(here + 1):
        return False
    if line.is_where(here + 1) and not line.is_where(here - 1):
        return False  # … of Technology and Tomsk Polytechnic University
    if _QUALITY.fullmatch(line.word(here - 1)) and not line.is_where(here - 1):
        return not line.is_where(here + 1)  # Ethnographic and Natural-Landscape Museum
    if _is_after_the(line, here):
        return True  # the Bologna Process and Academic Mobility Center
    about = line.is_field(here + 1) or (
        is_headed and line.is_capital(here + 2) and line.is_field(here + 2)
    )
    return about and (line.is_field(here - 1) or is_in("unit_words", line.word(here - 1)))


def _is_after_the(line: Line, here: int) -> bool:
    """Between «the» and this «and» stand capitals that are nothing by themselves."""
    place = here - 1
    while place > 0 and line.is_capital(place) and not heads(line, place):
        if line.tokens[place].is_acronym or here - place > 3:
            return False
        place -= 1
    last = here - 1
    common = bool(_COMMON.fullmatch(line.word(last))) or line.word(last).endswith("ss")
    return line.word(place) == "the" and place < last - 1 and common and not line.is_where(last)


def _without_first(line: Line, first: int, place: int) -> int:
    while first < place and is_in("no_name", line.word(first)) and line.word(first + 1) != ".":
        first += 1
        while first < place and not line.tokens[first].is_word:
            first += 1
    return first
