"""Where somebody is named in a text, and the text with the name made unreadable.

A name is looked for in any order of its words, with one of them as an initial, and with the endings
that Russian and Kazakh give to it. What is blotted out keeps its length: places in it stay right.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

BLOT = "•"
_VOWELS = "аәеёиіоөуұүыэюяйьaeiouy"
_SHORTEST = 3  # letters of a word that a name is known by


class Traces(NamedTuple):
    """What gives somebody away. `rough` is for databases: it fits whatever the pattern fits."""

    pattern: re.Pattern[str]
    rough: str

    def stand_in(self, text: str) -> bool:
        return self.blotted(text) != text

    def blotted(self, text: str) -> str:
        """The text with every trace in it made unreadable."""
        if (held := _held(text)) is not None:
            clean = self.blotted_json(held)
            return text if clean == held else json.dumps(clean, ensure_ascii=False)
        if _is_query(text):
            return self._query(text)
        return self.pattern.sub(_blot, text)

    def blotted_json(self, value: Any) -> Any:
        """The same for what a column of JSON holds: every text in it, however deep."""
        if isinstance(value, str):
            return self.blotted(value)
        if isinstance(value, list):
            return [self.blotted_json(each) for each in value]
        if isinstance(value, dict):
            return {self.blotted(key): self.blotted_json(each) for key, each in value.items()}
        return value

    def _query(self, text: str) -> str:
        """Filters of a list, as an address spells them."""
        told = parse_qsl(text, keep_blank_values=True)
        clean = [(key, self.pattern.sub(_blot, value)) for key, value in told]
        return text if clean == told else urlencode(clean)


def traces(
    names: Iterable[str], exact: Iterable[str] = (), spellings: Iterable[str] = ()
) -> Traces | None:
    """The traces of somebody with these names, and with these numbers and addresses.

    A name of a single word is too many people's, unless it is among the spellings. None where
    nothing is left to look for.
    """
    parts: dict[str, None] = {}
    rough: dict[str, None] = {}
    several = [name for name in names if len(name.split()) > 1]
    for name in dict.fromkeys([*several, *spellings]):
        for words in _orders(name.split()):
            parts[r"\s+".join(_ending(word) for word in words)] = None
            rough.update(dict.fromkeys(_spelled(_stem(max(words, key=len)))))
        for initial, word in _initials(name.split()):
            parts[rf"{initial}\.\s*(?:\w\.\s*)?{_ending(word)}"] = None
            parts[rf"{_ending(word)}\s+{initial}\."] = None
            rough.update(dict.fromkeys(_spelled(_stem(word))))
    for text in exact:
        if len(text) >= _SHORTEST:
            parts[rf"{re.escape(text)}(?!\w)"] = None
            rough.update(dict.fromkeys(_spelled(text)))
    if not parts:
        return None
    longest_first = sorted(parts, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})", re.IGNORECASE)
    return Traces(pattern, "|".join(map(re.escape, rough)))


def texts(value: Any) -> Iterator[str]:
    """Every text in what a column holds, however deep, also in JSON that is kept as a text."""
    if isinstance(value, str):
        held = _held(value)
        yield from (value,) if held is None else texts(held)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        yield from texts(list(value.items()))


def _orders(words: list[str]) -> list[tuple[str, ...]]:
    """All words of a name as they are written, and any two of them in any order."""
    known = [word for word in words if len(word) >= _SHORTEST]
    if len(words) == 1:
        return [(word,) for word in known]
    return [tuple(words), *permutations(known, 2)] if known else []


def _initials(words: list[str]) -> list[tuple[str, str]]:
    return [
        (re.escape(first[0]), word)
        for first, word in permutations(words, 2)
        if len(word) >= _SHORTEST
    ]


def _stem(word: str) -> str:
    is_long = len(word) > _SHORTEST
    return word[:-1] if is_long and word[-1].lower() in _VOWELS else word


def _ending(word: str) -> str:
    return rf"{re.escape(_stem(word))}\w{{0,6}}(?!\w)"


def _spelled(word: str) -> list[str]:
    """A word as capitals and small letters, and as JSON and addresses write it.

    A database may know no case outside of ASCII.
    """
    cased = dict.fromkeys((word, word.lower(), word.upper(), word.title()))
    return [spell(each) for each in cased for spell in (str, _escaped, quote, quote_plus)]


def _escaped(text: str) -> str:
    """As JSON writes what is not ASCII."""
    return json.dumps(text)[1:-1]


def _held(text: str) -> Any:
    """What JSON says that is kept as a text; None for any other text.

    A name after an escaped line break would else look like a word that begins with an n.
    """
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_query(text: str) -> bool:
    return "=" in text and not re.search(r"\s", text)


def _blot(found: re.Match[str]) -> str:
    return re.sub(r"\w", BLOT, found.group())
