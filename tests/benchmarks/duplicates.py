"""How long the search for duplicates takes, and how many of those that were planted it finds.

python -m tests.benchmarks.duplicates L
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import col, select

from tests.benchmarks.crm import SIZES, Records
from tests.benchmarks.data import _put
from tracker import clock, db, migrating
from tracker.domain import indexing, scanning
from tracker.domain import models as m

PLANTED = 1_000
_SYLLABLES = "ба ра та ла ша ке ме не се те ыл ор ан ер ин жа қа сы ту ғо"


def fill(size: str) -> None:
    """Partners, people and positions of a size, and among them partners that are there twice."""
    migrating.migrate()
    wanted: tuple[Any, ...] = (m.Account, m.Unit, m.Partner, m.Person, m.Position)
    for model, columns, rows in Records(SIZES[size], clock.today(), "").tables():
        if model in wanted:
            _put(db.engine(), model.__tablename__, columns.split(","), rows)
        if model is m.Position:
            break
    random = Random(3)
    with db.transaction() as session:
        for _ in range(PLANTED):
            word = "".join(random.choices(_SYLLABLES.split(), k=4)).capitalize()
            session.add(m.Partner(name_kk=f"«{word}» ЖШС", name_ru=f"ТОО «{word}»"))
            session.add(m.Partner(name_ru=f"{word} компаниясы" if random.random() < 0.3 else word))
        for _ in indexing.file_everything(session):  # what was put in by itself is not filed
            pass


def run(size: str) -> str:
    with db.transaction() as session:
        first = m.DuplicateScan()
        session.add(first)
        session.flush()
        number = first.id or 0
    began = time.perf_counter()
    scanning.scan(number)
    took = time.perf_counter() - began
    with db.transaction() as session:
        again = m.DuplicateScan()
        session.add(again)
        session.flush()
        second = again.id or 0
        (session.scalars(select(m.Partner).limit(1)).one()).city = "Семей"
    began = time.perf_counter()
    scanning.scan(second)
    after = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with db.reading() as session:
        compared = session.get_one(m.DuplicateScan, number).total
        highest = SIZES[size].partners
        pairs = session.scalars(
            select(m.SuggestedPair).where(col(m.SuggestedPair.kind) == m.Kind.PARTNER)
        ).all()
        planted = sum(pair.a > highest and pair.b == pair.a + 1 for pair in pairs)
    return (
        f"{size}: {took:.0f} s, {compared} pairs compared, {len(pairs)} partners suggested, "
        f"{planted} of {PLANTED} planted found; again after one change {after:.0f} s; {memory} MiB"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'duplicates.db'}"
        fill(sys.argv[1])
        print(run(sys.argv[1]), flush=True)
