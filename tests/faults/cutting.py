"""Power cuts: what the tracker does to its database, done again on a disk that forgets.

The statements are those of the domain and of the migrations, with the settings of `tracker.db`.
They go through a SQLite of the tests (apsw) that lets a disk be written in Python. That one has no
shared memory for many connections, so there is one, and its locking is exclusive.
"""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import apsw
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from tests.faults import tally, upgrading
from tests.faults.filling import attach
from tests.faults.recording_disk import Cut, Disk, Done, cuts
from tests.faults.tally import Tally
from tests.faults.writers import save
from tracker import db, migrating
from tracker.errors import TrackerError
from tracker.settings import settings

SAVES = 40
_FROM = "0010"  # the release from which is upgraded
_UPGRADED = "upgraded"
_NOTHING = Tally(0, 0, 0, 0, 0, 0)
_ENDINGS = ("", "-wal", "-journal")

Judge = Callable[[str, list[str]], Tally]


class Step(NamedTuple):
    """A statement, or what somebody is told."""

    statement: str
    values: Any = ()
    told: str = ""


def run(_folder: Path, times: int, *, synchronous: str = "", seed: int = 1) -> Tally:
    """So many power cuts while people save. `synchronous`: not as we have it, but like this."""
    first = _at_rest()
    with _heard() as steps:
        for number in range(SAVES):
            steps.append(Step("", told=save(uuid4().hex)))
            if not number % 8:
                attach(uuid4().hex)
    done = _recorded(first, steps, *_setting(synchronous))

    def judged(url: str, told: list[str]) -> Tally:
        return tally.taken(url, told, times=1)

    return _all(first, done, times, judged, seed)


def upgrades(_folder: Path, times: int, *, synchronous: str = "", seed: int = 1) -> Tally:
    """So many power cuts during an upgrade: afterwards it is the old release, or the new one."""
    save(uuid4().hex)
    url = settings().database_url
    db.engine().dispose()
    upgrading.down_to(url, _FROM)
    first, before = _at_rest(), upgrading.tables(url)
    with _heard() as steps:
        migrating.migrate(url)
        steps.append(Step("", told=_UPGRADED))
    done = _recorded(first, steps, "foreign_keys=OFF", *_setting(synchronous))

    def judged(url: str, told: list[str]) -> Tally:
        engine = db.build_engine(url)
        with engine.connect() as connection:
            is_new = migrating.is_current(connection)
            is_old = migrating.revision(connection) == _FROM
            damage = tally.damage(connection)
        engine.dispose()
        lost = len(upgrading.changed(before, upgrading.tables(url)))
        missing = (told == [_UPGRADED] and not is_new) + lost
        return Tally(1, len(told), missing, 0, not (is_new or is_old), damage)

    return _all(first, done, times, judged, seed)


def _setting(synchronous: str) -> list[str]:
    return [f"synchronous={synchronous}"] if synchronous else []


def _at_rest() -> bytes:
    """The database file with everything in it."""
    file = Path(settings().database_url.removeprefix("sqlite:///"))
    with db.engine().connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    return file.read_bytes()


@contextmanager
def _heard() -> Iterator[list[Step]]:
    """Every statement of this process, as the database gets it."""
    steps: list[Step] = []

    def hear(_c: object, _cursor: object, said: str, values: Any, _x: object, many: bool) -> None:
        steps.extend(Step(said, each) for each in (values if many else [values]))

    listeners: dict[str, Callable[..., None]] = {
        "before_cursor_execute": hear,
        "commit": lambda _connection: steps.append(Step("COMMIT")),
        "rollback": lambda _connection: steps.append(Step("ROLLBACK")),
    }
    for name, listener in listeners.items():
        event.listen(sa.Engine, name, listener)
    try:
        yield steps
    finally:
        for name, listener in listeners.items():
            event.remove(sa.Engine, name, listener)


def _recorded(first: bytes, steps: list[Step], *pragmas: str) -> list[Done]:
    """What the steps do to a disk. The log is moved into the file far more often than usual."""
    disk = Disk()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "recorded.db"
        file.write_bytes(first)
        with closing(apsw.Connection(str(file), vfs=disk.name)) as connection:
            ours = ("locking_mode=EXCLUSIVE", *db._PRAGMAS, "wal_autocheckpoint=60", *pragmas)
            for pragma in ours:
                connection.execute(f"PRAGMA {pragma}").fetchall()
            for step in steps:
                if step.told:
                    disk.done.append(Done("told", step.told))
                else:
                    connection.execute(step.statement, step.values or None).fetchall()
    return disk.done


def _all(first: bytes, done: list[Done], times: int, judged: Judge, seed: int) -> Tally:
    found, hurt = _NOTHING, 0
    # Nothing here has to outlive a power cut.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.exists() else None) as folder:
        for cut in cuts(first, done, times, random.Random(seed)):
            one = _after(cut, Path(folder) / "cut", judged)
            hurt += not one.is_well
            found += one
    syncs = sum(each.what == "sync" for each in done)
    notes = f"{len(done)} things done to the disk, {syncs} of them syncs; {hurt} cuts hurt"
    return found._replace(notes=notes)


def _after(cut: Cut, folder: Path, judged: Judge) -> Tally:
    folder.mkdir()
    for ending in _ENDINGS:
        if ending in cut.files:
            (folder / f"cut.db{ending}").write_bytes(cut.files[ending])
    try:
        return judged(f"sqlite:///{folder / 'cut.db'}", cut.told)
    except (DBAPIError, TrackerError):
        return Tally(1, len(cut.told), len(cut.told), 0, 0, 1)
    finally:
        shutil.rmtree(folder)
