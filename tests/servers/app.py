"""The application as people reach it: its own process, its own port, the README's command."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.servers.processes import free_port, stop

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 60.0


class NotStarted(Exception):
    """The application did not become healthy; says what its log holds."""


@contextmanager
def running(environment: Mapping[str, str], log: Path, port: int = 0) -> Iterator[str]:
    """Serve with these settings beside the usual environment; the address, while the block lasts.

    Whoever has to know the address before names the port. What the server prints stays in `log`
    for a failing test to show.
    """
    port = port or free_port()
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "tracker.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, server, log)
        yield url
    finally:
        stop(server, politely=signal.SIGTERM)


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + STARTS_WITHIN
    # A proxy named in the environment must not come between the tests and this machine.
    with httpx.Client(trust_env=False, timeout=5) as client:
        while server.poll() is None and time.monotonic() < last:
            try:
                # Whatever it says: one that cannot save serves those who read.
                client.get(f"{url}/healthz")
                return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise NotStarted(f"The application did not start:\n{log.read_text(errors='replace')}")
