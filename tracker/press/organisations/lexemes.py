"""Asking the plain lists: some of their words are beginnings."""

from functools import cache

from tracker.press.organisations import table

LISTS = "words"


@cache
def _parted(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = table.lists(LISTS)[name]
    return (
        frozenset(word for word in words if not word.endswith("*")),
        tuple(word[:-1] for word in words if word.endswith("*")),
    )


def is_in(name: str, word: str) -> bool:
    exact, begins = _parted(name)
    return word in exact or (bool(begins) and word.startswith(begins))
