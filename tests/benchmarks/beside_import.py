"""Files of partners that come in, one after the other, while others work."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread

from sqlmodel import select

from tests.benchmarks import importing, reruns
from tests.servers.processes import stop
from tracker import db
from tracker.access import Role
from tracker.domain.models import Account, Language
from tracker.settings import ROOT

ROWS = 10_000
_TIMES = 3  # wanted: p95 of a rerun at most so many times that without it


class Importing(Thread):
    """Imports by the command until it is asked to end."""

    def __init__(self, folder: Path, rows: int) -> None:
        super().__init__()
        self._folder, self._rows, self._ends = folder, rows, Event()
        self.stored = 0  # files
        self.failed = ""

    def run(self) -> None:
        for seed in count(2):
            file = self._folder / "beside.csv"
            importing.write(file, "csv", importing.lines(self._rows, 0, seed))
            command = ["import", str(file), "--kind", "partners"]
            with subprocess.Popen(
                [sys.executable, "-m", "tracker.cli", *command],
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
            ) as process:
                while process.poll() is None and not self._ends.wait(0.2):
                    pass
                if process.poll() is None:
                    stop(process, politely=signal.SIGTERM)
            if self._ends.is_set():
                return
            if process.returncode:
                self.failed = f"the import ended with {process.returncode}"
                return
            self.stored += 1

    def end(self) -> None:
        self._ends.set()
        self.join()


@contextmanager
def running(folder: Path, rows: int = ROWS) -> Iterator[Importing]:
    """Import one file after another into the database of this process while the block lasts.

    What was stored stays there.
    """
    _let_in_administrator()
    work = Importing(folder, rows)
    work.start()
    try:
        yield work
    finally:
        work.end()


def verdict(work: Importing, without: Sequence[float], during: Sequence[float]) -> str:
    """Whether others' reruns are slowed down no more than is wanted."""
    times = reruns.at(during, 0.95) / (reruns.at(without, 0.95) or 1)
    word = "met" if times <= _TIMES else "missed"
    said = f"p95 {times:.1f} times that without an import, wanted ≤ {_TIMES}: {word}."
    return f"{said} {work.failed or f'{work.stored} files stored whole.'}\n"


def _let_in_administrator() -> None:
    """The command works in the name of one; the benchmark's colleagues are none."""
    with db.transaction() as session:
        if session.exec(select(Account).where(Account.role == Role.ADMINISTRATOR)).first():
            return
        admin = Account(
            name="Admin",
            email="admin@uni.example",
            role=Role.ADMINISTRATOR,
            language=Language.EN,
            password_hash="-",
        )
        session.add(admin)
