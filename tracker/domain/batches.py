"""Many things, some at a time: as many as a statement takes, or as may be held at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """`size` of them at a time, in order, the last time what is left."""
    left = iter(things)
    while some := list(islice(left, size)):
        yield some
