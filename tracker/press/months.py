"""The names of the months in three languages, from rules/months.toml."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_Tree = dict[str, "_Tree"]  # of the letters that forms begin with; "": one ends here
_FILE = Path(__file__).parent / "rules" / "months.toml"


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _forms() -> dict[str, int]:
    """Every form of every month, in small letters, with its number."""
    found = {}
    for month in _tables()["month"]:
        for form in (*month["ru"], *month["en"]):
            found[form] = month["number"]
        for stem in month["kk"]:
            for ending in _tables()["endings"]:
                found[stem + ending] = month["number"]
    return found


def number(form: str) -> int:
    """Which month a form means, however it is capitalised."""
    return _forms()[form.casefold().replace("ё", "е").rstrip(".")]


def is_english(form: str) -> bool:
    return any(form.casefold() in month["en"] for month in _tables()["month"])


@cache
def any_form() -> str:
    """A pattern for a month; what it matches, `number` knows."""
    return _one_of(_forms())


@cache
def kazakh_genitive() -> str:
    """Of the month: what stands before a day, as in «қазанның 12-сі»."""
    of = re.compile("[ндт][ыі]ң$")
    return _one_of(form for form in _forms() if of.search(form))


@cache
def alone() -> str:
    """A pattern for a form that means the month also where no number stands beside it: Russian
    cases, Kazakh local cases in small letters (Қазанда is in Kazan), English with a capital."""
    kazakh = [
        stem + ending
        for month in _tables()["month"]
        for stem in month["kk"]
        for ending in _tables()["alone"]
    ]
    # «май» is butter in Kazakh, «марта» a name.
    russian = [form for month in _tables()["month"] for form in month["ru"] if len(form) > 3]
    english = [form.capitalize() for month in _tables()["month"] for form in month["en"]]
    return _one_of([*kazakh, *russian, "мае", *(form for form in english if len(form) > 3), "May"])


def _one_of(forms: Iterable[str]) -> str:
    """A pattern that looks at each letter once: with hundreds of forms side by side, each word of
    the text would be compared with all of them."""
    tree: _Tree = {}
    for form in forms:
        here = tree
        for letter in form:
            here = here.setdefault(letter, {})
        here[""] = {}
    return rf"{_pattern(tree)}\b"


def _pattern(tree: _Tree) -> str:
    branches = [re.escape(letter) + _pattern(rest) for letter, rest in tree.items() if letter]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in tree else ''}"
