"""What a text is about: its topics in whatever of three languages, and the stems of its words.

`topics.toml` names the topics. A word that stands for none counts by its stem, in letters in which
the spellings of two scripts meet.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from tracker.names.folding import fold, stems, written_words

SHORTEST = 5  # letters of a word that says something without being a topic's
STEM = 6  # letters in which the forms of a word agree
_TOPICS = Path(__file__).parent / "topics.toml"
_PART = re.compile(r"[\n.;,!?]")

# A root with nothing but endings: ет, етті, еттің; вода, воды, водой; test, tests, tested. Kazakh
# endings sound as the root does: сутегі, hydrogen, is not of су, water.
_KAZAKH = (
    "(?:[лдт]{a}р)?(?:{y}м{y}з|с?{y})?"
    "(?:н?[дт]{a}н?(?:{g}{y})?|[ндт]{y}ң?|н?{k}?{a}|н|[мбп]ен|{y}ң)?"
)
_BACK = _KAZAKH.format(a="а", y="ы", g="ғ", k="[ғқ]")
_FRONT = _KAZAKH.format(a="е", y="і", g="г", k="[гк]")
_OTHERS = "(?:а|у|е|ы|и|о|ь|я|ю|ой|ом|ем|ей|ов|ам|ям|ах|ях|ами|ями|ью)?|s|es|ed|ing"
_ENDED = {
    is_front: re.compile(f"(?:{kazakh}|{_OTHERS})")
    for is_front, kazakh in ((True, _FRONT), (False, _BACK))
}
_SOUNDS = re.compile("[аоұыуәеөүіэиёюя]")
_TYPED = 6  # letters of a root in which a typing error is forgiven
_ALIKE = 86  # of 100: how alike what was typed is to the root then

# Of units and of asking, not of what is asked: they would let any two texts meet.
_EMPTY = re.compile(
    "(?:кафедра|факультет|университет|орталы|центр|бөлім|отдел|departm|facult|univers|centre|center"
    "|office|керек|қажет|нуж|необход|need|сұра|прос[ия]т|жаса|бойынша|туралы|арналған|сондай|котор"
    "|нашим|нашей|наших|about|other|their|would|could|with|from|partner|серіктес|партн|сала|област"
    "|тәрті|кешен|жүйе|систем|system|бірге|бірлес|совмест|joint|together|жүргіз|провод|студент"
    "|student|маман|специалист|specialist)"
)


class Word(NamedTuple):
    """One word of a text: what it counts as, and how it was written."""

    key: str
    written: str


@lru_cache(maxsize=4_000)
def of(text: str) -> tuple[Word, ...]:
    """What a text is about, each key once, in the order of the text."""
    found: dict[str, Word] = {}
    # Part by part, for a name is folded only up to some length.
    for part in _PART.split(text):
        written = written_words(part)
        folded = [fold(word) for word in written]
        for place, word in enumerate(folded):
            following = folded[place + 1] if place + 1 < len(folded) else ""
            for key in _keys(word, following):
                found.setdefault(key, Word(key, written[place]))
    return tuple(found.values())


def topic(name: str) -> str:
    """The key of a topic of `topics.toml`."""
    return f"~{name}"


@lru_cache(maxsize=20_000)
def _keys(word: str, following: str) -> tuple[str, ...]:
    both = [
        name
        for first, second, name in _pairs().get(word[:2], ())
        if word.startswith(first) and following.startswith(second)
    ]
    single = both or [
        name
        for root, ends, name in _single().get(word[:2], ())
        if word.startswith(root) and (not ends or _ends(word, root))
    ]
    single = single or _misspelt(word)
    if single:
        return tuple(dict.fromkeys(topic(name) for name in single))
    if len(word) < SHORTEST or _EMPTY.match(word):
        return ()
    return (min(stems(word), key=len)[:STEM],)


def _ends(word: str, root: str) -> bool:
    """Whether nothing but endings follows the root."""
    sounds = _SOUNDS.findall(root)
    is_front = bool(sounds) and sounds[-1] in "әеөүіэ"
    return _ENDED[is_front].fullmatch(word, len(root)) is not None


def _misspelt(word: str) -> list[str]:
    """The topics whose root only a typing error parts from the word."""
    return [
        name
        for root, _, name in _single().get(word[:2], ())
        if len(root) >= _TYPED and fuzz.ratio(word[: len(root)], root) >= _ALIKE
    ]


@cache
def _single() -> dict[str, list[tuple[str, bool, str]]]:
    """Beginnings of single words, whether only endings may follow, and the topic."""
    found: dict[str, list[tuple[str, bool, str]]] = {}
    for pattern, name in _patterns():
        if "_" not in pattern:
            root = fold(pattern.removesuffix("~"))
            found.setdefault(root[:2], []).append((root, pattern.endswith("~"), name))
    return found


@cache
def _pairs() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for pattern, name in _patterns():
        if "_" in pattern:
            first, second = (fold(part) for part in pattern.split("_"))
            found.setdefault(first[:2], []).append((first, second, name))
    return found


@cache
def _patterns() -> list[tuple[str, str]]:
    read = tomllib.loads(_TOPICS.read_text(encoding="utf-8"))
    return [
        (pattern, name)
        for name, languages in read.items()
        for words in languages.values()
        for pattern in words.split()
    ]
