"""The process of an import is killed between two transactions: nothing stays half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from tests.benchmarks.importing import lines, write
from tests.world import aigerim, build
from tracker import clock, db
from tracker.domain import partners
from tracker.domain.models import Import, ImportState, Partner, PartnerDraft
from tracker.ingest import running
from tracker.settings import ROOT

ROWS = 3_000
PATIENCE = 240.0  # seconds until some rows are stored


def count(session: Session) -> int:
    return session.exec(select(func.count(col(Partner.id)))).one()


def under_way() -> Import | None:
    with db.reading() as session:
        return session.exec(select(Import)).one_or_none()


def state() -> tuple[ImportState, str]:
    job = under_way()
    assert job is not None
    return job.state, job.failure


@contextmanager
def importing(file: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has stored some rows, and goes on."""
    command = [sys.executable, "-m", "tracker.cli", "import", str(file), "--kind", "partners"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            ends = time.monotonic() + PATIENCE
            while time.monotonic() < ends and process.poll() is None:
                job = under_way()
                if job is not None and job.state is ImportState.RUNNING and job.looked_at:
                    break
                time.sleep(0.005)
            yield process
        finally:
            process.kill()


def test_one_that_is_killed_is_taken_back_but_for_what_a_colleague_saved(
    sqlite_database: str, tmp_path: Path
) -> None:
    build()
    file = tmp_path / "many.csv"
    write(file, "csv", lines(ROWS, 0))
    with db.reading() as session:
        before = count(session)
    with importing(file) as process:
        # Others need not wait until the whole file is stored.
        with db.transaction() as session:
            partners.create(session, PartnerDraft(name_en="Saved beside"), by=aigerim)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with db.reading() as session:
        stored = count(session)
    assert before + 1 < stored < before + 1 + ROWS
    running.tidy()  # it may still be at work, as far as anybody knows
    assert state() == (ImportState.RUNNING, "")
    with clock.at(clock.now() + timedelta(minutes=5)):
        running.tidy()
    assert state() == (ImportState.FAILED, "import_failed")
    with db.reading() as session:
        assert count(session) == before + 1
        assert partners.named(session, "Saved beside", by=aigerim) is not None
