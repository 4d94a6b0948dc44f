"""How long a search takes: `python -m tests.benchmarks.searching M [--postgresql]`.

The database is filled, everything in it filed, and then asked: whole names, beginnings of names,
words of notes, in any layout. The floor is the dearest question put to the bare driver: reading one
row by its id, a hundred times.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median

from sqlmodel import Session, col, select

from tests.benchmarks import data
from tests.benchmarks.crm import EMAIL, ME, SIZES
from tests.servers import postgresql
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import finding, indexing, search
from tracker.domain.models import Interaction, Kind, Partner
from tracker.names.folding import _AS_LATIN
from tracker.settings import settings

_BY = User(ME, EMAIL.format(ME), "Colleague", Role.MANAGER, "ru")
_EACH = 25  # questions of each sort


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.searching")
    parser.add_argument("size", choices=SIZES, nargs="?", default="S")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-"))
        url = f"sqlite:///{Path(folder) / 'search.db'}"
        if chosen.postgresql:
            url = stack.enter_context(postgresql.running())
        os.environ["TRACKER_DATABASE_URL"] = url
        settings.cache_clear()
        db.engine.cache_clear()
        data.fill(url, chosen.size, today=clock.today())
        print(f"### {chosen.size} on {url.partition(':')[0]}\n")
        print(f"Filed {_file()}\n", flush=True)
        measure()
        db.engine().dispose()


def measure() -> None:
    """Ask the database of the settings, and print a table."""
    questions = list(_questions(Random(3)))
    floor = _timed(lambda session, _: [session.get(Partner, n + 1) for n in range(100)], [""] * 9)
    print("| | p50 ms | p95 ms | x floor |\n|---|--:|--:|--:|")
    print(f"| a hundred rows by their ids | {median(floor):.1f} | {floor[-1]:.1f} | 1.00 |")
    for name, ask in _ASKED.items():
        _timed(ask, questions)
        times = _timed(ask, questions)
        p95 = times[int(len(times) * 0.95)]
        ratio = median(times) / median(floor)
        print(f"| {name} | {median(times):.1f} | {p95:.1f} | {ratio:.2f} |", flush=True)


_Ask = Callable[[Session, str], object]
_ASKED: dict[str, _Ask] = {
    "search everything": lambda session, typed: search.search(session, typed, by=_BY),
    "one kind of record": lambda session, typed: finding.find(session, Kind.PARTNER, typed, by=_BY),
    "who is there already": lambda session, typed: finding.likely_partners(
        session, [typed], by=_BY
    ),
}


def _file() -> str:
    began, done = time.perf_counter(), 0
    with db.transaction() as session:
        for count in indexing.file_everything(session):
            done = count
    taken = time.perf_counter() - began
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What a PostgreSQL server does by itself within minutes.
        is_postgresql = connection.dialect.name == "postgresql"
        connection.exec_driver_sql("VACUUM ANALYZE" if is_postgresql else "ANALYZE")
    return f"{done:,} records in {taken:.0f} s, {done / taken:,.0f} a second."


def _questions(random: Random) -> Iterator[str]:
    with db.reading() as session:
        last = session.exec(select(Partner.id).order_by(col(Partner.id).desc())).first() or 1
        names = [
            session.get_one(Partner, random.randint(1, last)).name("ru") for _ in range(3 * _EACH)
        ]
        notes = [
            session.get_one(Interaction, random.randint(1, last)).summary.split()
            for _ in range(_EACH)
        ]
    yield from names[:_EACH]
    yield from (
        " ".join(word[:5] for word in name.split()[:2]) for name in names[_EACH : 2 * _EACH]
    )
    yield from (name.lower().translate(_AS_LATIN) for name in names[2 * _EACH :])
    yield from (" ".join(note[:2]) for note in notes)
    yield from (note[-1] for note in notes)


def _timed(ask: _Ask, questions: list[str]) -> list[float]:
    """Milliseconds of each question, each in a transaction of its own; sorted."""
    times = []
    for typed in questions:
        with db.reading() as session:
            began = time.perf_counter()
            ask(session, typed)
            times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


if __name__ == "__main__":
    main()
