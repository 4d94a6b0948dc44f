"""The way back: a backup is unpacked beside the database, brought up to date, looked at, and only
then takes its place. What was there before stays, under another name.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pysqlite3.dbapi2 as sqlite
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tracker import clock, db, migrating
from tracker.backups import afresh, container, dumps, erased
from tracker.backups.container import Manifest
from tracker.backups.files import is_sqlite, sync
from tracker.errors import (
    BackupDamaged,
    BackupFailed,
    BackupNewer,
    BackupOfOther,
    DatabaseInUse,
)
from tracker.settings import settings

_BESIDE = ".restoring-"
_SCRATCH = "restoring"


class Restored(NamedTuple):
    """What was put back, and where that is now which was there before. `erased`: the numbers of the
    people who are back though they were erased since; None where that could not be looked up."""

    manifest: Manifest
    aside: str
    erased: tuple[int, ...] | None


def restore(file: BinaryIO) -> Restored:
    """Put everything back. Whoever was signed in is signed out, and what was under way has ended.

    Raises Backup… refusals and DatabaseInUse; then the database is as it was.
    """
    manifest = _acceptable(file)
    db.engine().dispose()
    with _unpacked(file, manifest, will_take_over=True) as place:
        migrating.migrate(place.url)
        _begin_afresh(place.url)
        people = erased.since(manifest.made_at, place.url)
        return Restored(manifest, place.take_over(), people)


def verify(file: BinaryIO) -> Manifest:
    """Restore it to a place of its own, compare, and throw that away. Raises as `restore` does."""
    manifest = _acceptable(file)
    with _unpacked(file, manifest, will_take_over=False) as place:
        migrating.migrate(place.url)
    return manifest


def _acceptable(file: BinaryIO) -> Manifest:
    manifest = container.checked(file)
    ours = sa.make_url(settings().database_url).get_backend_name()
    if manifest.database != ours:
        raise BackupOfOther(theirs=manifest.database, ours=ours)
    if not migrating.knows(manifest.revision):
        raise BackupNewer(f"tables {manifest.revision}", version=manifest.program)
    return manifest


class _Place(NamedTuple):
    """Where a backup was unpacked, and what puts it where the database is."""

    url: str
    take_over: Callable[[], str]


@contextmanager
def _unpacked(file: BinaryIO, manifest: Manifest, *, will_take_over: bool) -> Iterator[_Place]:
    beside = _beside_file if manifest.database == "sqlite" else _beside_database
    try:
        with beside(file, will_take_over=will_take_over) as place:
            _compare(place.url, manifest)
            yield place
    except OSError as failed:
        raise BackupFailed(str(failed), why=failed.strerror or str(failed)) from failed


def _compare(url: str, manifest: Manifest) -> None:
    """Raises BackupDamaged where it is not what was counted when the backup was made."""
    with closing(_Engine(url)) as engine, engine.connect() as connection:
        try:
            if engine.dialect == "sqlite":
                damage = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
                if damage != ["ok"]:
                    raise BackupDamaged(str(damage))
            found = dumps.counted(connection)
            if found != manifest.counts or migrating.revision(connection) != manifest.revision:
                raise BackupDamaged("counts")
        except DBAPIError as failed:
            raise BackupDamaged(str(failed.orig)) from failed


def _begin_afresh(url: str) -> None:
    with closing(_Engine(url)) as engine, Session(engine.real) as session, session.begin():
        afresh.begin(session)


class _Engine:
    """An engine that is closed when its block ends."""

    def __init__(self, url: str) -> None:
        self.real = db.build_engine(url)
        self.dialect = self.real.dialect.name

    def connect(self) -> sa.Connection:
        return self.real.connect()

    def close(self) -> None:
        self.real.dispose()


# SQLite


@contextmanager
def _beside_file(file: BinaryIO, *, will_take_over: bool) -> Iterator[_Place]:
    """In a folder of its own beside the file: the same disk, so that a name can be moved."""
    path = settings().sqlite_file
    assert path is not None
    path = path.absolute()
    with migrating.beside(path, make=False):
        for left in path.parent.glob(f"{_BESIDE}*"):
            shutil.rmtree(left, ignore_errors=True)
        if will_take_over and path.exists():
            with _for_ourselves(path):
                pass  # better said now than after all the work
        with tempfile.TemporaryDirectory(prefix=_BESIDE, dir=path.parent) as folder:
            fresh = Path(folder) / "tracker.db"
            fresh.touch(mode=0o600)
            with container.opened(file, dumps.MEMBERS["sqlite"]) as content, fresh.open("wb") as to:
                shutil.copyfileobj(content, to, container.CHUNK)
            yield _Place(f"sqlite:///{fresh}", lambda: _exchange(fresh, path))


def _exchange(fresh: Path, path: Path) -> str:
    """Give the new file the name; the old one gets another, with everything that was in it."""
    with closing(sqlite.connect(fresh)) as done:
        done.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
    if os.geteuid() == 0:  # whoever runs the server goes on owning it
        owner = (path if path.exists() else path.parent).stat()
        os.chown(fresh, owner.st_uid, owner.st_gid)
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    if not path.exists():
        fresh.rename(path)
        sync(path.parent)
        return ""
    aside = path.with_name(f"{path.name}.before-{clock.now():%Y%m%d-%H%M%S}")
    with _for_ourselves(path):
        # The name is never without a file: a server that starts now would make an empty one.
        os.link(path, aside)
        for more in ("-wal", "-shm"):  # left only by a file that nobody could open
            if (beside := Path(f"{path}{more}")).exists():
                beside.rename(f"{aside}{more}")
        fresh.replace(path)
        sync(path.parent)
    return str(aside)


@contextmanager
def _for_ourselves(path: Path) -> Iterator[None]:
    """Nobody else has the file open, and nobody can before the block ends.

    A damaged file can be open nowhere; it is what a backup is for.
    """
    if not is_sqlite(path):  # SQLite would throw away what lies beside it
        yield
        return
    connection: Any = sqlite.connect(path, timeout=2, isolation_level=None)
    try:
        try:
            # Leaving the journal of many is refused as long as there is another.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite.OperationalError as refused:
            if "locked" in str(refused):
                raise DatabaseInUse from refused
        except sqlite.DatabaseError:
            pass
        yield
    finally:
        connection.close()


# PostgreSQL


_OTHERS = sa.text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name")


@contextmanager
def _beside_database(file: BinaryIO, *, will_take_over: bool) -> Iterator[_Place]:
    """In a database of its own on the same server, which needs the right to make one."""
    url = sa.make_url(settings().database_url)
    name = url.database or ""
    scratch = f"{name[:40]}_{_SCRATCH}"
    server = sa.create_engine(
        url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    quoted = server.dialect.identifier_preparer.quote
    with _refusing(), server.connect() as connection:
        if will_take_over and connection.execute(_OTHERS, {"name": name}).scalar():
            raise DatabaseInUse
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quoted(scratch)} WITH (FORCE)")
        how = f"TEMPLATE template0 ENCODING 'UTF8'{_locale(connection, name)}"
        connection.exec_driver_sql(f"CREATE DATABASE {quoted(scratch)} {how}")
        try:
            _fill(file, connection, scratch)
            fresh = url.set(database=scratch).render_as_string(hide_password=False)
            yield _Place(fresh, lambda: _rename(server, name, scratch))
        finally:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quoted(scratch)} WITH (FORCE)")


def _locale(connection: sa.Connection, name: str) -> str:
    """As the database has it that is to be replaced."""
    known = connection.execute(
        sa.text("SELECT datcollate, datctype FROM pg_database WHERE datname = :name"),
        {"name": name},
    ).one_or_none()
    return f" LC_COLLATE '{known[0]}' LC_CTYPE '{known[1]}'" if known else ""


def _fill(file: BinaryIO, connection: sa.Connection, scratch: str) -> None:
    driver: Any = connection.connection.driver_connection
    program = dumps.tool("pg_restore", at_least=driver.info.server_version // 10000)
    options, environment = dumps.reached(driver)
    command = [program, *options, f"--dbname={scratch}", "--exit-on-error", "--no-owner"]
    how: Any = {"env": environment, "stdin": subprocess.PIPE}
    with (
        container.opened(file, dumps.MEMBERS["postgresql"]) as content,
        tempfile.TemporaryFile() as said,
    ):
        with subprocess.Popen([*command, "--no-acl"], stdout=said, stderr=said, **how) as running:
            assert running.stdin is not None
            with suppress(BrokenPipeError):  # it says why below
                shutil.copyfileobj(content, running.stdin, container.CHUNK)
        if running.returncode != 0:
            raise BackupFailed(why=dumps.last_line(said))


def _rename(server: sa.Engine, name: str, scratch: str) -> str:
    """Both names in one transaction: there is always a database of that name."""
    quoted = server.dialect.identifier_preparer.quote
    aside = f"{name[:40]}_before_{clock.now():%Y%m%d_%H%M%S}"
    with server.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        there = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
        was_there = connection.execute(there, {"name": name}).first() is not None
        if was_there:
            connection.exec_driver_sql(f"ALTER DATABASE {quoted(name)} RENAME TO {quoted(aside)}")
        connection.exec_driver_sql(f"ALTER DATABASE {quoted(scratch)} RENAME TO {quoted(name)}")
    return aside if was_there else ""


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except DBAPIError as failed:
        if getattr(failed.orig, "sqlstate", "") == "55006":  # others are connected
            raise DatabaseInUse from failed
        raise BackupFailed(str(failed.orig), why=str(failed.orig).splitlines()[0]) from failed
