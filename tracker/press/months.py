"""The names of the months in three languages, from rules/months.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

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


def _one_of(forms: Any) -> str:
    return rf"(?:{'|'.join(sorted(set(forms), key=lambda form: (-len(form), form)))})\b"
