"""Every word on the screen, in Kazakh, Russian and English.

`words/<section>.toml` holds the words of one screen or noun, the three languages side by side:

    [add]
    kk = "Серіктес қосу"
    ru = "Добавить партнёра"
    en = "Add partner"

is `t("partners.add")` when the file is `words/partners.toml`. A word that depends on a number has
plural forms (`ru = { one = …, few = …, many = … }`) and takes `n=`. Kazakh has `one` and `other`.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from tracker.errors import TrackerError

LANGUAGES = ("kk", "ru", "en")
OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}  # what each calls itself
DEFAULT = "kk"
WORDS = Path(__file__).parent / "words"

_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_providers: list[Callable[[], str | None]] = []


def current() -> str:
    """The language of the person for whom words are made just now."""
    if (chosen := _chosen.get()) is not None:
        return chosen
    found = next((known for provider in _providers if (known := provider()) is not None), None)
    return found if found in LANGUAGES else DEFAULT


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make words in this language inside the block."""
    token = _chosen.set(language if language in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _chosen.reset(token)


def speak(language: str) -> None:
    """Make words in this language for the rest of this thread, such as one run of a page."""
    _chosen.set(language if language in LANGUAGES else DEFAULT)


def provide(provider: Callable[[], str | None]) -> None:
    """Let an outer ring say whose language is meant where no block does. The newest comes first."""
    _providers[:] = [provider]


def t(key: str, **values: Any) -> str:
    """The words for a key, filled in. Raises KeyError for an unknown key: tests find those."""
    language = current()
    word = said(key)[language]
    if isinstance(word, dict):
        form = _plural_form(language)(values["n"])
        word = word.get(form, word["other"] if "other" in word else word["many"])
    return str(word).format(**values) if values else str(word)


@cache
def _plural_form(language: str) -> Callable[[float], str]:
    return Locale.parse(language).plural_form


def word(value: StrEnum) -> str:
    """The word for a value of a closed vocabulary: `Sector.MUSEUM` is `sector.museum`."""
    return t(f"{section_of(type(value))}.{value}")


def sentence(refused: TrackerError) -> str:
    """What a refusal says."""
    key = f"error.{refused.code}"
    return t(key, **refused.values) if knows(key) else t("error.unknown")


def section_of(vocabulary: type[StrEnum]) -> str:
    """`FollowUpKind` → `follow_up_kind`: the section of the catalogue with its words."""
    name = vocabulary.__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]


def knows(key: str) -> bool:
    """Whether the catalogue has this key."""
    section, _, name = key.partition(".")
    return section in _files() and name in _section(section)


@cache
def said(key: str) -> dict[str, Any]:
    """The words for a key in every language. Raises KeyError for an unknown key."""
    section, _, name = key.partition(".")
    if section not in _files():
        raise KeyError(key)
    words: dict[str, Any] = _section(section)[name]
    return words


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Every key with its words: `{"partners.add": {"kk": …, "ru": …, "en": …}}`."""
    return {
        f"{section}.{name}": words
        for section in sorted(_files())
        for name, words in _section(section).items()
    }


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in WORDS.glob("*.toml")}


@cache
def _section(name: str) -> dict[str, dict[str, Any]]:
    """Read when its first word is said: all of them take as long as a page."""
    return tomllib.loads(_files()[name].read_text(encoding="utf-8"))
