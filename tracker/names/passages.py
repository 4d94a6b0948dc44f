"""Words of a text as search keeps and asks for them: romanised, without marks, found by beginnings.

A word is kept loosely romanised, as it stands and without its endings; a typed word asks for any of
its own forms. So `зерттеулер` finds зерттеуге, and `zertteu` does too.
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
_NUMBER = re.compile("[0-9]{1,40}")
# The last letter of a Kazakh stem turns with its ending: кітап, кітабы; серік, серігі.
_HARD = {"b": "p", "g": "k"}
# Kazakh endings in the order in which they follow: plural, whose, case. Names need fewer of them.
_ENDINGS = re.compile(
    "(?:лар|лер|дар|дер|тар|тер)?"
    "(?:[ыі]м[ыі]з|[ыі]ң[ыі]з|м[ыі]з|ң[ыі]з|[ыі]м|[ыі]ң|с[ыі]|[ыі])?"
    "(?:н[ыі]ң|д[ыі]ң|т[ыі]ң|нда[ғг][ыі]|да[ғг][ыі]|де[гғ][ыі]|та[ғг][ыі]|те[гғ][ыі]"
    "|нан|нен|дан|ден|тан|тен|мен|бен|пен|нда|нде|да|де|та|те|ға|ге|қа|ке|на|не|н[ыі]|д[ыі]|т[ыі]|н)?$"
)
_LEAST = 4  # letters of a word that are left


def kept(texts: Iterable[str | None]) -> list[str]:
    """The different words of a record's texts, as small Latin letters and digits."""
    found: dict[str, None] = {}
    for text in texts:
        for word in dict.fromkeys(_words(text or "")):
            found.update(dict.fromkeys(_forms(fold(word))))
            if len(found) > MOST:
                return list(found)
    return list(found)


def asked(typed: str) -> list[list[str]]:
    """For each word of a question the kept words that answer it; the first is as it was typed."""
    found = (_forms(fold(word)) for word in _words(typed[:LONGEST]))
    return [list(forms) for forms in found if forms][:_ASKED]


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
        wanted = [form for word in asked(reading) for form in word]
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


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[str, ...]:
    """A folded word as it stands, then without its endings."""
    whole = _token(word)
    if _NUMBER.fullmatch(word):  # which has no endings, and is seldom there twice
        return (whole,)
    if not whole or not _PLAIN.fullmatch(loose(word.replace(" ", ""))):
        return (whole,) if whole else ()
    shortest = 3 if len(word) < 6 else 4
    found = [whole, *(each for each in stems(word) if len(each) >= shortest)]
    found += [loose(bare) for bare in _bare(word) if len(bare) >= _LEAST]
    # Kept and asked with one of the two letters, the stem of кітап is that of кітабы.
    found += [each[:-1] + _HARD[each[-1]] for each in found if each[-1] in _HARD]
    return tuple(dict.fromkeys(found))


def _bare(word: str) -> Iterator[str]:
    """The word without its Kazakh endings, or without the plural of an English one."""
    if word.isascii():
        yield from (word[: -len(ending)] for ending in ("s", "es") if word.endswith(ending))
        return
    bare = _ENDINGS.sub("", word, count=1)
    if bare != word:
        yield bare
        if word[len(bare)] == "с":
            # After a vowel the ending is -сы; облысы is облыс and -ы.
            yield f"{bare}с"


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
