"""What a word is about: ideas (`rules/concepts.toml`), which part it plays in a wish
(`rules/lexicon.toml`): what is wanted, what is done with it, how it is said; and what it means
(`rules/meanings.toml`)."""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

_RULES = Path(__file__).parent / "rules"
_FILES = ("concepts", "lexicon")
_LONGEST = 16
_PIECES = 4
PARTS = ("what-", "deed-", "says-", "field-")


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """By the idea and the language: beginnings of words, and whole ones that end with =."""
    return tomllib.loads((_RULES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _known(*files: str) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, list[str]]] = {"kk": {}, "ru": {}, "en": {}}
    for file in files:
        for name, languages in table(file).items():
            for language, words in languages.items():
                for word in words.split():
                    found[language].setdefault(word, []).append(name)
    return {
        language: {word: tuple(names) for word, names in words.items()}
        for language, words in found.items()
    }


@lru_cache(maxsize=20_000)
def of(language: str, word: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for piece in word.split("-")[:_PIECES]:  # an engineer-electrician is both
        found.update(dict.fromkeys(_of_piece(language, piece)))
    if "-" in word:
        found.update(dict.fromkeys(_of_piece(language, word)))
    # The ideas first, which count at the borders of a part; which part a word plays after them.
    return tuple(sorted(found, key=is_part))


def _of_piece(language: str, word: str) -> Iterator[str]:
    known = _known(*_FILES)[language]
    yield from known.get(f"{word}=", ())
    for length in range(2, min(len(word), _LONGEST) + 1):
        yield from known.get(word[:length], ())


@lru_cache(maxsize=20_000)
def meanings(language: str, word: str) -> tuple[str, ...]:
    """Under names for all three languages; of several beginnings the longest is meant."""
    known = _known("meanings")[language]
    beginnings = (word[:length] for length in range(min(len(word), _LONGEST), 2, -1))
    return next((known[each] for each in (f"{word}=", *beginnings) if each in known), ())


def is_part(idea: str) -> bool:
    return idea.startswith(PARTS)
