"""A real PostgreSQL server for a run of tests: the one that is given, or one of our own.

Our own listens on loopback only, keeps its data in a temporary folder and gives up durability for
speed. It comes from the test dependencies; where they have no build of it, from the system.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.processes import free_port, stop

# Names a server to use instead; it also hands ours to the worker processes of a parallel run.
GIVEN = "TRACKER_TEST_POSTGRESQL"
STARTS_WITHIN = 30.0

# The letters of Kazakh count as letters, for upper and lower case and for pg_trgm, on any system.
_NEW = ("--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--auth=trust", "--no-sync")
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")
_PRIVATE = ("listen_addresses=127.0.0.1", "unix_socket_directories=")


class NoPostgreSQL(Exception):
    """There is no PostgreSQL on this machine, or it does not start."""


@contextmanager
def running() -> Iterator[str]:
    """The SQLAlchemy address of the server's maintenance database, while the block lasts."""
    if given := os.environ.get(GIVEN):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder, _started(Path(folder)) as url:
        yield url


def binaries() -> Path:
    """The folder of initdb, postgres, pg_dump and their kin."""
    package = _package()
    if package is not None:
        return package / "pginstall" / "bin"
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[4])
    )
    if debian:
        return debian[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise NoPostgreSQL(f"Install PostgreSQL (Debian: postgresql), or name a server in {GIVEN}")


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    programs, user = binaries(), _user()
    if user is not None:
        programs = _copy_for(user, programs, folder)
    data, port = folder / "data", free_port()
    first = [str(programs / "initdb"), "-D", str(data), *_NEW]
    options = [part for setting in (*_QUICK, *_PRIVATE) for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        how: dict[str, Any] = {"cwd": folder, "stdout": log, "stderr": log, **_as(user)}
        if subprocess.run(first, timeout=60, check=False, **how).returncode != 0:
            raise NoPostgreSQL((folder / "log").read_text(errors="replace"))
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), *options], **how
        )
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        _wait(url, server, folder / "log")
        yield url.replace("postgresql://", "postgresql+psycopg://")
    finally:
        # An interrupt is PostgreSQL's fast shutdown: it disconnects whoever is left.
        stop(server, politely=signal.SIGINT)


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < last:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoPostgreSQL(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def _package() -> Path | None:
    # The package's own launcher is not imported: it lets a server outlive the run.
    found = find_spec("pgserver")
    return Path(found.origin).parent if found and found.origin else None


def _user() -> pwd.struct_passwd | None:
    """Whom to run it as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _copy_for(user: pwd.struct_passwd, programs: Path, folder: Path) -> Path:
    """Give the folder to the user, and a copy of programs that lie where only root may look."""
    os.chown(folder, user.pw_uid, user.pw_gid)
    package = _package()
    if package is None:
        return programs
    shutil.copytree(package, folder / package.name)
    for libraries in package.parent.glob("pgserver_*.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    return folder / programs.relative_to(package.parent)
