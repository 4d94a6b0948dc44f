"""The primary's host vanishes without a word: every packet to it is dropped, none comes back.

Both servers live in network namespaces of their own, which only root can make. So the application
hears nothing, not even that a connection is closed; it has to find out by itself.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults import failing_over
from tests.faults.failing_over import People
from tests.faults.pacing import paced
from tests.faults.tally import Tally
from tests.servers.pair import Node, Pair, place

_NETWORK = "10.213.77.{}"
_UNHEARD = 1.0  # seconds until whoever watches has noticed, and promotes the standby


class NoNamespaces(Exception):
    """This machine lets nobody make network namespaces."""


def run(_folder: Path, times: int) -> Tally:
    found = Tally(0, 0, 0, 0, 0, 0)
    for number in paced(range(times)):
        found += once(commits_wait=number % 2 == 1)
    return found


def once(*, commits_wait: bool = False) -> Tally:
    """Cut off the primary, and promote the standby a second later.

    `commits_wait`: it has all that people said to it, and only owes them the answer.
    """
    with _houses() as spaces, place() as (folder, programs):
        first, second = (
            Node(folder, programs, name, host=_NETWORK.format(number), space=space)
            for number, name, space in zip((2, 3), "ab", spaces, strict=True)
        )
        pair = Pair(first, second)

        def vanish(people: People) -> float:
            people.wait_for(10)
            if commits_wait:
                pair.standby.tell(signal.SIGSTOP)
                time.sleep(_UNHEARD)
            _ip("link", "set", spaces[0], "down")
            gone = time.monotonic()
            pair.standby.tell(signal.SIGCONT)
            time.sleep(_UNHEARD)
            pair.take_over()
            return people.first_after(gone + _UNHEARD) + _UNHEARD

        with pair.begun(_NETWORK.format("0/24")), failing_over.used(pair):
            return failing_over.among_people(1, vanish)


@contextmanager
def _houses() -> Iterator[list[str]]:
    """Two namespaces on one cable; the ends that are here have the same names."""
    here = f"sk{os.getpid() % 100_000}"
    spaces = [f"{here}a", f"{here}b"]
    try:
        _ip("link", "add", here, "type", "bridge")
        _ip("addr", "add", _NETWORK.format("1/24"), "dev", here)
        _ip("link", "set", here, "up")
        for number, space in enumerate(spaces, start=2):
            _ip("netns", "add", space)
            _ip("link", "add", space, "type", "veth", "peer", "name", "e0", "netns", space)
            _ip("link", "set", space, "master", here, "up")
            _ip("-n", space, "addr", "add", _NETWORK.format(f"{number}/24"), "dev", "e0")
            _ip("-n", space, "link", "set", "e0", "up")
            _ip("-n", space, "link", "set", "lo", "up")
        yield spaces
    finally:
        # Both ends first: with its namespace alone, a cable goes only after a while.
        ends = [("link", "del", space) for space in spaces]
        houses = [("netns", "del", space) for space in spaces]
        for words in (*ends, *houses, ("link", "del", here)):
            with suppress(NoNamespaces):
                _ip(*words)


def _ip(*words: str) -> None:
    try:
        ended = subprocess.run(["ip", *words], check=False, capture_output=True, text=True)
    except FileNotFoundError as missing:
        raise NoNamespaces("Install iproute2") from missing
    if ended.returncode:
        raise NoNamespaces(f"ip {' '.join(words)}: {ended.stderr.strip()}")
