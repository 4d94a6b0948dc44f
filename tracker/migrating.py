"""Bring the database to the tables this program knows: locked, checked, all or nothing.

Alembic's own way on SQLite rebuilds a table with foreign keys on, which deletes every child row
and reports success. Here they are off, and checked before the commit.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tracker import clock, db
from tracker.domain import indexing, letters, word_index
from tracker.domain.models import NameKey
from tracker.errors import DatabaseReadOnly, SchemaNewer
from tracker.settings import settings

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
KEPT = 5  # copies of the file from before a migration

# Any number will do, as long as no other program on the same PostgreSQL database uses it.
_LOCK = 7_270_010_408


def migrate(url: str | None = None) -> None:
    """Create or update the tables; does nothing when they are current. Safe from any process.

    Makes the folder of a SQLite file, and a copy of the file before changing it. Raises
    SchemaNewer when a later version of this program has been here, and the Database… refusals.
    """
    with alone(url) as connection:
        if is_current(connection):
            return
        # Here: a server that starts is waited for, and has nothing to migrate.
        from alembic import command

        _copy_aside(connection)
        was_searched = inspect(connection).has_table(NameKey.__tablename__)
        command.upgrade(_config(connection), "head")
        if not was_searched:
            _file_for_search(connection)


def is_current(connection: Connection) -> bool:
    """Whether nothing is to be migrated. Raises SchemaNewer for tables of a later version."""
    here, known = revision(connection), _revisions()
    if here and here not in known:
        raise SchemaNewer(f"the database is at {here}, which this version does not know")
    return here == known[-1]


def _revisions() -> list[str]:
    """All that this program knows, the last at the end: each file is called after its own."""
    files = (MIGRATIONS / "versions").glob("*.py")
    return sorted(each.stem.partition("_")[0] for each in files)


def revision(connection: Connection) -> str:
    """Which tables these are, as Alembic noted it; nothing for a database without any."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    noted = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
    return ",".join(sorted(noted))


def knows(revision: str) -> bool:
    """Whether this program can bring such tables up to date."""
    return revision in _revisions()


def is_of_models(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the models describe it; words and letters for search are each database's own."""
    return kind != "table" or not (name or "").startswith((word_index.TABLE, letters.PREFIX))


@contextmanager
def alone(url: str | None = None) -> Iterator[Connection]:
    """The only connection that migrates, in one transaction, checked before it is committed."""
    address = url or settings().database_url
    path = _file(address)
    with beside(path) if path else nullcontext():
        engine = db.build_engine(address)
        if path:
            event.listen(engine, "connect", _without_foreign_keys)
        try:
            with _begun(engine) as connection:
                before = _schema_version(connection)
                yield connection
                if path and _schema_version(connection) != before:
                    _check(connection)
                connection.commit()
        finally:
            engine.dispose()


def _file_for_search(connection: Connection) -> None:
    """Records from before there was a search are filed by the program, not by a migration."""
    with Session(connection, join_transaction_mode="rollback_only") as session:
        for _ in indexing.file_everything(session):
            pass


def _begun(engine: Engine) -> Connection:
    """A connection in the transaction that nobody else can have; closing it undoes everything."""
    try:
        connection = engine.connect()
        connection.begin()
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        return connection
    except DBAPIError as failed:
        raise db.refusal(failed) from failed


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _file(address: str) -> Path | None:
    parts = make_url(address)
    if parts.get_backend_name() != "sqlite":
        return None
    # An address may say how to open the file: `sqlite:///file:/path/name.db?mode=ro&uri=true`.
    return Path((parts.database or "").removeprefix("file:")).absolute()


@contextmanager
def beside(path: Path, *, make: bool = True) -> Iterator[None]:
    """Hold the lock beside a database file, which is made private if it is new."""
    try:
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        lock = os.open(f"{path}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        if make:
            path.touch(mode=0o600)
    except OSError as refused:
        raise DatabaseReadOnly(str(refused)) from refused
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _without_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def _schema_version(connection: Connection) -> int | None:
    if connection.dialect.name != "sqlite":
        return None
    return connection.exec_driver_sql("PRAGMA schema_version").scalar()


def _check(connection: Connection) -> None:
    """Refuse to commit a file with an orphaned row or a damaged page."""
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    damage = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
    if orphans or damage != ["ok"]:
        raise RuntimeError(f"migration undone: orphans {orphans[:3]}, integrity {damage}")


def _copy_aside(connection: Connection) -> None:
    """Copy a SQLite file that has something in it; nobody can write to it meanwhile.

    A server database is copied by its own tools, on its administrator's schedule.
    """
    path = _file(str(connection.engine.url))
    if path is None or not inspect(connection).get_table_names():
        return
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"before-{_revisions()[-1]}-{clock.now():%Y%m%d-%H%M%S}.db"
    for left in folder.glob("before-*.part"):  # by one that was killed
        left.unlink()
    unfinished = folder / f"{name}.part"
    unfinished.touch(mode=0o600)
    try:
        with closing(sqlite.connect(path)) as source, closing(sqlite.connect(unfinished)) as copy:
            source.backup(copy)
        unfinished.rename(folder / name)
    except sqlite.Error as failed:
        unfinished.unlink()
        raise db.refusal(failed) from failed
    copies = [each for each in folder.iterdir() if re.fullmatch(r"before-.+\.db", each.name)]
    for old in sorted(copies, key=lambda each: each.stat().st_mtime)[:-KEPT]:
        old.unlink()
