"""The steps of an import that take time, done in a process beside the server.

`start` begins one from a page; the process itself calls `check` or `take`, by way of the console
command `tracker imports work`. How far it is stands in the database.
"""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from threading import Thread
from time import monotonic
from typing import NamedTuple

from sqlmodel import Session

from tracker import db, malware
from tracker.access import User
from tracker.domain import importing
from tracker.domain.foreseen import Shelf
from tracker.domain.importing import Problem, Row
from tracker.domain.importing.helping import Helper
from tracker.domain.models import Import, ImportState, Kind
from tracker.errors import ImportFailed, TrackerError
from tracker.i18n import speaking
from tracker.ingest import cells, headers
from tracker.ingest.tables import Table
from tracker.settings import ROOT

_log = logging.getLogger("tracker")
_BEAT = 1.0  # seconds


class AtHand(NamedTuple):
    """What need not be done again by who checks and runs an import one after the other."""

    table: Table
    shelf: Shelf
    helper: Helper

    def lend(self, session: Session) -> None:
        self.shelf.lend(session)
        self.helper.lend(session)


Told = Callable[[int], None]
Rows = Iterable[Row | list[Problem]]


def start(import_id: int, state: ImportState, *, by: User) -> None:
    """Check or run an import in a process of its own; does nothing when one is at it already."""
    with db.transaction() as session:
        if not importing.begin(session, import_id, state, by=by):
            return
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "imports", "work", str(import_id)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=_watch, args=(process, import_id, by), daemon=True).start()


def work(import_id: int, *, by: User, at_hand: AtHand | None = None) -> None:
    """Do the step that an import waits for. What goes wrong is noted in it, and not raised."""
    try:
        with db.reading() as session:
            job = importing.get(session, import_id, by=by)
            table = at_hand.table if at_hand else _table(session, job, by)
        with speaking(by.language):
            rows = rows_of(job, table)
            if job.state is ImportState.CHECKING:
                check(job, rows, by=by, at_hand=at_hand)
            elif job.state is ImportState.RUNNING:
                take(job, rows, by=by, at_hand=at_hand)
    except TrackerError as refused:
        _fail(import_id, refused.code, by)
    except Exception:
        _fail(import_id, ImportFailed.code, by)
        raise


def _table(session: Session, job: Import, by: User) -> Table:
    return Table(job.file_name, importing.content(session, job.id or 0, by=by), job.sheet)


def rows_of(job: Import, table: Table) -> Iterator[Row | list[Problem]]:
    """The rows of the file in our fields, or what does not fit in them; the file is read by now."""
    rows = cells.rows(table, job.kind, job.columns)
    # Before the first row the guarded reader has said them all: nobody waits for it after this.
    return chain(list(islice(rows, 1)), rows)


def check(job: Import, rows: Rows, *, by: User, at_hand: AtHand | None = None) -> None:
    """Find out what would become of the rows, and note it."""
    number = job.id or 0
    choices = importing.choices_of(job)
    likely: importing.Likely = {}
    with db.reading() as session:
        if at_hand is not None:
            at_hand.lend(session)
        told = _beating(number, by)
        outcome = importing.check(session, job.kind, rows, choices, likely, by=by, told=told)
    with db.transaction() as session:
        importing.checked(session, number, outcome, likely, by=by)


def take(job: Import, rows: Rows, *, by: User, at_hand: AtHand | None = None) -> None:
    """Store the rows, each turn in a transaction of its own: others save in between."""
    lent = at_hand or Shelf()
    with db.reading() as session:
        lent.lend(session)
        run = importing.prepared(session, job.id or 0, rows, by=by)
    with closing(run.turns) as turns:
        for turn in turns:
            with db.transaction() as session:
                lent.lend(session)
                importing.store(session, run, turn, by=by)
    with db.transaction() as session:
        importing.finish(session, run, by=by)


def tidy() -> None:
    """Take back what imports have stored whose process is gone."""
    with db.reading() as session:
        found = importing.stopped(session)
    for import_id, by in found:
        _log.error("import %s: nobody goes on with it", import_id)
        try:
            _fail(import_id, ImportFailed.code, by)
        except TrackerError as refused:
            _log.error("import %s could not be taken back: %s", import_id, refused)


def given(kind: Kind, name: str, content: bytes) -> importing.Given:
    """A file as it is kept: read once, its columns guessed. Raises Invalid at `file`."""
    content = malware.scanned(name, content)
    return looked_at(kind, Table(name, content), content)


def looked_at(kind: Kind, table: Table, content: bytes) -> importing.Given:
    """The same of a table that will be read again."""
    glance = table.look()
    columns = headers.guess(kind, glance.headers)
    sample = [
        [cells.shown(cell) for cell in line.cells[: len(glance.headers)]] for line in glance.sample
    ]
    notes = [[note, values] for note, values in glance.notes]
    return importing.Given(
        *(table.name, content, glance.headers, columns, sample, notes, glance.total),
        sheet=table.sheet,
    )


def _beating(import_id: int, by: User) -> Told:
    """A sign of life now and then: each waits for the disk."""
    last = -_BEAT

    def told(looked_at: int) -> None:
        nonlocal last
        if monotonic() - last < _BEAT:
            return
        last = monotonic()
        with db.transaction() as session:
            importing.beat(session, import_id, looked_at, by=by)

    return told


def _watch(process: "subprocess.Popen[bytes]", import_id: int, by: User) -> None:
    """Wait until the process ends; what one that died has stored is taken back."""
    if process.wait():
        _log.error("import %s: its process ended with %s", import_id, process.returncode)
        _fail(import_id, ImportFailed.code, by)


def _fail(import_id: int, code: str, by: User) -> None:
    with db.transaction() as session:
        importing.fail(session, import_id, code, by=by)
