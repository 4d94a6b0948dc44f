"""Somebody who saves again and again while something else is at work, and how long they wait."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy import text

from tracker import db
from tracker.errors import DatabaseBusy

_PAUSE = 0.05  # seconds between two saves


class Waits(list[float]):
    """The seconds of each save; `refused` counts those that were told to try again."""

    refused = 0


@contextmanager
def beside() -> Iterator[Waits]:
    """Save nothing, but for that wait as a save does, as long as the block lasts."""
    waits, over = Waits(), Event()

    def work() -> None:
        while not over.wait(_PAUSE):
            began = time.perf_counter()
            try:
                with db.transaction() as session:
                    session.execute(text("SELECT 1"))
            except DatabaseBusy:
                waits.refused += 1
            waits.append(time.perf_counter() - began)

    thread = Thread(target=work)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()
