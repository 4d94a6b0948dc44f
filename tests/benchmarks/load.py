"""Many people at work on one server at once: real sessions, each doing one thing every few seconds.

python -m tests.benchmarks.load --sessions 20 --minutes 3 --size M [--postgresql] [--keep FOLDER]
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain, cycle
from pathlib import Path
from random import Random
from threading import Lock, Thread
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import inspect
from sqlmodel import col, select

from tests.benchmarks import data, pages, servers
from tests.benchmarks.crm import EMAIL, SIZES
from tests.benchmarks.pages import Opened
from tests.servers import app, postgresql
from tracker import clock, db
from tracker.domain.models import FollowUp, FollowUpStatus
from tracker.settings import settings
from tracker.ui import nav

_OPEN = (FollowUpStatus.OPEN, FollowUpStatus.IN_PROGRESS, FollowUpStatus.WAITING)


class Told:
    """What all sessions together saw: seconds of each act by its name, and what failed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.failed: list[str] = []
        self.reruns = 0
        self.processor = 0.0  # seconds that the server took for all of them

    def act(self, name: str, seconds: float, reruns: int) -> None:
        with self._lock:
            self.seconds[name].append(seconds)
            self.reruns += reruns

    def fail(self, what: str) -> None:
        with self._lock:
            self.failed.append(what)


class Colleague:
    """One open page, and what its reader does in turn."""

    def __init__(self, opened: Opened, number: int, partners: int, follow_ups: list[int]) -> None:
        self._page, self._random = opened, Random(number)
        self._partners, self._follow_ups = partners, follow_ups

    def acts(self) -> Iterator[tuple[str, int, Callable[[], object]]]:
        """For ever: the name of an act, how many reruns it takes, and the act."""
        page = self._page
        partners, search = nav.address(nav.PARTNERS), nav.address(nav.SEARCH)
        narrowed = urlencode({"sector": "industry", "sort": "-last_contact"})
        yield from cycle(
            [
                ("home", 1, lambda: page.go("")),
                ("list", 1, lambda: page.go(nav.address(nav.FOLLOW_UPS))),
                ("list, narrowed", 1, lambda: page.go(partners, narrowed)),
                ("search", 1, lambda: page.go(search, urlencode({"q": "восток"}))),
                ("partner", 1, self._partner),
                ("log a meeting", 2, self._log),
                ("complete", 3, self._complete),
                ("dashboard", 1, lambda: page.go(nav.address(nav.DASHBOARD))),
            ]
        )

    def _partner(self) -> None:
        number = self._random.randint(1, self._partners)
        self._page.go(nav.address(nav.PARTNER), f"id={number}")

    def _log(self) -> None:
        page = self._page
        page.go("")
        partner = page.widget(".partners")
        typed: dict[str, str | bool | list[str]] = {
            partner: [self._random.choice(page.options[partner])],
            page.widget(".summary"): f"Келесі айда кездесуге келістік. {uuid4().hex}",
            page.widget(".save"): True,
        }
        page.rerun(typed, fragment=page.fragment)

    def _complete(self) -> None:
        if not self._follow_ups:
            return
        page, number = self._page, self._follow_ups.pop()
        page.go(nav.address(nav.FOLLOW_UP), f"id={number}")
        page.rerun({page.widget(f"follow_up.complete.{number}"): True})
        typed: dict[str, str | bool | list[str]] = {
            page.widget(".outcome"): "Курс өтті, он екі адам қатысты.",
            page.widget("follow_up.complete.save"): True,
        }
        page.rerun(typed, fragment=page.fragment)


def run(url: str, size: str, folder: Path, *, sessions: int, seconds: float, every: float) -> str:
    """A table. Fills the database first when it is empty."""
    settings.cache_clear()
    db.engine.cache_clear()
    if not inspect(db.engine()).has_table("interaction"):
        data.fill(url, size, today=clock.today())
    given = {"TRACKER_DATABASE_URL": url, "TRACKER_LOG_LEVEL": "WARNING"}
    with app.running(given, folder / "load.log") as address:
        before = servers.memory(address)
        told = _work(address, size, sessions=sessions, seconds=seconds, every=every)
        after, used = servers.memory(address), told.processor
    db.engine().dispose()
    table = _table(told, f"{size}, {sessions} sessions, {seconds:.0f} s", seconds)
    table += f"Server: {before:.0f} MiB before, {after:.0f} MiB after;"
    return f"{table} {used / max(1, told.reruns) * 1e3:.0f} ms of a processor for each rerun.\n"


def _work(url: str, size: str, *, sessions: int, seconds: float, every: float) -> Told:
    told, known = Told(), SIZES[size]
    mine = _follow_ups(sessions)
    with ExitStack() as stack:
        people = []
        for number in range(sessions):
            email = EMAIL.format(1 + number % known.colleagues)
            cookie = pages.signed_in(url, email, data.PASSWORD)
            opened = stack.enter_context(Opened(url, cookie=cookie))
            opened.rerun()
            people.append(Colleague(opened, number, known.partners, mine[number::sessions]))
        end = time.monotonic() + seconds
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
        name, reruns, act = next(acts)
        began = time.perf_counter()
        try:
            act()
        except Exception as failed:  # whatever it is, it is told, and the day goes on
            told.fail(f"{name}: {type(failed).__name__} {failed}")
        else:
            told.act(name, time.perf_counter() - began, reruns)
        due += every


def _follow_ups(sessions: int) -> list[int]:
    """Work to complete, for everybody's whole day."""
    with db.reading() as session:
        wanted = select(FollowUp.id).where(col(FollowUp.status).in_(_OPEN))
        return [number for number in session.exec(wanted.limit(sessions * 200)) if number]


def _table(told: Told, title: str, seconds: float) -> str:
    lines = [f"## {title}", "", "| | times | p50 ms | p95 ms | max ms |", "|---|--:|--:|--:|--:|"]
    for name, took in [
        *told.seconds.items(),
        ("all", list(chain.from_iterable(told.seconds.values()))),
    ]:
        ordered = sorted(took) or [0.0]
        at = [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 1)]
        figures = " | ".join(f"{each * 1e3:.0f}" for each in at)
        lines.append(f"| {name} | {len(took)} | {figures} |")
    lines += ["", f"{told.reruns / seconds:.1f} reruns a second; {len(told.failed)} failed."]
    lines += [f"- {each}" for each in told.failed[:5]]
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--every", type=float, default=5, help="seconds between two acts")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the SQLite file")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        file = (chosen.keep or folder) / f"{chosen.size}.db"
        url = f"sqlite:///{file.absolute()}"
        if chosen.postgresql:
            url = stack.enter_context(postgresql.running())
        os.environ["TRACKER_DATABASE_URL"] = url
        told = run(
            url,
            chosen.size,
            folder,
            sessions=chosen.sessions,
            seconds=chosen.minutes * 60,
            every=chosen.every,
        )
        print(told, flush=True)


if __name__ == "__main__":
    main()
