"""Whether two articles tell one story: a stand-in that compares their numbers and names."""

import re

from tracker.names.folding import loose

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"\b[^\W\d_a-zа-яәғқңөұүһі][^\W\d_]{3,}")
_LEAST = 3  # things that must be said in both
_STEM = 6


def score(one: str, other: str) -> float:
    """How much of what the shorter article names stands in the longer one, 0 to 1."""
    a, b = _said(one), _said(other)
    fewer = min(len(a), len(b))
    return len(a & b) / fewer if fewer >= _LEAST else 0.0


def _said(text: str) -> set[str]:
    names = {loose(name)[:_STEM] for name in _NAME.findall(text)}
    return names | set(_NUMBER.findall(text))
