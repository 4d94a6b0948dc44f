"""The whole server is killed while people save, again and again: what they were told stays true."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from threading import Event

from websockets.exceptions import WebSocketException

from tests.benchmarks import data
from tests.benchmarks.crm import EMAIL, ME
from tests.benchmarks.data import PASSWORD
from tests.benchmarks.pages import Failed, signed_in
from tests.faults import tally
from tests.faults.pacing import paced
from tests.faults.serving import Person, Server
from tests.faults.tally import Tally

PEOPLE = 3
GOAL = 5.0  # seconds from the start of a server to the first page


def run(folder: Path, kills: int, *, saves: int = 6, seed: int = 1) -> Tally:
    """Kill it so many times, each after about so many saves."""
    file, chance = folder / "killed.db", random.Random(seed)
    data.fill(f"sqlite:///{file}", "XS", today=date.today())
    server = Server({"TRACKER_DATABASE_URL": f"sqlite:///{file}"}, folder / "server.log")
    told: list[str] = []
    back: list[float] = []
    work: list[float] = []
    server.start()
    try:
        cookie = signed_in(server.url, EMAIL.format(ME), PASSWORD)
        for _ in paced(range(kills)):
            with _people(server, cookie, told) as working:
                wanted = len(told) + chance.randint(1, 2 * saves)
                while len(told) < wanted:
                    _look(working)
                    time.sleep(0.002)
                time.sleep(chance.uniform(0, 0.05))
                server.kill()
            began = time.perf_counter()
            server.start()
            with Person(server.url, cookie=cookie) as person:
                person.first_page()
            back.append(time.perf_counter() - began)
            work.append(server.processor_time())
    finally:
        server.kill()
    notes = (
        f"first page again after {median(back):.1f} s, at most {max(back):.1f} s,"
        f" {sum(each > GOAL for each in back)} times after more than {GOAL:.0f} s;"
        f" {median(work):.1f} s of it on a processor, at most {max(work):.1f} s"
    )
    return tally.taken(f"sqlite:///{file}", told, times=len(back), notes=notes)


@contextmanager
def _people(server: Server, cookie: str, told: list[str]) -> Iterator[list["Future[None]"]]:
    """Some who save until the server is gone."""
    over = Event()

    def work() -> None:
        try:
            with Person(server.url, cookie=cookie) as person:
                while not over.is_set():
                    if summary := person.save():
                        told.append(summary)
        except (OSError, WebSocketException):
            pass  # the connection is lost: nobody was told anything

    with ThreadPoolExecutor(PEOPLE) as pool:
        working = [pool.submit(work) for _ in range(PEOPLE)]
        try:
            yield working
        finally:
            over.set()
        for each in working:
            each.result()


def _look(working: list["Future[None]"]) -> None:
    """Nobody may have stopped already."""
    for each in working:
        if each.done():
            each.result()
            raise Failed("the server has closed a connection by itself")
