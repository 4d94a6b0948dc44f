"""The shapes that names of people have: Алия Нұрлан, Saule Beisenova, С. Ахметова, Иванов И.П."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tracker.names.folding import loose
from tracker.press.sentences import Token

_FILE = Path(__file__).parent / "rules" / "given_names.toml"
MOST = 4  # words of a name
_LONG_INITIALS = frozenset(("Дж", "Kh", "Sh", "Zh", "Ch", "Yu", "Ya", "Ye", "Ts"))
WHOLE = 1.0  # from here it has two words at least
CERTAIN = 2.0  # with a given name
ANCHORED, ALONE = 1.0, 2.4  # how much of a name its shape must be with and without a position

PATRONYMIC = re.compile(
    "(?<=..)(?:(?:ович|евич)(?:а|у|ем|е)?|(?:овн|евн|иничн|ичн)(?:а|ы|е|у|ой)|ұлы|қызы|ulı|uly|kyzy"
    "|qyzy|qyzı|ovich|evich|yevich|ovna|evna|yevna)(?:ның|нің|ға|на|ны|мен)?$"
)
_SURNAME = re.compile(
    "(?<=..)(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ы)?|(?:ск|цк)(?:ий|ая|ого|ому|им|ой|ую)|енко|ук|юк"
    "|чук|дзе|швили|ян|янц|бай|бек|хан|ов|yan|off|ov|ev|ova|eva|yev|yeva|in|ina|sky|ski|skaya|enko"
    "|chuk|bay|bek|khan|ұлы|қызы|тай|тегі|манн|mann|son|sen|bayev)$"
)
_KAZAKH_CASE = re.compile(
    "(?<=[оеіи][втн])(?:т[ыі]ң|н[ыі]ң|[кқгғ][аеә]|т[ыі]|н[ыі]|п?[еа]н|тен|тан|пен)$"
    "|(?<=[оеи][вн]а)(?:н[ыі]ң|ға|ны|мен|дан|нан)$|(?<=[бх]е[кқ])(?:тің|ке|ті|пен)$"
    "|(?<=(?:ұлы|ызы))(?:н[ыі]ң|на|н|мен)$"
)
_PLACE_LIKE = re.compile(
    "(?:ск|цк|нн|ьн|йн|чн)(?:ого|ому|ой|ом|ую|ие|их|ым|ими|ую|ый|ая|ое)$|(?:ный|ное|ная|ские|ских)$|(?<=...)[ое]го$"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Tokens `first` up to but without `after` look like a name, `likely` says how much."""

    first: int
    after: int
    likely: float


def shapes(tokens: Sequence[Token], closed: Sequence[bool]) -> list[Shape]:
    """All runs of capitalised words that may be names; `closed` words belong to something else."""
    found: list[Shape] = []
    at = 0
    while at < len(tokens):
        run = _run(tokens, closed, at)
        if run is None:
            at += 1
            continue
        found.extend(_cut(tokens, *run))
        at = run[1]
    return found


def without_case(name: str) -> str:
    """A Kazakh name without the ending of its last word, where the word without it is a surname."""
    return _KAZAKH_CASE.sub("", name)


@lru_cache(maxsize=20_000)
def is_given(word: str) -> bool:
    key = loose(word)
    return key in _given() or (len(key) > 4 and key[:-1] in _given() and key[-1] in "aueyi")


def surname(tokens: Sequence[Token]) -> Token:
    """The word that is used alone later."""
    words = [each for each in tokens if len(each.text) > 1 and each.is_word]
    marked = [each for each in words if _is_surname(each) and not is_given(each.text)]
    unmarked = [each for each in words if not PATRONYMIC.search(each.folded)]
    return (marked or unmarked or words or tokens)[-1]


@cache
def _given() -> frozenset[str]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return frozenset(loose(name) for names in data.values() for name in names.split())


def _run(tokens: Sequence[Token], closed: Sequence[bool], at: int) -> tuple[int, int] | None:
    """Where the capitalised words that begin here end, initials and their points among them."""
    end = at
    while end < len(tokens) and not closed[end]:
        token = tokens[end]
        if not token.is_word or not token.is_capital or (token.is_acronym and _shouts(token)):
            break
        end += 2 if _is_initial(tokens, end) else 1
        if end < len(tokens) and "\n" in _between(tokens, end):
            break
    return (at, min(end, len(tokens))) if end > at else None


def _between(tokens: Sequence[Token], at: int) -> str:
    return "\n" if tokens[at].start - tokens[at - 1].end > 3 else ""


def _shouts(token: Token) -> bool:
    return len(token.text) < 5 or "-" in token.text


def _is_initial(tokens: Sequence[Token], at: int) -> bool:
    short = len(tokens[at].text) == 1 or tokens[at].text in _LONG_INITIALS
    return short and at + 1 < len(tokens) and tokens[at + 1].text == "."


def _cut(tokens: Sequence[Token], first: int, after: int) -> Iterator[Shape]:
    """The names in a run: cut where another given name begins, and before what is no name."""
    starts = [first]
    words = 0
    for at in range(first, after):
        if not tokens[at].is_word or _is_initial(tokens, at):
            continue
        is_new = is_given(tokens[at].text) and words and at > first
        if is_new and words >= 2 and not _is_given_at(tokens, at - 1):
            starts.append(at)
            words = 0
        words += 1
    for start, stop in zip(starts, [*starts[1:], after], strict=True):
        yield from _shape(tokens, start, stop)


def _is_given_at(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].is_word and is_given(tokens[at].text)


def _shape(tokens: Sequence[Token], first: int, after: int) -> Iterator[Shape]:
    words = [at for at in range(first, after) if tokens[at].is_word]
    initials = [at for at in words if _is_initial(tokens, at)]
    apart = set(initials)
    whole = [at for at in words if at not in apart]
    given = [at for at in whole if is_given(tokens[at].text)]
    if not initials and len(whole) > 2 and given and given[0] > first and given[0] < whole[-1]:
        # What stands before the given name is no part of it, unless it is a surname.
        before = whole[: whole.index(given[0])]
        if not (len(before) == 1 and _is_surname(tokens[before[0]])):
            yield from _shape(tokens, given[0], after)
            return
    while len(whole) > MOST:
        after = whole.pop()
    if initials and whole:
        yield _with_initials(tokens, after, initials, whole)
    elif whole and not initials:
        yield Shape(first, after, _likely(tokens, whole, given))


def _with_initials(
    tokens: Sequence[Token], after: int, initials: list[int], whole: list[int]
) -> Shape:
    led = [at for at in whole if at == initials[-1] + 2]
    if led and tokens[initials[0] - 1].is_word and is_given(tokens[initials[0] - 1].text):
        return Shape(max(initials[0] - 1, whole[0]), min(led[0] + 1, after), 2.5)
    if led or initials[0] < whole[0]:
        whole = [at for at in whole if at > initials[0]]
        stop = whole[0] + 1
        if len(whole) > 1 and whole[1] == stop and _is_surname(tokens[whole[1]]):
            stop = whole[1] + 1
        return Shape(initials[0], min(stop, after), 2.5)
    start = whole[len([at for at in whole if at < initials[0]]) - 1]
    last = initials[0]
    for at in initials[1:]:
        if at == last + 2:
            last = at
    return Shape(start, last + 2, 2.5)


def _likely(tokens: Sequence[Token], whole: list[int], given: list[int]) -> float:
    if len(whole) == 1:
        return 0.5 if _is_surname(tokens[whole[0]]) else 0.2
    points = 1.0
    if any(PATRONYMIC.search(tokens[at].folded) for at in whole):
        points += 2
    if given:
        points += 1
    others = [at for at in whole if at not in given[:1]]
    if any(_is_surname(tokens[at]) for at in others):
        points += 1 if given else 0.4
    adjectives = [at for at in whole if _PLACE_LIKE.search(tokens[at].folded)]
    if adjectives and (not given or adjectives[0] == whole[0]):
        points -= 1
    return points


def _is_surname(token: Token) -> bool:
    word = without_case(token.folded)
    return len(word) > 3 and _SURNAME.search(word) is not None
