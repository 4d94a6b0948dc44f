"""What was made of figures to draw them, kept as long as the figures themselves are shown again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from tracker.i18n import current

T = TypeVar("T")


class Drawn(Generic[T]):
    """The newest `most` of them, each in the reader's language.

    Figures are known by being the very same object.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        # With the figures, so that no other object can take their place in memory.
        self._kept: OrderedDict[tuple[int, str], tuple[object, T]] = OrderedDict()

    def of(self, figures: object, make: Callable[[], T]) -> T:
        """What was made of these figures; made now when it is not known."""
        key = id(figures), current()
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known[1]
        made = make()
        with self._lock:
            self._kept[key] = figures, made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
