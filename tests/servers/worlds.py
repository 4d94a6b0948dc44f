"""The small world, which is built once; every later test is given a copy of what was built."""

from datetime import date

from tests.servers.databases import rows
from tests.world import build
from tracker import clock, db
from tracker.domain import name_words
from tracker.names import lexicon as lexicons
from tracker.settings import settings

# By kind of database and day: a world that was built yesterday is a day too old.
_FILES: dict[date, bytes] = {}
_ROWS: dict[date, str] = {}


def empties() -> bool:
    """Whether furnishing begins by emptying: where rows are copied, not built."""
    return clock.today() in _ROWS


def furnish() -> None:
    """Put the world of `tests.world` into the empty database that the settings name."""
    if settings().sqlite_file:
        _as_file()
    else:
        _as_rows()
    forget_words()


def forget_words() -> None:
    """Know no words of names, as a process that has just begun: each test has its own database."""
    with name_words._lock:
        name_words._known.words = None
    name_words._compare_with(lexicons.shipped())


def _as_file() -> None:
    path, today = settings().sqlite_file, clock.today()
    assert path is not None
    if today in _FILES:
        db.engine().dispose()
        for left in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            left.unlink(missing_ok=True)
        path.write_bytes(_FILES[today])
        return
    build()
    with db.engine().connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    _FILES[today] = path.read_bytes()


def _as_rows() -> None:
    today = clock.today()
    if today not in _ROWS:
        build()
        with db.engine().connect() as connection:
            _ROWS[today] = rows(connection)
        return
    with db.engine().connect() as connection:
        connection.exec_driver_sql(_ROWS[today])
        connection.commit()
