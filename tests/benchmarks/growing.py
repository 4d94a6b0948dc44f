"""Days of work on one server, without the pauses: what does it hold afterwards that it had not?

python -m tests.benchmarks.growing --acts 20000 --size S [--part 500] [--sessions 10] [--kinds]

After `--stays` acts somebody closes the page and opens another; a day's work is some thousand.
After each part the server's memory and open files are noted, with nobody at work. `--kinds` looks
for garbage before, and says of which kinds there are more objects, and how many pieces of memory
Python has in use: if those stay, memory that grows is room between them. A server that people use
looks for garbage when it is quiet.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from tests.benchmarks import data, load, pages, saving, servers
from tests.benchmarks.crm import EMAIL, SIZES
from tests.benchmarks.load import Colleague, Told
from tests.benchmarks.reruns import Timed
from tests.servers.app import ROOT
from tracker import clock, db
from tracker.settings import settings

_NOTES = "GROWING_NOTES"


class Look(NamedTuple):
    """What a server held after so many acts."""

    acts: int
    reruns: int  # of them all: each is one press, choice or page of somebody
    memory: float  # mebibytes
    files: int
    kinds: Counter[str]
    pieces: int = 0  # of memory that Python has given out and that are in use

    def __str__(self) -> str:
        told = f"| {self.acts} | {self.reruns} | {self.memory:.1f} | {self.files} "
        return f"{told}| {self.kinds.total() or '-'} | {self.pieces or '-'} |"


class Person:
    """Who has one page after the other open, each for a while."""

    def __init__(
        self, url: str, number: int, size: str, follow_ups: list[int], told: Told, stays: int
    ) -> None:
        known = SIZES[size]
        email = EMAIL.format(1 + number % known.colleagues)
        self._url, self._number, self._partners = url, number, known.partners
        self._cookie = pages.signed_in(url, email, data.PASSWORD)
        self._follow_ups, self._told, self._done, self._stays = follow_ups, told, 0, stays
        self._come()

    def _come(self) -> None:
        self._page = Timed(self._url, self._told.reruns, cookie=self._cookie)
        self._page.rerun()
        chance = self._number + 100 * self._done  # other partners each time
        who = Colleague(self._page, chance, self._partners, self._follow_ups)
        self._acts = who.acts()

    def work(self, heap: Iterator[int]) -> None:
        for _ in heap:
            load.act_once(self._acts, self._told)
            self._done += 1
            if self._done % self._stays == 0:
                self.go()
                self._come()

    def go(self) -> None:
        self._page.close()


def run(
    size: str,
    folder: Path,
    *,
    acts: int,
    part: int,
    sessions: int,
    minutes: float,
    stays: int,
    with_kinds: bool,
) -> str:
    """The looks as a table; of a database that is filled first."""
    url, told, looks = settings().database_url, Told(), list[Look]()
    data.fill(url, size, today=clock.today())
    work, last = saving.open_follow_ups(acts), time.monotonic() + minutes * 60
    db.engine().dispose()
    with _served(url, folder) as (address, process):
        people = [
            Person(address, each, size, work[each::sessions], told, stays)
            for each in range(sessions)
        ]
        for begun in range(0, acts, part):
            heap = iter(range(part))
            working = [Thread(target=each.work, args=(heap,)) for each in people]
            for one in working:
                one.start()
            for one in working:
                one.join()
            time.sleep(servers.QUIET)
            done = begun + part, len(told.reruns.all)
            looks.append(_look(address, process, folder, done, with_kinds))
            print(looks[-1], flush=True)
            if time.monotonic() > last:
                break
        for person in people:
            person.go()
    return _table(told, looks)


def _table(told: Told, looks: list[Look]) -> str:
    half = looks[(len(looks) - 1) // 2]
    end, acts = looks[-1], max(1, looks[-1].acts - half.acts)
    lines = ["| acts | reruns | MiB | files | objects | pieces |", "|--:|--:|--:|--:|--:|--:|"]
    lines += [*map(str, looks), ""]
    slope = (end.memory - half.memory) / acts * 1000
    lines.append(f"{len(told.reruns.all)} reruns, {len(told.failed)} failed; in the second half")
    lines.append(f"{slope:+.1f} MiB and {end.files - half.files:+d} files each 1,000 acts.")
    lines += [f"- {each}" for each in told.failed[:5]]
    grown = end.kinds - half.kinds
    lines += [f"- {count:+d} {kind}" for kind, count in grown.most_common(25)]
    return "\n".join([*lines, ""])


def _look(
    address: str, process: int, folder: Path, done: tuple[int, int], with_kinds: bool
) -> Look:
    kinds, pieces = Counter[str](), 0
    if with_kinds:
        kinds, pieces = _kinds(process, folder / "kinds")
    files = len(os.listdir(f"/proc/{process}/fd"))
    return Look(*done, servers.memory(address), files, kinds, pieces)


def _kinds(process: int, notes: Path) -> tuple[Counter[str], int]:
    notes.unlink(missing_ok=True)
    os.kill(process, signal.SIGUSR1)
    while not notes.exists():
        time.sleep(0.05)
    pieces, kinds = json.loads(notes.read_text())
    return Counter(kinds), pieces


@contextmanager
def _served(url: str, folder: Path) -> Iterator[tuple[str, int]]:
    given = {**os.environ, "TRACKER_DATABASE_URL": url, "TRACKER_LOG_LEVEL": "WARNING"}
    given[_NOTES] = str(folder / "kinds")
    command = [sys.executable, "-m", "tests.benchmarks.growing", "--serve", "{port}"]
    with servers.served(command, ROOT, folder / "server.log", given, "/healthz") as found:
        yield found


def serve(port: str) -> None:
    """The application itself; told so by a signal, it notes the kinds of all its objects."""
    import gc

    from tracker import cli

    def note(*_: object) -> None:
        gc.collect()
        there = Counter(
            f"{type(each).__module__}.{type(each).__name__}" for each in gc.get_objects()
        )
        notes = Path(os.environ[_NOTES])
        part = notes.with_suffix(".part")
        part.write_text(json.dumps([sys.getallocatedblocks(), there]))
        part.rename(notes)

    signal.signal(signal.SIGUSR1, note)
    cli.main(["serve", "--port", port])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growing", description=__doc__)
    parser.add_argument("--acts", type=int, default=20_000)
    parser.add_argument("--part", type=int, default=500, help="acts between two looks")
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--stays", type=int, default=500, help="acts until a page is closed")
    parser.add_argument("--minutes", type=float, default=120, help="no more is begun after these")
    parser.add_argument("--kinds", action="store_true", help="say what there is more of")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve)
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="growing-")))
        os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{folder / 'grown.db'}"
        settings.cache_clear()
        db.engine.cache_clear()
        told = run(
            chosen.size,
            folder,
            acts=chosen.acts,
            part=chosen.part,
            sessions=chosen.sessions,
            minutes=chosen.minutes,
            stays=chosen.stays,
            with_kinds=chosen.kinds,
        )
        print(told, flush=True)


if __name__ == "__main__":
    main()
