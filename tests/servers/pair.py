"""A PostgreSQL primary and its synchronous standby, which can be killed, promoted and rejoined."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.postgresql import _NEW, NoPostgreSQL, _as, _copy_for, _user, _wait, binaries
from tests.servers.processes import free_port

# A killed process loses nothing that the system has; only a commit has to wait for the standby.
_SETTINGS = """
unix_socket_directories = ''
fsync = off
full_page_writes = off
max_connections = 100
shared_buffers = 32MB
dynamic_shared_memory_type = mmap
wal_retrieve_retry_interval = 100ms
"""
# What `data/deploy` tells the administrator to say.
CONFIRMED_BY = "ALTER SYSTEM SET synchronous_standby_names = '{}'"
RELOAD = "SELECT pg_reload_conf()"
PROMOTE = "SELECT pg_promote()"
COPY = ("--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf")
_ROOM = 1 << 30  # bytes
_CONFIRMING = "SELECT count(*) FROM pg_stat_replication WHERE sync_state <> 'async'"
_MAY_REPLICATE = "host all all {network} trust\nhost replication all {network} trust\n"


class Node:
    """One of the two: its place, its port, and the process that serves there just now.

    `space` is a network namespace, in which it then lives; its host is an address there.
    """

    def __init__(
        self, folder: Path, programs: Path, name: str, *, host: str = "127.0.0.1", space: str = ""
    ) -> None:
        self.host, self.port, self.name = host, free_port(), name
        self.data = folder / name
        self._programs, self._log = programs, folder / f"{name}.log"
        self._within, self._how = _whose(space, folder)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def make(self, network: str = "127.0.0.1/32", *options: str) -> None:
        """A new, empty server's files."""
        self._run("initdb", "-D", str(self.data), *_NEW, *options)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS)
        with (self.data / "pg_hba.conf").open("a") as file:
            file.write(_MAY_REPLICATE.format(network=network))

    def follow(self, primary: "Node") -> None:
        """Be made anew as a copy of the primary, from which it gets everything from now on."""
        self.forget()
        shutil.rmtree(self.data, ignore_errors=True)
        source = (
            f"host={primary.host} port={primary.port} user=postgres application_name={self.name}"
        )
        self._run("pg_basebackup", "-d", source, "-D", str(self.data), "--no-sync", *COPY)
        self.start()

    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        with self._log.open("ab") as log:
            program = [*self._within, str(self._programs / "postgres"), "-D", str(self.data)]
            command = [*program, "-h", self.host, "-p", str(self.port)]
            how: dict[str, Any] = {"stdout": log, "stderr": log, **self._how}
            self._process = process = subprocess.Popen(command, **how)
        _wait(self._url, process, self._log)

    def wait_for_standby(self, must: bool) -> None:
        """Whether a commit waits until a standby has it."""
        self.ask(CONFIRMED_BY.format("ANY 1 (a, b)" if must else ""))
        self.ask(RELOAD)

    def promote(self) -> None:
        """Take over; returns when it takes saves. It waits for no standby, having none."""
        self.wait_for_standby(False)
        self.ask(PROMOTE)

    def ask(self, question: Any) -> Any:
        with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
            answer = connection.execute(question)
            found = answer.fetchone() if answer.description else None
            return found[0] if found else None

    def kill(self) -> None:
        """The server and all its processes, at once, and nobody says goodbye."""
        self.tell(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def end(self) -> None:
        self.kill()
        self.forget()

    def forget(self) -> None:
        """Give back what a killed server leaves in the system: one piece of shared memory."""
        lines = (self.data / "postmaster.pid").read_text().splitlines() if self._is_left() else []
        if len(lines) > 6:
            *_, number = lines[6].split()  # its key and its number
            subprocess.run(["ipcrm", "-m", number], check=False, capture_output=True)

    def _is_left(self) -> bool:
        return not self.runs() and (self.data / "postmaster.pid").exists()

    def tell(self, what: signal.Signals) -> None:
        """Send a signal to the server and all its processes, if it runs."""
        if self._process is None or not self.runs():
            return
        number = self._process.pid
        children = Path(f"/proc/{number}/task/{number}/children").read_text()
        for each in [number, *map(int, children.split())]:
            with suppress(ProcessLookupError):
                os.kill(each, what)

    @property
    def _url(self) -> str:
        return f"postgresql://postgres@{self.address}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._within, str(self._programs / program), *arguments]
        ended = subprocess.run(command, timeout=240, check=False, capture_output=True, **self._how)
        if ended.returncode:
            raise NoPostgreSQL(ended.stderr.decode(errors="replace"))


class Pair:
    """The two of them, and who is what just now."""

    def __init__(self, first: Node, second: Node) -> None:
        self.primary, self.standby = first, second

    def address(self, database: str) -> str:
        """For the setting of the application: it names both, and does not say who is what."""
        both = sorted([self.primary.address, self.standby.address])
        hosts = "&".join(f"host={one}" for one in both)
        return f"postgresql+psycopg://postgres@/{database}?{hosts}"

    @contextmanager
    def begun(self, network: str = "127.0.0.1/32") -> Iterator[None]:
        try:
            self.primary.make(network)
            self.primary.start()
            self.primary.ask("CREATE DATABASE faults")
            self.join()
            yield
        finally:
            for each in (self.primary, self.standby):
                each.end()

    def join(self) -> None:
        """Make the standby anew, and let commits wait for it."""
        self.standby.follow(self.primary)
        self.primary.wait_for_standby(True)
        last = time.monotonic() + 30
        while not self.primary.ask(_CONFIRMING):
            if time.monotonic() > last:
                raise NoPostgreSQL("the standby does not follow")
            time.sleep(0.02)

    def take_over(self) -> None:
        """The standby becomes the primary. The old one is dead, or must never be heard again."""
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary


@contextmanager
def running() -> Iterator[Pair]:
    """Both, while the block lasts; with an empty database `faults`."""
    with place() as (folder, programs):
        pair = Pair(Node(folder, programs, "a"), Node(folder, programs, "b"))
        with pair.begun():
            yield pair


@contextmanager
def place() -> Iterator[tuple[Path, Path]]:
    """A folder for their files, and the programs: where whoever runs PostgreSQL gets in.

    Nothing here has to outlive a power cut, so the folder is in memory where there is enough.
    """
    memory = Path("/dev/shm")
    is_roomy = memory.exists() and shutil.disk_usage(memory).free > _ROOM
    with tempfile.TemporaryDirectory(prefix="pair-", dir=memory if is_roomy else None) as made:
        folder = Path(made)
        given_away(folder)
        yield folder, _programs()


@cache
def _programs() -> Path:
    """Copied once for the process, where only root may look into ours."""
    user = _user()
    if user is None:
        return binaries()
    kept = tempfile.TemporaryDirectory(prefix="postgresql-programs-")
    atexit.register(kept.cleanup)
    return _copy_for(user, binaries(), Path(kept.name))


def given_away(folder: Path) -> None:
    """To whom PostgreSQL runs as."""
    if user := _user():
        os.chown(folder, user.pw_uid, user.pw_gid)


def _whose(space: str, folder: Path) -> tuple[list[str], dict[str, Any]]:
    """What to put before a command, and how to run it, so that it is not root's."""
    user = _user()
    if not space:
        return [], {"cwd": folder, **_as(user)}
    assert user is not None
    inside = ["ip", "netns", "exec", space]
    become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*inside, *become], {"cwd": folder}
