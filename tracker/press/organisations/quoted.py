"""Names in quotes that no word explains: подарил «Ростсельмаш», «Семмашзауыт» уәдесінде.

They are proposed with little confidence, and not where a common noun says that they are something
else: a programme, a prize, a song.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.press.organisations import heads, shapes
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention

_LONGEST_QUOTE = 6  # tokens
_LIKELY, _SURER = 0.5, 0.6
_RUSSIAN_VERB = re.compile(
    ".{2,}(?:[аеиуыоя]л|ла|ло|ли|[аеиуюя]т|[аеиуюя]тся|л[аио]?с[ья]|лся|ется|[аеи]ть|ны|но|на|н)"
)
_RUSSIAN_SMALL = frozenset(
    [
        "и",
        "или",
        "ни",
        "а",
        "но",
        "не",
        "в",
        "во",
        "на",
        "с",
        "со",
        "от",
        "для",
        "у",
        "из",
        "к",
        "ко",
        "при",
        "о",
        "об",
        "по",
        "за",
        "до",
        "между",
        "через",
        "под",
        "перед",
        "про",
        "же",
        "что",
        "где",
        "как",
        "когда",
        "также",
        "тоже",
        "ныне",
        "теперь",
        "уже",
        "еще",
        "там",
        "здесь",
        "это",
        "чем",
        "лишь",
        "только",
        "даже",
        "плюс",
    ]
)
_KAZAKH_VERB = re.compile(
    ".{2,}(?:ды|ді|ты|ті|ған|ген|қан|кен|ады|еді|йды|йді|ып|іп|мақ|мек|пақ|пек|бақ|бек|ушы|уші)"
)
_OF = ("ның", "нің", "дың", "дің", "тың", "тің")
_ABOUT = frozenset({"о", "об", "за", "на", "из", "про", "как", "что", "кто", "где", "about", "how"})
_KAZAKH_OWNED = re.compile(
    "(?!.*(?:лар|лер|дар|дер|тар|тер)(?:ды|ді)$).{2,}(?:ы|і|сы|сі)"
    "(?:н|ны|ні|на|не|нда|нде|нан|нен|ның|нің|мен|ндағы|ндегі)?"
)
_KAZAKH_AFTER = frozenset(
    [
        "мен",
        "пен",
        "бен",
        "және",
        "да",
        "де",
        "та",
        "те",
        "үшін",
        "туралы",
        "арқылы",
        "бар",
        "болды",
        "ғана",
        "сияқты",
        "секілді",
        "енді",
        "өз",
        "жаңа",
        "бірге",
        "бірлесіп",
        "сынды",
        "болса",
        "ал",
        "сондай-ақ",
        "қана",
    ]
)
_BETWEEN = frozenset({",", "и", "ни", "или", "және", "мен", "пен", "бен", "and", "or", ";"})


def find(line: Line, found: Sequence[Mention]) -> Iterator[Mention]:
    """Quotes outside of the mentions found before."""
    if line.shouts or line.whispers:
        return
    taken = {place for mention in found for place in range(mention.first, mention.after)}
    for row in _rows(line):
        # What they are is said before the first of them, in Kazakh behind the last.
        leads = row[-1] if line.language == "kk" else row[0]
        if taken & set(range(leads[0], leads[1] + 1)):
            continue  # the names beside one that is known are read as a list
        sure = _how_sure(line, *leads, row[-1][1] + 1)
        if not sure and len(row) == 1 and (found_kind := _with_kind(line, *leads)) is not None:
            first, after = found_kind
            if not taken & set(range(first, after)):
                core = (leads[0] + 1, leads[1])
                yield Mention(line, first, after, "list", _LIKELY, "industry", core)
        for opens, close in row if sure else ():
            if _is_title(line, opens, close) and not taken & set(range(opens, close + 1)):
                yield Mention(line, opens, close + 1, "list", sure, "industry", (opens + 1, close))


def _with_kind(line: Line, opens: int, close: int) -> tuple[int, int] | None:
    """Автоколонна «Путь» дала автобус, «Әже» аспаздығы тоқаш пісірді: an unknown kind of body is
    known by what it gives or asks."""
    if not _is_title(line, opens, close) or _is_speech(line, close):
        return None
    behind = line.language == "kk"
    place = close + 1 if behind else opens - 1
    word = line.word(place)
    lists = ("not_quoted", "thing_behind" if behind else "thing_before", "calls", "no_name")
    begins = line.is_lower(place) or line.is_first(place)
    if not begins or len(word) < 4 or any(is_in(each, word) for each in lists):
        return None
    if behind:
        near = range(close + 2, close + 6)
        owned = word.endswith(("ы", "і")) and not _KAZAKH_VERB.fullmatch(word)
        gives = owned and any(is_in("giving_kk", line.word(at)) for at in near)
        return (opens, close + 2) if gives else None
    giving = "giving_ru" if line.language == "ru" else "gives_en"
    verb = line.word(opens - 2)
    gives = is_in(giving, line.word(close + 1))
    if verb.endswith("ла") and word.endswith(("а", "я")):
        gives = gives or is_in(giving, verb)  # дала автоколонна, but not провела викторину
    elif verb.endswith("л") and line.word(opens - 3).endswith(("у", "ю", "ы", "и")):
        gives = gives or is_in(giving, verb)  # кожу прислал завод, but not ректор дал альбом
    if line.language == "ru" and _is_of_somebody(line, opens - 1):
        gives = True
    noun = not _RUSSIAN_VERB.fullmatch(word) and word not in _RUSSIAN_SMALL
    return (opens - 1, close + 1) if gives and noun else None


def _is_of_somebody(line: Line, kind: int) -> bool:
    """Хозяйка молочной лавки «Зорька»: the kind in the genitive, an adjective, who is of it."""
    if not line.word(kind).endswith(("а", "я", "ы", "и")):
        return False
    place = kind - 1
    while place > kind - 3 and line.word(place).endswith(("ой", "ей", "ого", "его")):
        place -= 1
    return is_in("positions_ru", line.word(place)) and not line.word(place).startswith("команд")


def _rows(line: Line) -> list[list[tuple[int, int]]]:
    """Quotes side by side: «A», «B» and «C»."""
    rows: list[list[tuple[int, int]]] = []
    for opens, close in sorted(line.quotes.items()):
        if line.openings.get(close) != opens or (rows and opens < rows[-1][-1][1]):
            continue
        between = range(rows[-1][-1][1] + 1, opens) if rows else ()
        if between and all(line.word(place) in _BETWEEN for place in between):
            rows[-1].append((opens, close))
        else:
            rows.append([(opens, close)])
    return rows


def _how_sure(line: Line, opens: int, close: int, next: int) -> float:
    """Of the one that leads a row; `next` is what follows the row."""
    if not _is_title(line, opens, close) or _is_speech(line, close):
        return 0
    does = {"ru": _russian, "kk": _kazakh, "en": _english}[line.language]
    return does(line, opens, close, next) or _by_its_head(line, opens, close)


def _is_speech(line: Line, close: int) -> bool:
    """«…», – said the director."""
    return line.word(close + 1) == "," and line.word(close + 2) in ("–", "—", "-")


def _is_title(line: Line, opens: int, close: int) -> bool:
    """A few words that begin large; no sentence, no saying, no number, no sign of an event."""
    if not 1 < close - opens <= _LONGEST_QUOTE or not line.is_capital(opens + 1):
        return False
    inside = range(opens + 1, close)
    if line.word(opens + 1) in _ABOUT:
        return False
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
    if line.language == "en" and is_in("not_quoted", line.word(close + 2)):
        return 0  # the "Mechanical Engineering" educational program
    if close - opens < 3 or is_in("thing_before", before) or before.startswith("лаборатори"):
        return 0
    inside = (heads.at(line, place) for place in (opens + 1, close - 1))
    return _LIKELY if any(head is not None for head in inside) else 0


def _russian(line: Line, opens: int, close: int, next: int) -> float:
    """A common noun before it says what it is, so only verbs and little words may stand there."""
    before, after = line.word(opens - 1), line.word(next)
    if (
        is_in("calls", before)
        or is_in("calls", line.word(opens - 2))
        or is_in("not_quoted", before)
        or (is_in("thing_before", before) and not is_in("positions_ru", before))
    ):
        return 0
    if is_in("not_quoted", line.word(opens - 2)) and not _RUSSIAN_VERB.fullmatch(before):
        return 0
    brand = shapes.is_brand(line, opens + 1, close)
    if brand and (not before or before in _RUSSIAN_SMALL or shapes.is_stop(line, opens - 1)):
        return _SURER
    if is_in("positions_ru", before):
        return 0 if before.startswith("команд") else _SURER
    if brand and not is_in("thing_before", before):
        return _LIKELY
    if before in ("а", "но", "что", "как", "где", "когда", "также", "даже", "ныне", "если"):
        does = after in ("—", "–", "-") or _RUSSIAN_VERB.fullmatch(after)
        return _LIKELY if does and not is_in("called", after) else 0
    if line.word(opens - 2) == "по" and is_in("by_reason", before):
        return _SURER
    if before in ("с", "со", "от", "у", "из", "для", "и", "или", "ни", "между", "при", "к"):
        return _SURER if before in ("от", "у", "с", "со") else _LIKELY
    if before in ("в", "на", "по", "за", "о", "об"):
        short = close - opens == 2 or line.tokens[opens + 1].text[0] < "\u0250"
        return _LIKELY if before == "в" and short else 0
    if shapes.is_stop(line, opens - 1):
        does = after in ("—", "–") or _RUSSIAN_VERB.fullmatch(after)
        return _LIKELY if does and not is_in("called", after) else 0
    if line.is_lower(opens - 1) and _RUSSIAN_VERB.fullmatch(before):
        return _SURER if is_in("giving_ru", before) else _LIKELY
    return 0


def _kazakh(line: Line, opens: int, close: int, next: int) -> float:
    """What it is stands behind it, so only verbs, cases and people may follow."""
    after = line.word(next)
    if any(is_in("not_quoted", line.word(place)) for place in range(close + 1, close + 4)):
        return 0
    if is_in("calls", after):
        return 0
    if line.tokens[close + 1 : close + 2] and line.tokens[close + 1].text in "-–":
        return _LIKELY
    if shapes.is_brand(line, opens + 1, close) or is_in("positions_kk", after):
        return _SURER
    if line.is_lower(close + 1) and after.endswith(_OF):
        return 0  # «Ғылым туралы» заңның
    if line.is_lower(close + 1) and not _KAZAKH_OWNED.fullmatch(after):
        return _LIKELY  # nothing behind it is its own
    if after in _KAZAKH_AFTER or _KAZAKH_VERB.fullmatch(after) or shapes.is_stop(line, close + 1):
        return _LIKELY
    return 0


def _english(line: Line, opens: int, close: int, next: int) -> float:
    before, after = line.word(opens - 1), line.word(next)
    if before in shapes.MADE_BY or (
        before in ("from", "and", "of") and shapes.is_brand(line, opens + 1, close)
    ):
        return _LIKELY
    return _LIKELY if is_in("does_en", after) and not line.is_lower(opens - 1) else 0
