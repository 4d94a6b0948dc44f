"""Which of our fields a column is, guessed from its header in three languages.

Our own words of the catalogue come first, then those of `synonyms.toml`. A person can correct the
guess, and what they chose is remembered (`tracker.domain.importing.jobs`).
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tracker.domain.importing.fields import FIELDS
from tracker.domain.models import Kind
from tracker.i18n import LANGUAGES, catalogue
from tracker.names.text import search_key


def plain(header: str) -> str:
    """A header without case, signs and doubled blanks: «Эл. почта:» is «эл почта»."""
    return " ".join(re.sub(r"[\W_]+", " ", search_key(header)).split())


def guess(kind: Kind, headers: Sequence[str]) -> list[str | None]:
    """The field of each column, or None where nothing is known. No field is given twice."""
    known = _known(kind)
    found = [known.get(plain(header)) for header in headers]
    # What is written to the letter goes before what merely begins so.
    found = [
        exact or _begun(known, plain(header), found)
        for exact, header in zip(found, headers, strict=True)
    ]
    taken: set[str] = set()
    guessed: list[str | None] = []
    for field in found:
        guessed.append(field if field not in taken else None)
        taken |= {field} if field else set()
    return guessed


def field(kind: Kind, word: str) -> str | None:
    """The field that somebody means by a word: its code, or what it is called in some language."""
    return _known(kind).get(plain(word))


def place(rows: Sequence[Sequence[Any]]) -> int:
    """Which of the first rows holds the headers: above them may stand a title and notes."""
    known = {header for kind in FIELDS for header in _known(kind)}
    for number, cells in enumerate(rows):
        texts = [plain(cell) for cell in cells if isinstance(cell, str)]
        if len(texts) > 1 and sum(text in known for text in texts) > 1:
            return number
    return 0


def _begun(known: dict[str, str], header: str, taken: Sequence[str | None]) -> str | None:
    """The field of the longest known header that this one begins with: «Телефон директора»."""
    words = header.split()
    for size in range(len(words) - 1, 0, -1):
        field = known.get(" ".join(words[:size]))
        if field is not None and field not in taken:
            return field
    return None


@cache
def words() -> dict[str, Any]:
    """The synonyms, as they stand in the file."""
    file = Path(__file__).with_name("synonyms.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _known(kind: Kind) -> dict[str, str]:
    """Every header that is understood for a kind; where two fields claim one, the first has it."""
    known: dict[str, str] = {}
    sources = (_codes, _catalogued, _own_synonyms, _synonyms)
    for source in sources:
        for name in FIELDS[kind]:
            for word in source(kind, name):
                known.setdefault(plain(word), name)
    return known


def _codes(_kind: Kind, name: str) -> Iterable[str]:
    return name, name.removesuffix("_id")


def _catalogued(kind: Kind, name: str) -> Iterable[str]:
    keys = [f"field.{kind}_{name}", f"field.{name}"]
    if name == "link":
        keys.append("export.link")
    for key in keys:
        yield from (str(catalogue()[key][code]) for code in LANGUAGES if key in catalogue())


def _own_synonyms(kind: Kind, name: str) -> Iterable[str]:
    found: list[str] = words().get(kind, {}).get(name, [])
    return found


def _synonyms(_kind: Kind, name: str) -> Iterable[str]:
    found: list[str] = words()["headers"].get(name, [])
    return found
