"""Asking the plain lists: some of their words are beginnings, some Russian nouns in any case."""

from functools import cache

from tracker.press.organisations import table

LISTS = "words"
_HARD = ("", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах")
_SOFT = ("ь", "я", "ю", "ем", "е", "и", "ей", "ям", "ями", "ях")


@cache
def _parted(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = table.lists(LISTS)[name]
    exact = {word for word in words if word[-1] not in "*~"}
    for word in words:
        if word.endswith("~"):  # учитель~, врач~
            stem = word.removesuffix("~").removesuffix("ь")
            exact.update(stem + ending for ending in (_SOFT if word[-2] == "ь" else _HARD))
    return frozenset(exact), tuple(word[:-1] for word in words if word.endswith("*"))


def is_in(name: str, word: str) -> bool:
    exact, begins = _parted(name)
    return word in exact or (bool(begins) and word.startswith(begins))
