"""Whose turn it is to write into a SQLite file: everybody's in the order in which they came.

SQLite lets in whoever happens to ask at the right moment: of many, somebody waits for ever. The
servers and commands of one machine stand in one line, whose places are locks of the system on a
file beside the database: whoever is killed leaves it. The line only says who may ask SQLite; those
who came at nearly the same time ask it together, because to pass the turn on from process to
process takes longer than a save. Where there is no line (its file can be neither opened nor made,
or was deleted, or the system is not Linux) everybody asks at once, and nothing is written any less
safely.
"""

import fcntl
import os
import struct
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition

from tracker.errors import DatabaseBusy

_TOGETHER = 50_000_000  # nanoseconds between two who ask together
_SHORTEST, _LONGEST = 0.0005, 0.01  # seconds between two looks at the others

# `struct flock`. The locks belong to the open file, not to the process, so that threads have some
# each; they are for reading, so that whoever may read the file may stand in the line.
_LOCK = struct.Struct("@hhqqi0q")


class Turns:
    """Lets one after the other write, of this process and of the others."""

    def __init__(self) -> None:
        self._changed, self._queue = Condition(), deque[int]()
        self._path: Path | None = None
        self._line: int | None = None
        os.register_at_fork(after_in_child=self._begin_anew)

    @contextmanager
    def one(self, path: Path | None, within: float) -> Iterator[None]:
        """`path`: the database file. Raises DatabaseBusy when its turn has not come in so long."""
        last = time.monotonic() + within
        with self._changed:
            self._open(path)
            # The clock of the machine: the same in all processes.
            mine = max(time.monotonic_ns(), self._queue[-1] + 1 if self._queue else 0)
            self._queue.append(mine)
            self._lock(fcntl.F_RDLCK, mine)
        try:
            with self._changed:
                if not self._changed.wait_for(lambda: self._queue[0] == mine, within):
                    raise DatabaseBusy("others of this process are writing")
            self._wait_for_others(mine, last)
            yield
        finally:
            with self._changed:
                self._lock(fcntl.F_UNLCK, mine)
                self._queue.remove(mine)
                self._changed.notify_all()

    def _wait_for_others(self, mine: int, last: float) -> None:
        began = time.monotonic()
        while self._is_somebody_before(mine):
            now = time.monotonic()
            if now > last:
                raise DatabaseBusy("other processes are writing")
            time.sleep(min(max(_SHORTEST, (now - began) / 10), _LONGEST))

    def _open(self, path: Path | None) -> None:
        if path == self._path and (self._line is not None or path is None):
            return
        self._forget()
        self._path = path
        with suppress(OSError):
            if path and hasattr(fcntl, "F_OFD_SETLK"):
                how = os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC
                self._line = os.open(f"{path}.lock", how, 0o600)

    def _begin_anew(self) -> None:
        """In a process that was forked: whoever waited is in the other one, and so is its line."""
        self._changed, self._queue = Condition(), deque()
        self._forget()

    def _forget(self) -> None:
        if self._line is not None:
            os.close(self._line)
        self._line = None

    def _lock(self, how: int, place: int) -> None:
        with suppress(OSError):
            if self._line is not None:
                lock = _LOCK.pack(how, os.SEEK_SET, place, 1, 0)
                fcntl.fcntl(self._line, fcntl.F_OFD_SETLK, lock)

    def _is_somebody_before(self, mine: int) -> bool:
        """Of another process: the places of this one are never in its own way."""
        with suppress(OSError):
            if self._line is not None:
                before = _LOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, 0, mine - _TOGETHER, 0)
                found = fcntl.fcntl(self._line, fcntl.F_OFD_GETLK, before)
                return bool(_LOCK.unpack(found)[0] != fcntl.F_UNLCK)
        return False
