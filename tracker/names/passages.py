"""Words of a text as search keeps and asks for them: romanised, without marks, found by beginnings.

A word is kept as it stands, loosely romanised; a typed word asks for its stem as a beginning. So
`зерттеу` finds зерттеулерге, and `zertteu` does too.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tracker.names.folding import LONGEST, fold, loose, other_layouts, stems

MOST = 4_000  # different words of one text that are kept
_TOO_SHORT = 2  # letters of a word on another keyboard
_ASKED = 8  # words of a question that count

_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile("[a-z0-9]+")
_LETTERS = 40  # of a word
# The last letter of a Kazakh stem turns with its ending: кітап, кітабы; серік, серігі.
_TURNS = {"p": "b", "b": "p", "k": "g", "g": "k"}


def kept(texts: Iterable[str | None]) -> list[str]:
    """The different words of a record's texts, as small Latin letters and digits."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _words(text or ""):
            found.setdefault(_token(word))
            if len(found) > MOST:
                return list(found)
    found.pop("", None)
    return list(found)


def asked(typed: str) -> list[list[str]]:
    """For each word of a question the beginnings of kept words that answer it."""
    found = (_beginnings(fold(word)) for word in _words(typed[:LONGEST]))
    return [beginnings for beginnings in found if beginnings][:_ASKED]


def readings(typed: str) -> Iterator[str]:
    """What may have been meant: as typed, then as the same keys write on another keyboard.

    Where a word has but one or two letters the other keyboard says too little.
    """
    yield typed
    for other in other_layouts(typed):
        if all(len(word) > _TOO_SHORT for word in fold(other).split()):
            yield other


def marked(text: str, typed: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that answers the question."""
    for reading in readings(typed):
        wanted = [beginning for word in asked(reading) for beginning in word]
        pieces: list[tuple[str, bool]] = []
        end = 0
        for match in _WORD.finditer(text):
            if any(_token(match[0]).startswith(each) for each in wanted):
                pieces += [(text[end : match.start()], False), (match[0], True)]
                end = match.end()
        if pieces:
            return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]
    return [(text, False)] if text else []


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=100_000)
def _token(word: str) -> str:
    found = loose(fold(word).replace(" ", ""))[:_LETTERS]
    return found if _PLAIN.fullmatch(found) else found.encode().hex()[:_LETTERS]


@lru_cache(maxsize=10_000)
def _beginnings(word: str) -> list[str]:
    whole = _token(word)
    if not whole or not _PLAIN.fullmatch(loose(word.replace(" ", ""))):
        return [whole] if whole else []
    shortest = 3 if len(word) < 6 else 4
    found = [whole, *(each for each in stems(word) if len(each) >= shortest)]
    found += [each[:-1] + _TURNS[each[-1]] for each in found if each[-1] in _TURNS]
    # A longer one finds nothing that a shorter one does not.
    return [each for each in dict.fromkeys(found) if not _is_longer(each, found)]


def _is_longer(word: str, than: list[str]) -> bool:
    return any(word != each and word.startswith(each) for each in than)


def around(pieces: list[tuple[str, bool]], letters: int) -> list[tuple[str, bool]]:
    """About so many letters of a marked text, from shortly before its first marked word."""
    first = next((place for place, (_, is_hit) in enumerate(pieces) if is_hit), None)
    if first is None:
        return []
    before = _flat("".join(piece for piece, _ in pieces[:first])).lstrip()
    if len(before) > letters // 3:
        before = f"…{before[-letters // 3 :].lstrip()}"
    shown, left = [(before, False)], letters - len(before)
    for piece, is_hit in pieces[first:]:
        flat = _flat(piece)
        shown.append((flat if len(flat) <= left else f"{flat[:left]}…", is_hit))
        left -= len(flat)
        if left <= 0:
            break
    return [piece for piece in shown if piece[0]]


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
