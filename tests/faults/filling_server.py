"""A PostgreSQL server whose disk is full: refused with a sentence, and it goes on with room again.

Its log lies on the disk as well, or elsewhere. Where there is no room for the log the server ends,
as PostgreSQL does, and has to be started again.
"""

from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from uuid import uuid4

from tests.faults import tally
from tests.faults.failing_over import used
from tests.faults.filling import SAVES, _ballast, attach, counts, small_disk
from tests.faults.tally import Tally
from tests.faults.writers import save
from tests.servers import pair as pairs
from tracker.errors import DatabaseFull, DatabaseGone
from tracker.settings import settings

_MOST = 2000  # saves, after which a full disk has shown


def run(_folder: Path, times: int) -> Tally:
    """So many times the data's disk is filled, and so many times that of the log."""
    return once(times, holds_log=False) + once(times, holds_log=True)


def once(times: int, *, holds_log: bool) -> Tally:
    with ExitStack() as stack:
        folder, programs = stack.enter_context(pairs.place())
        disk = stack.enter_context(small_disk(folder, size="128m"))
        pairs.given_away(disk)
        node = pairs.Node(disk, programs, "data")
        where = [] if holds_log else [f"--waldir={folder / 'log'}"]
        node.make("127.0.0.1/32", "--wal-segsize=1", *where)
        stack.callback(node.end)
        node.start()
        node.ask("CREATE DATABASE faults")
        stack.enter_context(used(pairs.Pair(node, node)))
        told, said = list[str](), Counter[str]()
        for _ in range(times):
            with _ballast(disk, 200_000):
                key, refusal = _until_refused(told)
            said[refusal] += 1
            if not node.runs():
                node.start()
            before = counts()["attachment"]
            attach(key)
            attach(key)
            if counts()["attachment"] != before + 1:
                raise AssertionError("a file was saved by halves, or twice")
            for each in SAVES:
                each(uuid4().hex)
            told.append(save(uuid4().hex))
        notes = f"refused: {dict(said)}"
        return tally.taken(settings().database_url, told, times=times, notes=notes)


def _until_refused(told: list[str]) -> tuple[str, str]:
    """Save until there is no room: the key of the file that was refused, and the reason."""
    for _ in range(_MOST):
        key = uuid4().hex
        try:
            attach(key)
        except (DatabaseFull, DatabaseGone) as refused:
            return key, refused.code
        with suppress(DatabaseFull, DatabaseGone):
            told.append(save(uuid4().hex))
    raise AssertionError("the disk was never full")
