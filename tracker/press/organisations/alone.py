"""Names that nothing explains and no list holds: they are known by what they do, who speaks for
them, and how they are written. They are proposed with little confidence.

KEGOC needs engineers; подарил «Ростсельмаш»; Halyk Finance сарапшысы.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.press.organisations import beside, heads, shapes
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention

_LONGEST = 5
_LONGEST_QUOTE = 6  # tokens
_LIKELY, _SURER = 0.5, 0.6
_RUSSIAN_VERB = re.compile(
    ".{2,}(?:[аеиуыоя]л|ла|ло|ли|[аеиуюя]т|[аеиуюя]тся|л[аио]?с[ья]|лся|ется|[аеи]ть|ны|но|на|н)"
)
_RUSSIAN_SMALL = frozenset(
    """и или ни а но не в во на с со от для у из к ко при о об по за до между через под перед про же
    что где как когда также тоже ныне теперь уже еще там здесь это чем лишь только даже плюс""".split()
)
_KAZAKH_VERB = re.compile(
    ".{2,}(?:ды|ді|ты|ті|ған|ген|қан|кен|ады|еді|йды|йді|ып|іп|мақ|мек|пақ|пек|бақ|бек|ушы|уші)"
)
_KAZAKH_AFTER = frozenset(
    """мен пен бен және да де та те үшін туралы арқылы бар болды ғана сияқты секілді енді өз жаңа
    бірге бірлесіп сынды болса ал сондай-ақ қана""".split()
)
_MADE_BY = frozenset({"by", "with", "at", "between", "like", "joined", "besides", "versus"})
_BESIDE = frozenset({"from", "for", "to", "of", "and", "or", "only", "both", "including", "than"})
_HOLDS = frozenset({"chaired", "headed", "led", "moderated", "conducted", "given", "delivered", "taught", "written", "read", "said", "accompanied", "presented"})


def find(line: Line, found: Sequence[Mention]) -> Iterator[Mention]:
    if line.shouts or line.whispers:
        return
    taken = {place for mention in found for place in range(mention.first, mention.after)}
    yield from _quotes(line, taken)
    yield from _words(line, taken)


def _quotes(line: Line, taken: set[int]) -> Iterator[Mention]:
    for opens, close in line.quotes.items():
        if taken & set(range(opens, close + 1)) or not _is_title(line, opens, close):
            continue
        if line.openings.get(close) != opens:
            continue
        does = {"ru": _russian, "kk": _kazakh, "en": _english}[line.language]
        sure = does(line, opens, close) or _by_its_head(line, opens, close)
        if sure:
            yield Mention(
                line, opens, close + 1, "list", sure, "industry", (opens + 1, close)
            )


def _is_title(line: Line, opens: int, close: int) -> bool:
    """A few words that begin large; no sentence, no saying, no number, no sign of an event."""
    if not 1 < close - opens <= _LONGEST_QUOTE or not line.is_capital(opens + 1):
        return False
    inside = range(opens + 1, close)
    if any(line.tokens[place].text in ",.!?:;…" for place in inside):
        return False
    if any(is_in("not_quoted", line.word(place)) for place in inside):
        return False
    if any(is_in("not_capitals", line.word(place)) for place in inside):
        return False
    words = [place for place in inside if line.tokens[place].is_word]
    if len(words) == 1 and is_in("products", line.word(words[0])):
        return False
    small = [place for place in words if line.is_lower(place)]
    return len(words) < 2 or len(small) < 3


def _by_its_head(line: Line, opens: int, close: int) -> float:
    """«Отбасы банк», «Семей цемент зауыты» say themselves what they are."""
    before, after = line.word(opens - 1), line.word(close + 1)
    if any(is_in("not_quoted", word) for word in (before, after)) or is_in("calls", before):
        return 0
    if close - opens < 3 or is_in("thing_before", before):
        return 0
    inside = (heads.at(line, place) for place in (opens + 1, close - 1))
    return _LIKELY if any(head is not None for head in inside) else 0


def _russian(line: Line, opens: int, close: int) -> float:
    """A common noun before it says what it is, so only verbs and little words may stand there."""
    before, after = line.word(opens - 1), line.word(close + 1)
    if is_in("calls", before) or is_in("calls", line.word(opens - 2)) or is_in("not_quoted", before):
        return 0
    if is_in("not_quoted", line.word(opens - 2)) and not _RUSSIAN_VERB.fullmatch(before):
        return 0
    brand = shapes.is_brand(line, opens + 1, close)
    if brand and (not before or before in _RUSSIAN_SMALL or _is_stop(line, opens - 1)):
        return _SURER
    if is_in("positions_ru", before):
        return _SURER
    if brand and not is_in("thing_before", before):
        return _LIKELY
    if before in ("а", "но", "что", "как", "где", "когда", "также", "даже", "ныне", "если"):
        does = after in ("—", "–", "-") or _RUSSIAN_VERB.fullmatch(after)
        return _LIKELY if does and not is_in("called", after) else 0
    if before in ("с", "со", "от", "у", "из", "для", "и", "или", "ни", "между", "при", "к"):
        return _SURER if before in ("от", "у", "с", "со") else _LIKELY
    if before in ("в", "на", "по", "за", "о", "об"):
        short = close - opens == 2 or line.tokens[opens + 1].text[0] < "\u0250"
        return _LIKELY if before == "в" and short else 0
    if _is_stop(line, opens - 1):
        return _LIKELY if _RUSSIAN_VERB.fullmatch(after) and not is_in("called", after) else 0
    if line.is_lower(opens - 1) and _RUSSIAN_VERB.fullmatch(before):
        return _SURER if is_in("giving_ru", before) else _LIKELY
    return 0


def _kazakh(line: Line, opens: int, close: int) -> float:
    """What it is stands behind it, so only verbs, cases and people may follow."""
    after = line.word(close + 1)
    if any(is_in("not_quoted", line.word(place)) for place in range(close + 1, close + 4)):
        return 0
    if is_in("calls", after):
        return 0
    if line.tokens[close + 1 : close + 2] and line.tokens[close + 1].text in "-–":
        return _LIKELY
    if shapes.is_brand(line, opens + 1, close) or is_in("positions_kk", after):
        return _SURER
    if after in _KAZAKH_AFTER or _KAZAKH_VERB.fullmatch(after) or _is_stop(line, close + 1):
        return _LIKELY
    return 0


def _english(line: Line, opens: int, close: int) -> float:
    before, after = line.word(opens - 1), line.word(close + 1)
    if before in _MADE_BY or (before in ("from", "and", "of") and shapes.is_brand(line, opens + 1, close)):
        return _LIKELY
    return _LIKELY if is_in("does_en", after) and not line.is_lower(opens - 1) else 0


def _is_stop(line: Line, place: int) -> bool:
    return not 0 <= place < len(line) or not (
        line.tokens[place].is_word or line.tokens[place].is_number
    )


def _words(line: Line, taken: set[int]) -> Iterator[Mention]:
    place = 0
    while place < len(line):
        if place in taken or not line.tokens[place].is_word or not line.is_capital(place):
            place += 1
            continue
        after = _run(line, place, taken)
        first = _without_first(line, place, after)
        sure = 0.0
        if first < after and not _is_in_quotes(line, first) and not _is_address(line, first, after):
            sure = _english_words(line, first, after) if line.language == "en" else _foreign(line, first, after)
        if sure:
            yield Mention(line, first, after, "list", sure, "industry")
        place = max(after, place + 1)


def _run(line: Line, place: int, taken: set[int]) -> int:
    """Capital words side by side; in a Cyrillic sentence Latin ones, and a country behind them."""
    after, latin = place, line.tokens[place].text[0] < "\u0250"
    while after < len(line) and after not in taken and after - place <= _LONGEST:
        token = line.tokens[after]
        if token.is_word and line.is_capital(after):
            if (token.text[0] < "\u0250") != latin and not (latin and line.is_where(after)):
                break
            after += 1
            if token.text.endswith(("'s", "’s")):
                break
        elif token.text in "&-" and line.is_capital(after + 1):
            after += 1
        else:
            break
    return after


def _without_first(line: Line, first: int, after: int) -> int:
    while first < after and (
        is_in("no_name", line.word(first)) or not line.tokens[first].is_word
    ):
        first += 1
    return first


def _is_in_quotes(line: Line, place: int) -> bool:
    return any(opens < place < close for opens, close in line.quotes.items())


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
        behind == "." and after + 1 < len(line) and line.tokens[after + 1].start == line.tokens[after].end
    )


def _is_name(line: Line, first: int, after: int, *, foreign: bool = False) -> bool:
    if after - first > _LONGEST or len(line.tokens[first].text) < 2:
        return False
    if any(heads.at(line, place) is not None for place in range(first, after)):
        return False
    if any(is_in("unit_words", line.word(place)) for place in range(first, after)):
        return False
    if after - first == 1 and line.tokens[first].is_acronym and not shapes.is_short(line, first):
        return False
    return not shapes.is_other(line, first, after, foreign=foreign) and not shapes.is_somebody(line, first, after)


def _english_words(line: Line, first: int, after: int) -> float:
    if not _is_name(line, first, after):
        return 0
    before, behind = line.word(first - 1), line.word(after)
    start = line.is_first(first)
    short = after - first == 1 and shapes.is_short(line, first)
    brand = short or shapes.is_brand(line, first, after)
    if is_in("other_things", behind) and not is_in("positions_en", behind):
        return 0
    if is_in("thing_before", before):
        return 0
    does = is_in("does_en", behind)
    owns = line.tokens[after - 1].text.endswith(("'s", "’s"))
    if start and after - first == 1 and not brand:
        plain = is_in("common_en", line.word(first)) or line.word(first).endswith("s")
        return _LIKELY if does and not plain else 0
    if is_in("positions_en", behind) or is_in("belongings_en", behind):
        return _SURER if brand else _LIKELY
    if before in ("in", "near", "to"):
        return _LIKELY if brand and (after - first > 1 or short or "-" in line.word(first)) else 0
    if before == "by" and not brand and line.word(first - 2) in _HOLDS:
        return 0
    if after - first == 2 and not brand and behind == "," and is_in("person_titles", line.word(after + 1)):
        return 0
    if does or (before in _MADE_BY and not (before == "at" and line.is_where(first))):
        return _SURER if brand else _LIKELY
    if brand and (before in _BESIDE or owns or _is_stop(line, first - 1)):
        return _LIKELY
    if line.word(first - 1) == "the" and short:
        return _LIKELY
    if before == "from" and after - first > 1:
        return _LIKELY
    if _is_apposed(line, first, after):
        return _LIKELY
    return 0


def _is_apposed(line: Line, first: int, after: int) -> bool:
    """The dairy, Zhetisu Sut, brought; his employer, Rothamsted Research, asked."""
    if first < 2 or line.tokens[first - 1].text not in ",:–—" or line.word(after) not in (",", ".", ""):
        return False
    near = [line.word(place) for place in range(max(0, first - 6), first - 1)]
    return any(is_in("kinds_en", word) for word in near)


def _foreign(line: Line, first: int, after: int) -> float:
    """Latin words in a Cyrillic sentence, and Cyrillic ones that are put together as brands are."""
    if line.tokens[first].text[0] > "\u0250":
        return _compound(line, first, after)
    if not _is_name(line, first, after, foreign=True):
        return 0
    near = [line.word(place) for place in (first - 2, first - 1, after, after + 1)]
    if line.language == "ru":
        if is_in("not_quoted", near[1]) or is_in("thing_before", near[1]) or is_in("calls", near[1]):
            return 0
    elif any(is_in("not_quoted", word) or is_in("thing_behind", word) for word in near[2:]):
        return 0
    return _SURER if shapes.is_brand(line, first, after) else _LIKELY


def _compound(line: Line, first: int, after: int) -> float:
    """Сбербанк, Казахмыс: one word, and nobody's surname."""
    if after - first > 2 or not all(line.tokens[place].is_word for place in range(first, after)):
        return 0
    if not shapes.is_compound(line.word(first)) or shapes.is_somebody(line, first, after):
        return 0
    if heads.at(line, first) is not None or line.says_what(first):
        return 0
    return _LIKELY
