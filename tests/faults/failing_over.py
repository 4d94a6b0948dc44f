"""The primary is lost under load and its standby promoted, again and again.

People go on at the one that took over. Whose commit was under way is told what became of it only
when the database has been asked, by the key of the save.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from tests.faults import tally
from tests.faults.pacing import paced
from tests.faults.tally import Tally
from tests.faults.writers import draft_of
from tests.servers import pair as pairs
from tests.world import EMC, aigerim, build
from tracker import db, migrating
from tracker.domain import interactions, unsent
from tracker.errors import SaveUnconfirmed, SaveUnsure, TrackerError
from tracker.settings import settings
from tracker.ui.unsent import _is_saved

PEOPLE = 4
_ENDS_WITHIN = 30.0  # seconds for all; whoever hangs for longer is left hanging


class People:
    """Some who save one meeting after the other, and remember what they were told."""

    def __init__(self) -> None:
        self.told: list[tuple[float, str]] = []
        self.resolved = 0  # commits whose answer was lost, and which were found by their key
        self.said: set[str] = set()  # what they were refused with meanwhile
        self._over = threading.Event()

    @contextmanager
    def working(self) -> Iterator["People"]:
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(PEOPLE)]
        for each in threads:
            each.start()
        try:
            yield self
        finally:
            self._over.set()
            last = time.monotonic() + _ENDS_WITHIN
            for each in threads:
                each.join(max(0, last - time.monotonic()))

    def wait_for(self, more: int) -> None:
        wanted, last = len(self.told) + more, time.monotonic() + 60
        while len(self.told) < wanted:
            if time.monotonic() > last:
                raise AssertionError(f"nobody gets on: {self.said}")
            time.sleep(0.002)

    def first_after(self, moment: float) -> float:
        """Seconds from a moment until somebody was told again that a save is there."""
        self.wait_for(PEOPLE)
        return min(at for at, _ in self.told if at > moment) - moment

    def _work(self) -> None:
        key = uuid4().hex
        while not self._over.is_set():
            try:
                self.save(key)
            except TrackerError as refused:
                self.said.add(refused.code)
                time.sleep(0.05)
            else:
                self.told.append((time.monotonic(), f"save {key}"))
                key = uuid4().hex

    def save(self, key: str) -> None:
        """As a form saves: what is refused is sent again with the same key."""
        try:
            with db.transaction() as session:
                interactions.log(session, draft_of(key), partner_ids=[EMC], by=aigerim, key=key)
                unsent.drop(session, key, by=aigerim)
        except (SaveUnsure, SaveUnconfirmed):
            if not _is_saved(key, aigerim):
                raise
            self.resolved += 1


def run(_folder: Path, times: int) -> Tally:
    """So many times the primary is lost; each time the other is made its standby anew."""
    with pairs.running() as pair, used(pair):
        return lost(pair, times)


def restarts(_folder: Path, times: int) -> Tally:
    """The server dies and comes back, and nobody takes over."""
    with pairs.running() as pair, used(pair):
        return restarted(pair, times)


def lost(pair: pairs.Pair, times: int, *, seed: int = 1) -> Tally:
    chance = random.Random(seed)

    def lose(people: People) -> float:
        people.wait_for(chance.randint(1, 40))
        time.sleep(chance.uniform(0, 0.02))
        pair.primary.kill()
        pair.take_over()
        taken = time.monotonic()
        back = people.first_after(taken)
        pair.join()
        return back

    return among_people(times, lose)


def restarted(pair: pairs.Pair, times: int) -> Tally:
    def lose(people: People) -> float:
        people.wait_for(10)
        pair.primary.kill()
        time.sleep(0.2)
        pair.primary.start()
        return people.first_after(time.monotonic())

    return among_people(times, lose)


def among_people(times: int, lose: Callable[[People], float]) -> Tally:
    """Do it so many times while they work. It says after how many seconds they went on."""
    with People().working() as people:
        back = [lose(people) for _ in paced(range(times))]
    told = [summary for _, summary in people.told]
    notes = (
        f"went on after {median(back):.2f} s, at most {max(back):.2f} s;"
        f" {people.resolved} found by their key; said meanwhile: {', '.join(sorted(people.said))}"
    )
    return tally.taken(settings().database_url, told, times=len(back), notes=notes)


@contextmanager
def used(pair: pairs.Pair) -> Iterator[None]:
    """The application works with the two, in the small world."""
    before = os.environ.get("TRACKER_DATABASE_URL")
    _point_at(pair.address("faults"))
    try:
        migrating.migrate()
        build()
        yield
    finally:
        db.engine().dispose()
        _point_at(before)


def _point_at(url: str | None) -> None:
    if url is None:
        os.environ.pop("TRACKER_DATABASE_URL", None)
    else:
        os.environ["TRACKER_DATABASE_URL"] = url
    settings.cache_clear()
    db.engine.cache_clear()
