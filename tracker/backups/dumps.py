"""What a database has to say of itself at one moment: all its rows as a file, and their number."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, NamedTuple

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection, inspect

from tracker import clock, db, migrating
from tracker.backups.container import Manifest, Source
from tracker.backups.files import nameless
from tracker.errors import BackupFailed, NoBackupTool
from tracker.settings import settings

MEMBERS = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}


class Dump(NamedTuple):
    """The rows as a file, and what they are; both while the transaction lasts that reads them."""

    content: Source
    manifest: Manifest


@contextmanager
def taken(folder: Path | None) -> Iterator[Dump]:
    """The database as it is now; nobody who works waits. `folder` has room for a SQLite file.

    Raises BackupFailed, NoBackupTool and the Database… refusals.
    """
    with db.reading() as session:
        connection = session.connection()
        kind = connection.dialect.name
        if kind == "postgresql":
            # What is counted, and what pg_dump reads, is one and the same moment.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        manifest = Manifest(
            format=1,
            program=version("seriktes"),
            revision=migrating.revision(connection),
            database=kind,
            made_at=clock.now(),
            counts=counted(connection),
        )
        with _ON[kind](connection, folder) as content:
            yield Dump(content, manifest)


def counted(connection: Connection) -> dict[str, int]:
    """How many rows each table has. The words for search are worked out, and are left out."""
    tables = inspect(connection).get_table_names()
    quoted = connection.dialect.identifier_preparer.quote
    return {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {quoted(name)}").scalar_one()
        for name in sorted(tables)
        if migrating.is_of_models(name, "table", None)
    }


def settings_given() -> bytes:
    """The settings of this installation, as a file of the environment. They hold passwords, too.

    Not the key that encrypts second factors: it protects only where it is not beside them.
    """
    given = sorted(
        (name, value)
        for name, value in os.environ.items()
        if name.startswith("TRACKER_")
        and not name.startswith("TRACKER_TEST_")
        and name != "TRACKER_SECRET_KEY"
    )
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in given).encode()


def tool(name: str, *, at_least: int) -> str:
    """PostgreSQL's own program of this name. Raises NoBackupTool."""
    path = shutil.which(name)
    if path is None:
        raise NoBackupTool(name, tool=name, version=at_least)
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", said)
    if number is None or int(number[0]) < at_least:
        raise NoBackupTool(said.strip(), tool=name, version=at_least)
    return path


def reached(connection: Any) -> tuple[list[str], dict[str, str]]:
    """How a program reaches the server of a psycopg connection: options, and its environment.

    The password is in the environment, which others can't see, and not in the command, which they
    can.
    """
    info = connection.info
    known = {name: value for name, value in info.get_parameters().items() if name.startswith("ssl")}
    environment = {f"PG{name.upper()}": value for name, value in known.items()}
    if info.password:
        environment["PGPASSWORD"] = info.password
    options = [f"--host={info.host}", f"--port={info.port}", f"--username={info.user}"]
    return [*options, "--no-password"], {**os.environ, **environment}


@contextmanager
def _of_sqlite(connection: Connection, folder: Path | None) -> Iterator[Source]:
    """By SQLite's own backup, within the transaction that counted."""
    source: Any = connection.connection.driver_connection
    with nameless(folder) as (file, path):
        try:
            with closing(sqlite.connect(path)) as copy:
                # Nobody reads this copy before it is whole.
                for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                    copy.execute(f"PRAGMA {pragma}")
                path.unlink()
                source.backup(copy)
        except sqlite.Error as failed:
            raise BackupFailed(str(failed), why=str(failed)) from failed
        file.seek(0)
        yield file


@contextmanager
def _of_postgresql(connection: Connection, _folder: Path | None) -> Iterator[Source]:
    """By pg_dump, which looks at the same snapshot as the transaction that counted."""
    driver: Any = connection.connection.driver_connection
    program = tool("pg_dump", at_least=driver.info.server_version // 10000)
    snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
    options, environment = reached(driver)
    command = [program, *options, "--format=custom", "--no-owner", "--no-acl"]
    command += [f"--snapshot={snapshot}", "--lock-wait-timeout=60s", driver.info.dbname]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors
        ) as running,
    ):
        try:
            yield _Whole(running, errors)
        finally:
            running.kill()


class _Whole:
    """What a program prints; its end is the end only if the program says that it went well."""

    def __init__(self, running: "subprocess.Popen[bytes]", errors: IO[bytes]) -> None:
        self._running, self._errors = running, errors

    def read(self, size: int) -> bytes:
        chunk: bytes = self._running.stdout.read(size)  # type: ignore[union-attr]
        if not chunk and self._running.wait() != 0:
            raise BackupFailed(why=last_line(self._errors))
        return chunk


def last_line(errors: IO[bytes]) -> str:
    """What a program said last before it gave up."""
    errors.seek(0)
    return (errors.read().decode(errors="replace").strip().splitlines() or ["?"])[-1]


_ON = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}


def room() -> Path | None:
    """Where a copy of the database finds room when the backup itself leaves by a pipe."""
    path = settings().sqlite_file
    return path.parent if path else None
