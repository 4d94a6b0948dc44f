"""Backups while people save: all that they were told before is in them, and nothing by halves.

They rest while a backup is restored and compared: else there is more of it each time.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from sqlalchemy import TextClause, text

from tests.faults import tally
from tests.faults.pacing import paced
from tests.faults.tally import Tally
from tests.faults.writers import save
from tests.servers.postgresql import binaries
from tests.world import EMC, aigerim
from tracker import db
from tracker.backups import container, making, restoring
from tracker.domain import attachments
from tracker.domain.models import Kind

WRITERS = 2
_ROWS = "SELECT * FROM {}"
_TABLES = ("interaction", "interaction_partner", "change", "save_key", "attachment")


def run(folder: Path, times: int, *, seed: int = 1) -> Tally:
    """So many backups of the database that is set, each restored to a place of its own."""
    chance, told, found = random.Random(seed), list[str](), Tally(0, 0, 0, 0, 0, 0)
    os.environ["PATH"] = f"{binaries()}{os.pathsep}{os.environ['PATH']}"
    with _people(told) as may_save:
        for number in paced(range(times)):
            wanted = len(told) + chance.randint(1, 10)
            while len(told) < wanted:
                time.sleep(0.002)
            before = list(told)
            backup = folder / f"{number}.zip"
            making.make(backup)
            may_save.clear()
            found += _restored(backup, before)
            backup.unlink()
            may_save.set()
    return found


def _restored(backup: Path, before: list[str]) -> Tally:
    """Beside what was told, every row must be as it is in the database, which only grows."""
    with backup.open("rb") as file:
        manifest = container.checked(file)
        with restoring._unpacked(file, manifest, will_take_over=False) as place:
            found = tally.taken(place.url, before, times=1)
            copied = {table: _rows(place.url, table) for table in _TABLES}
    with db.reading() as session:
        ours = {table: set(map(tuple, session.execute(_query(table)))) for table in _TABLES}
    changed = sum(len(copied[table] - ours[table]) for table in _TABLES)
    return found._replace(integrity=found.integrity + changed)


def _rows(url: str, table: str) -> set[tuple[object, ...]]:
    engine = db.build_engine(url)
    with engine.connect() as connection:
        rows = set(map(tuple, connection.execute(_query(table))))
    engine.dispose()
    return rows


def _query(table: str) -> TextClause:
    return text(_ROWS.format(table))


@contextmanager
def _people(told: list[str]) -> Iterator[Event]:
    over, may_save = Event(), Event()
    may_save.set()

    def work() -> None:
        while may_save.wait() and not over.is_set():
            told.append(save(uuid4().hex))
            with db.transaction() as session:
                content = b"%PDF-1.4\n" + uuid4().bytes + b"\n%%EOF\n"
                attachments.add(
                    session, Kind.PARTNER, EMC, name="a.pdf", content=content, by=aigerim
                )

    working = [Thread(target=work) for _ in range(WRITERS)]
    for each in working:
        each.start()
    try:
        yield may_save
    finally:
        over.set()
        may_save.set()
        for each in working:
            each.join()
