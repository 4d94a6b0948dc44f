"""Many people edit the same few records at once: no edit is lost, who is late sees the other's.

Each edit writes the next number into a record, by the revision that its editor has read. So a
record must stand at as many as were acknowledged, whoever was faster. How it looks to them counts,
too: nobody is told that the database is busy, and the longest wait is said.
"""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

from sqlmodel import col, func, select

from tests.faults.pacing import paced
from tests.faults.tally import Tally
from tests.world import aigerim
from tracker import db
from tracker.domain import units
from tracker.domain.models import Change, Kind, Unit, UnitDraft
from tracker.errors import Stale, TrackerError

PROCESSES, THREADS, RECORDS = 4, 8, 8
BATCH = 5_000  # edits between two looks at what has become of them
_WAITED = "longest wait in ms"


def run(_folder: Path, times: int) -> Tally:
    """So many edits, shared out among all; a line for each batch."""
    told, found = Counter[str](), Tally(0, 0, 0, 0, 0, 0)
    numbers = _records()
    for begun in paced(range(0, times, BATCH)):
        told = _sum(told, _together(numbers, min(times - begun, BATCH)))
        found = _judged(numbers, told)
    return found


def _records() -> list[int]:
    with db.transaction() as session:
        drafts = [UnitDraft(name_en=f"Unit {number}", head="0") for number in range(RECORDS)]
        return [units.create(session, draft, by=aigerim).id or 0 for draft in drafts]


def _together(numbers: list[int], times: int) -> Counter[str]:
    """What everybody was told, counted."""
    db.engine().dispose()  # no process may inherit a connection
    each, more = divmod(times, PROCESSES)
    shares = [each + (number < more) for number in range(PROCESSES)]
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()
    people = [fork.Process(target=_people, args=(numbers, share, answers)) for share in shares]
    for one in people:
        one.start()
    told = _sum(*(answers.get() for _ in people))
    for one in people:
        one.join()
    return told


def _people(
    numbers: list[int], times: int, answers: "multiprocessing.SimpleQueue[Counter[str]]"
) -> None:
    """One process of them; its threads take the next edit from one heap."""
    heap, told = iter(range(times)), [Counter[str]() for _ in range(THREADS)]
    working = [Thread(target=_work, args=(numbers, heap, mine)) for mine in told]
    for each in working:
        each.start()
    for each in working:
        each.join()
    answers.put(_sum(*told))


def _sum(*told: Counter[str]) -> Counter[str]:
    """Of all they were told; the longest wait of anybody is one, too."""
    found = sum(told, Counter[str]())
    found[_WAITED] = max(each[_WAITED] for each in told)
    return found


def _work(numbers: list[int], heap: Iterable[int], told: Counter[str]) -> None:
    for turn in heap:
        began = time.monotonic()
        told[_edited(numbers[turn % len(numbers)])] += 1
        told[_WAITED] = max(told[_WAITED], round((time.monotonic() - began) * 1000))


def _edited(number: int) -> str:
    """Write the next number into this record; what the person is told."""
    with db.reading() as session:
        unit = units.get(session, number, by=aigerim)
    fields = {name: getattr(unit, name) for name in UnitDraft.model_fields}
    draft = UnitDraft.model_validate({**fields, "head": str(int(unit.head or 0) + 1)})
    try:
        with db.transaction() as session:
            units.update(session, number, draft, revision=unit.revision, by=aigerim)
    except Stale as late:
        theirs = late.theirs
        is_whole = theirs and theirs["revision"] > unit.revision
        is_theirs = is_whole and int(theirs["head"]) == theirs["revision"] - 1
        return "stale" if is_theirs else "stale, without the other's"
    except TrackerError as refused:
        return refused.code
    return str(number)


def _judged(numbers: list[int], told: Counter[str]) -> Tally:
    with db.reading() as session:
        stand = {
            unit.id: unit for unit in session.exec(select(Unit).where(col(Unit.id).in_(numbers)))
        }
        noted = Counter(
            dict(
                session.exec(
                    select(Change.record_id, func.count())
                    .where(Change.kind == Kind.UNIT, col(Change.record_id).in_(numbers))
                    .group_by(col(Change.record_id))
                ).all()
            )
        )
    kept = {number: told[str(number)] for number in numbers}
    missing = sum(abs(kept[number] - int(stand[number].head or 0)) for number in numbers)
    half = sum(noted[number] != stand[number].revision for number in numbers)
    expected = {*map(str, numbers), "stale", _WAITED}
    refused = {say: count for say, count in told.items() if say not in expected}
    notes = (
        f"{told['stale']} stale, each answered with the other's; refused otherwise: {refused or 0};"
        f" the longest took {told[_WAITED] / 1000:.2f} s"
    )
    times = told.total() - told[_WAITED]
    return Tally(times, sum(kept.values()), missing, 0, half, sum(refused.values()), notes)
