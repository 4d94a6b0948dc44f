"""Many people at work on one server at once: real sessions, each doing one thing every few seconds.

python -m tests.benchmarks.load --sessions 20 --minutes 3 --size M [--postgresql] [--keep FOLDER]

`--beside plain` has all of them rerun the dashboard in a closed loop instead, in turn with a plain
one; `--beside import` does the day twice, the second time while a file of partners is imported.
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Lock, Thread
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import inspect

from tests.benchmarks import beside_import, closed_loop, data, pages, reruns, saving, servers
from tests.benchmarks.crm import EMAIL, SIZES
from tests.benchmarks.reruns import Reruns, Timed
from tests.servers import app, postgresql
from tracker import clock, db
from tracker.settings import settings
from tracker.ui import nav


class Told:
    """What all sessions together saw: seconds of each act by its name, and what failed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.failed: list[str] = []
        self.reruns = Reruns()
        self.processor = 0.0  # seconds that the server took for all of them

    def act(self, name: str, seconds: float) -> None:
        with self._lock:
            self.seconds[name].append(seconds)

    def fail(self, what: str) -> None:
        with self._lock:
            self.failed.append(what)


class Colleague:
    """One open page, and what its reader does in turn."""

    def __init__(self, opened: Timed, number: int, partners: int, follow_ups: list[int]) -> None:
        self._page, self._random = opened, Random(number)
        self._partners, self._follow_ups = partners, follow_ups

    def acts(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """For ever: the name of an act, and the act. Each rerun is told under its own kind."""
        partners, search = nav.address(nav.PARTNERS), nav.address(nav.SEARCH)
        narrowed = urlencode({"sector": "industry", "sort": "-last_contact"})
        yield from cycle(
            [
                ("home", lambda: self._go("home", "")),
                ("list", lambda: self._go("list", nav.address(nav.FOLLOW_UPS))),
                ("list, narrowed", lambda: self._go("list, narrowed", partners, narrowed)),
                ("search", lambda: self._go("search", search, urlencode({"q": "восток"}))),
                ("partner", self._partner),
                ("log a meeting", self._log),
                ("complete", self._complete),
                ("dashboard", lambda: self._go("dashboard", nav.address(nav.DASHBOARD))),
            ]
        )

    def _go(self, kind: str, page: str, query: str = "") -> None:
        self._page.kind = kind
        self._page.go(page, query)

    def _partner(self) -> None:
        number = self._random.randint(1, self._partners)
        self._go("partner", nav.address(nav.PARTNER), f"id={number}")

    def _log(self) -> None:
        page = self._page
        self._go("home", "")
        partner = page.widget(".partners")
        page.kind = "save a meeting, and home"
        page.press(
            ".save",
            {
                partner: [self._random.choice(page.options[partner])],
                page.widget(".summary"): f"Келесі айда кездесуге келістік. {uuid4().hex}",
            },
        )

    def _complete(self) -> None:
        if not self._follow_ups:
            return
        page, number = self._page, self._follow_ups.pop()
        self._go("follow-up", nav.address(nav.FOLLOW_UP), f"id={number}")
        page.kind = "ask what came of it"
        page.press(f"follow_up.complete.{number}")
        page.kind = "complete, and the follow-up"
        typed = {page.widget(".outcome"): "Курс өтті, он екі адам қатысты."}
        page.press("follow_up.complete.save", typed)


class Chosen(NamedTuple):
    """What is asked for."""

    size: str
    sessions: int
    seconds: float
    every: float  # seconds between two acts of one person
    beside: str | None


def run(url: str, folder: Path, chosen: Chosen) -> str:
    """Tables. Fills the database first when it is empty."""
    settings.cache_clear()
    db.engine.cache_clear()
    if not inspect(db.engine()).has_table("interaction"):
        data.fill(url, chosen.size, today=clock.today())
    given = {"TRACKER_DATABASE_URL": url, "TRACKER_LOG_LEVEL": "WARNING"}
    with app.running(given, folder / "load.log") as address:
        if chosen.beside == "plain":
            return closed_loop.run(
                *(address, folder),
                sessions=chosen.sessions,
                colleagues=SIZES[chosen.size].colleagues,
                seconds=chosen.seconds,
            )
        before = servers.memory(address)
        told = _work(address, chosen)
        title = f"{chosen.size}, {chosen.sessions} sessions, {chosen.seconds:.0f} s"
        said = _said(told, title, chosen.seconds)
        if chosen.beside == "import":
            with beside_import.running(folder) as work:
                during = _work(address, chosen)
            said += _said(during, f"{title}, while a file comes in", chosen.seconds)
            said += beside_import.verdict(work, told.reruns.all, during.reruns.all)
        after = servers.memory(address)
    db.engine().dispose()
    used = told.processor / max(1, len(told.reruns.all))
    said += f"Server: {before:.0f} MiB before, {after:.0f} MiB after;"
    return f"{said} {used * 1e3:.0f} ms of a processor for each rerun.\n"


def _work(url: str, chosen: Chosen) -> Told:
    told, known, sessions = Told(), SIZES[chosen.size], chosen.sessions
    every, mine = chosen.every, saving.open_follow_ups(sessions * 200)
    with ExitStack() as stack:
        people = []
        for number in range(sessions):
            email = EMAIL.format(1 + number % known.colleagues)
            cookie = pages.signed_in(url, email, data.PASSWORD)
            opened = stack.enter_context(Timed(url, told.reruns, cookie=cookie))
            opened.rerun()
            people.append(Colleague(opened, number, known.partners, mine[number::sessions]))
        end = time.monotonic() + chosen.seconds
        threads = [
            Thread(target=_day, args=(each, told, end, every, every * number / sessions, number))
            for number, each in enumerate(people)
        ]
        began = servers.processor(url)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told.processor = servers.processor(url) - began
    return told


def _day(who: Colleague, told: Told, end: float, every: float, first: float, number: int) -> None:
    """One act every so many seconds, each person beginning at another of them."""
    acts = who.acts()
    for _ in range(number % 8):
        next(acts)
    due = time.monotonic() + first
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        act_once(acts, told)
        due += every


def act_once(acts: Iterator[tuple[str, Callable[[], object]]], told: Told) -> None:
    """The next thing; whatever becomes of it is told, and the day goes on."""
    name, act = next(acts)
    began = time.perf_counter()
    try:
        act()
    except Exception as failed:
        told.fail(f"{name}: {type(failed).__name__} {failed}")
    else:
        told.act(name, time.perf_counter() - began)


def _said(told: Told, title: str, seconds: float) -> str:
    lines = [f"## {title}", "", *reruns.table("whole acts", told.seconds)]
    lines += reruns.table("reruns", told.reruns.seconds)
    took = told.reruns.all
    lines += [reruns.verdict(took)]
    lines += [f"{len(took) / seconds:.1f} reruns a second; {len(told.failed)} failed."]
    lines += [f"- {each}" for each in told.failed[:5]]
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.load",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--every", type=float, default=5, help="seconds between two acts")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    parser.add_argument("--beside", choices=("plain", "import"), help="see above")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the SQLite file")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        file = (chosen.keep or folder) / f"{chosen.size}.db"
        url = f"sqlite:///{file.absolute()}"
        if chosen.postgresql:
            url = stack.enter_context(postgresql.running())
        os.environ["TRACKER_DATABASE_URL"] = url
        asked = Chosen(
            *(chosen.size, chosen.sessions, chosen.minutes * 60, chosen.every, chosen.beside)
        )
        print(run(url, folder, asked), flush=True)


if __name__ == "__main__":
    main()
