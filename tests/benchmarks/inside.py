"""How long the database takes by itself: what passes inside the driver's execute and commit."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tracker import db

_CALLS = ("do_execute", "do_executemany", "do_execute_no_params", "do_commit")


class Inside:
    """Seconds spent there so far."""

    seconds = 0.0


@contextmanager
def driver() -> Iterator[Inside]:
    """Measure whatever the engine of this process asks of its driver while the block lasts."""
    found, dialect = Inside(), db.engine().dialect

    def timed(call: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*given: Any) -> Any:
            began = time.perf_counter()
            try:
                return call(*given)
            finally:
                found.seconds += time.perf_counter() - began

        return measured

    for name in _CALLS:
        setattr(dialect, name, timed(getattr(dialect, name)))
    try:
        yield found
    finally:
        for name in _CALLS:
            delattr(dialect, name)
