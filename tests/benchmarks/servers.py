"""The servers of one benchmark: the application, and two floors beside it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.benchmarks import floor
from tests.servers import app
from tests.servers.processes import free_port, stop

_PAGES = Path(floor.__file__).parent
_STARTS_WITHIN = 60.0


class Servers(NamedTuple):
    """The addresses: the application, an empty page tuned as ours is, and one as Streamlit is."""

    ours: str
    tuned: str
    plain: str


@contextmanager
def running(database: str, folder: Path) -> Iterator[Servers]:
    """All three, while the block lasts. What they print is in the folder."""
    with ExitStack() as stack:
        given = {"TRACKER_DATABASE_URL": database, "TRACKER_LOG_LEVEL": "WARNING"}
        ours = stack.enter_context(app.running(given, folder / "ours.log"))
        tuned = stack.enter_context(
            _floor(
                ["uvicorn", "tests.benchmarks.floor:app", "--no-access-log", "--port", "{port}"],
                app.ROOT,
                folder / "tuned.log",
            )
        )
        plain = stack.enter_context(streamlit_run("page.py", folder, folder / "plain.log"))
        yield Servers(ours, tuned, plain)


@contextmanager
def streamlit_run(page: str, folder: Path, log: Path) -> Iterator[str]:
    """A page of the floors, in a folder without our settings: Streamlit as it comes."""
    command = [
        *("streamlit", "run", str(_PAGES / page), "--server.port", "{port}"),
        *("--server.address", "127.0.0.1", "--server.headless", "true"),
        *("--browser.gatherUsageStats", "false"),
    ]
    with _floor(command, folder, log) as url:
        yield url


@contextmanager
def _floor(command: list[str], folder: Path, log: Path) -> Iterator[str]:
    given = {**os.environ, "PYTHONPATH": str(app.ROOT)}
    whole = [sys.executable, "-m", *command]
    with served(whole, folder, log, given, "/_stcore/health") as (url, _):
        yield url


@contextmanager
def served(
    command: list[str], folder: Path, log: Path, environment: Mapping[str, str], health: str
) -> Iterator[tuple[str, int]]:
    """A server beside ours, while the block lasts: its address, and the number of its process.

    "{port}" in the command becomes a free one; it has started when it answers at `health`.
    """
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url + health, process, log)
        yield url, process.pid
    finally:
        stop(process, politely=signal.SIGTERM)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + _STARTS_WITHIN
    with httpx.Client(trust_env=False, timeout=5) as client:
        while process.poll() is None and time.monotonic() < last:
            try:
                if client.get(address).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise app.NotStarted(f"{address} did not answer:\n{log.read_text(errors='replace')}")


QUIET = 12.0  # seconds in which a server has seen that it is left alone


def memory(url: str) -> float:
    """Mebibytes that the server at this address holds in memory."""
    pages = int((_process(url) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor(url: str) -> float:
    """Seconds of processor time that it has taken: those do not depend on who else is at work."""
    user, system = (_process(url) / "stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _process(url: str) -> Path:
    port = url.rsplit(":", 1)[1]
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    for number in children:
        process = Path("/proc") / number
        if port in (process / "cmdline").read_text().split("\0"):
            return process
    raise app.NotStarted(f"nobody serves {url}")
