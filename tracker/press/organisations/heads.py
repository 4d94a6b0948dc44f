"""Organisations named by what they are: a university, a department, a plant, with their words."""

from collections.abc import Iterable, Iterator

from tracker.press.organisations import (
    acronyms,
    english,
    kazakh,
    kazakh_lists,
    nominative,
    russian,
    russian_lists,
)
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.reach import Reach
from tracker.press.organisations.table import MANY, At, Words, words

# агродвижение, медцентр, этномузей
_PREFIXES = (
    *("маш", "агро", "био", "мед", "вет", "эко", "этно", "энерго", "теле", "спец", "строй", "гос"),
    *("авиа", "нефте", "газо", "микро", "техно", "авто", "нано", "медиа", "сельхоз", "пром"),
    *(
        "обл",
        "гор",
        "рай",
        "нефтегаз",
        "кино",
        "гидро",
        "электро",
        "пед",
        "юр",
        "инфо",
        "кож",
        "хим",
        "дип",
        "фарм",
        "телерадио",
        "радио",
    ),
    *("домо", "хлебо", "мясо", "молоко", "рыбо", "птице", "лесо", "шино", "стекло", "металло"),
    *("вагоно", "судо", "зерно", "бетоно", "цемент", "сахар", "масло", "сыро", "пиво", "вино"),
)
_SHORTEST = 7  # letters of a word with a prefix
_GRAMMAR = {"en": english.around, "ru": russian.around, "kk": kazakh.around}


def find(line: Line) -> Iterator[Mention]:
    place = 0
    while place < len(line):
        head = at(line, place)
        if head is None:
            place += 1
            continue
        if _is_in_title(line, head.first) or _is_general_assembly(line, head.first):
            place = head.after
            continue
        reach = _GRAMMAR[head.row.lang](line, head)
        if reach is not None and not _is_union_of_states(reach):
            yield from _mentions(reach)
            if head.row.lang == "ru":
                yield from _sharing(line, head, russian_lists.elided(line, reach))
        elif reach is None and head.row.lang == "ru":
            yield from _sharing(line, head, russian_lists.before(line, head))
        place = head.after


def _sharing(line: Line, head: At, names: Iterable[tuple[int, int]]) -> Iterator[Mention]:
    for first, after in names:
        found = Mention(line, first, after, "list", 0.7, head.row.sector)
        found.inflected = True
        found.nominative = nominative.one_of(line, head, first, min(after, head.first))
        yield found


def at(line: Line, place: int) -> At | None:
    """The head here: English ones in Latin letters, the others by the language of the sentence."""
    token = line.tokens[place]
    if not token.is_word:
        return None
    latin = token.text[0] < "\u0250"
    spoken = "en" if latin else "kk" if line.language == "kk" else "ru"
    table = words("organisation_heads")
    found = table.at(line.words, place, (spoken,))
    if found is None and not line.shouts and acronyms.is_institute(token.text):
        institute = table.at(["нии"], 0, ("ru",))
        return At(institute.row, place, place + 1, "", True) if institute else None
    if found is None and "-" in token.folded:  # қорық-музейінің, Reserve-Museum
        last = token.folded.rsplit("-", 1)[-1]
        if len(last) > 2 and last[0] > "\u0250":  # IT-школы
            spoken = "kk" if line.language == "kk" else "ru"
        inside = table.at([last], 0, (spoken,)) if last else None
        if inside is not None:
            named = line.is_capital(place) and not _is_it(token.text)
            return At(inside.row, place, place + 1, inside.ending, named)
    if found is None and len(token.folded) > _SHORTEST and token.folded.startswith(_PREFIXES):
        found = _behind_prefix(line, place, table, spoken)
    return found


def _behind_prefix(line: Line, place: int, table: Words, spoken: str) -> At | None:
    word = line.word(place)
    for prefix in _PREFIXES:
        rest = word[len(prefix) :]
        if len(rest) > 3 and word.startswith(prefix):
            inside = table.at([rest], 0, (spoken,))
            if inside is not None:
                return At(inside.row, place, place + 1, inside.ending, line.is_capital(place))
    return None


def _is_it(text: str) -> bool:
    """IT-школа, ИИ-центр: two capitals with a hyphen say what it is about."""
    first = text.partition("-")[0]
    return len(first) < 5 and first.isupper()


def _is_general_assembly(line: Line, place: int) -> bool:
    """Генеральная ассамблея, Бас Ассамблея: those who belong to it met."""
    return line.word(place).startswith("ассамбле") and line.word(place - 1).startswith(
        ("генеральн", "бас")
    )


def _is_in_title(line: Line, place: int) -> bool:
    """Курсы «Сетевая академия …»: what the quotes name is said before them, in Kazakh behind."""
    for opens, close in line.quotes.items():
        if opens < place < close:
            about = close + 1 if line.language == "kk" else opens - 1
            said = line.is_lower(about) or line.is_first(about)
            return said and is_in("not_quoted", line.word(about))
    return False


def _is_union_of_states(reach: Reach) -> bool:
    """The European Union is named for its programmes, and is nobody's partner."""
    line = reach.line
    whole = reach.after - reach.first == 2 and reach.head.after == reach.after
    return (
        whole
        and is_in("unions", line.word(reach.first))
        and is_in("unions", line.word(reach.after - 1))
    )


def _mentions(reach: Reach) -> Iterator[Mention]:
    row, line = reach.head.row, reach.line
    confidence = 0.9 if reach.proper else 0.7
    found = Mention(line, reach.first, reach.after, "head", confidence, row.sector, reach.quoted)
    plain = nominative.of(reach)
    if plain is not None and plain != found.name:
        found.inflected, found.nominative = True, plain
    yield found
    if row.lang == "kk" and MANY.fullmatch(reach.head.ending):
        for first, after in kazakh_lists.listed_before(reach):
            yield Mention(line, first, after, "list", 0.6, row.sector)
