"""Storing the rows of an import, a few in each transaction, so that others can save in between.

What is stored so far is there for everybody, and belongs to one piece of work, which is taken back
whole: by whoever wants to, and by itself when the import breaks off (`jobs.fail`, `jobs.begin`).
"""

from collections.abc import Generator, Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import finding, undoing
from tracker.domain.importing import jobs
from tracker.domain.importing.known import Known
from tracker.domain.importing.outcome import Problem, Row
from tracker.domain.importing.taking import SHAPES
from tracker.domain.importing.work import Turn, Work
from tracker.domain.models import Account, Import, ImportState, Undertaking
from tracker.errors import Invalid


class Run(NamedTuple):
    """An import that is being stored, and what it has learned so far."""

    import_id: int
    undo_id: int
    work: Work
    turns: Generator[Turn, None, None]  # what is to be stored, each in a transaction of its own


@guarded(Action.IMPORT)
def prepared(
    session: Session, import_id: int, rows: Iterable[Row | list[Problem]], *, by: User
) -> Run:
    """Read what storing the rows takes: nobody waits for that in a transaction that only reads."""
    job = jobs.get(session, import_id, by=by)
    jobs.refuse_unless(job, ImportState.RUNNING)
    found = jobs.findings(session, import_id).likely
    likely = {key: [finding.Likely(*each) for each in some] for key, some in found.items()}
    known = Known(session, jobs.choices_of(job), likely, by=by, writes=True)
    work = Work(SHAPES[job.kind](known))
    work.read_ahead()
    return Run(import_id, job.undo_id or 0, work, work.ahead(rows))


@guarded(Action.IMPORT)
def store(session: Session, run: Run, turn: Turn, *, by: User) -> None:
    """Store one turn. Raises Invalid when this import has moved on without this process."""
    job = jobs.locked(session, run.import_id)
    _refuse_other(job.state, job.undo_id, run)
    undertaking = session.get_one(Undertaking, run.undo_id)
    with undoing.going_on(session, undertaking, by=by):
        run.work.go_on(session, turn)
    job.seen_at, job.looked_at = clock.now(), run.work.taken
    session.flush()
    run.work.rest()


@guarded(Action.IMPORT)
def finish(session: Session, run: Run, *, by: User) -> None:
    """Note that all is stored, and what became of the rows."""
    job = jobs.locked(session, run.import_id)
    _refuse_other(job.state, job.undo_id, run)
    jobs.note(session, job, run.work.outcome())
    job.state, job.finished_at = ImportState.DONE, clock.now()
    undoing.ended(session, session.get_one(Undertaking, run.undo_id), by=by)


def stopped(session: Session) -> list[tuple[int, User]]:
    """Imports that nobody goes on with in the middle of their rows, and who gave the word to run.

    For the server, which sees to them in that name. One whose account is closed is left for the
    manager who opens the page of the import.
    """
    query = (
        select(Import, Account)
        .join(Account, col(Account.id) == col(Import.created_by))
        .where(col(Import.state) == ImportState.RUNNING, col(Account.active))
    )
    return [
        (
            job.id or 0,
            User(account.id or 0, account.email, account.name, account.role, account.language),
        )
        for job, account in session.execute(query)
        if jobs.is_silent(job)
    ]


def _refuse_other(state: ImportState, undo_id: int | None, run: Run) -> None:
    """A process that slept for long was taken for dead, and what it had stored taken back."""
    if state is not ImportState.RUNNING or undo_id != run.undo_id:
        raise Invalid("state", "import_moved_on")
