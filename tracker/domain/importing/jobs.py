"""The life of an import: given, checked, run, taken back. Each step is kept in the database.

So the page can be left and found again, and the work itself is done by another process. Of two that
run it one is refused: `running` stores rows only while the import is its own.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from tracker import clock, malware
from tracker.access import Action, User, guarded
from tracker.domain import lists, undoing
from tracker.domain.importing.fields import FIELDS, NEEDED
from tracker.domain.importing.known import Likely
from tracker.domain.importing.outcome import (
    Change,
    Choices,
    Outcome,
    Problem,
    Question,
)
from tracker.domain.models import (
    Account,
    Doubt,
    Fate,
    Import,
    ImportFile,
    ImportFindings,
    ImportMapping,
    ImportMode,
    ImportState,
    Kind,
    UndertakingKind,
)
from tracker.errors import Invalid, NotFound

# A process that gives no sign of life for so long is dead, and may be followed by another.
SILENT = timedelta(minutes=3)
_CONTENT: Any = ImportFile.content  # few ask for the bytes, and they may be many
_KEPT = timedelta(days=undoing.DAYS)
_BUSY = (ImportState.CHECKING, ImportState.RUNNING)
_OPEN = (ImportState.NEW, ImportState.CHECKED, ImportState.FAILED)


class Given(NamedTuple):
    """A file as it was read when it was given: what its columns are called, and its beginning."""

    name: str
    content: bytes
    headers: list[str]
    columns: list[str | None]
    sample: list[list[str]]
    notes: list[Any]
    total: int
    sheet: str = ""


class ImportRow(NamedTuple):
    """One line of the list of imports."""

    id: int
    kind: Kind
    state: ImportState
    file_name: str
    created_at: datetime
    who: str
    total: int
    created: int
    updated: int
    left: int
    rejected: int


class Report(NamedTuple):
    """What a check or an import found."""

    problems: list[Problem]
    questions: list[Question]
    shown: list[Change]


@guarded(Action.IMPORT)
def keep(session: Session, kind: Kind, given: Given, *, by: User) -> Import:
    """Keep a file that was given. Columns that were named before are named so again."""
    malware.scanned(given.name, given.content)
    _purge(session)
    remembered = session.get(ImportMapping, (kind, _headers_key(given.headers)))
    columns = given.columns
    if remembered is not None:
        columns = [remembered.fields.get(header) for header in given.headers]
    job = Import(
        kind=kind,
        created_by=by.id,
        file_name=given.name[:300],
        sha256=hashlib.sha256(given.content).hexdigest(),
        sheet=given.sheet,
        total=given.total,
        headers=given.headers,
        columns=columns,
        sample=given.sample,
        notes=given.notes,
    )
    session.add(job)
    session.flush()
    for part in (
        ImportFile(import_id=_id(job), content=bytes(given.content)),
        ImportFindings(import_id=_id(job)),
    ):
        session.add(part)
        session.flush()
    return job


@guarded(Action.IMPORT)
def get(session: Session, import_id: int, *, by: User) -> Import:
    """Raises NotFound."""
    return _found(session, import_id)


@guarded(Action.IMPORT)
def search(session: Session, *, by: User, page: int = 1) -> lists.Page[ImportRow]:
    """One page of the imports, the latest first."""
    names = [name for name in ImportRow._fields if name != "who"]
    columns: list[Any] = [col(getattr(Import, name)) for name in names]
    columns.insert(ImportRow._fields.index("who"), col(Account.name))
    query = (
        select(*columns)
        .join(Account, col(Account.id) == col(Import.created_by))
        .order_by(col(Import.created_at).desc(), col(Import.id).desc())
    )
    return lists.paged(session, query, ImportRow, page=page)


@guarded(Action.IMPORT)
def twin(session: Session, import_id: int, *, by: User) -> Import | None:
    """An earlier import of the very same file, if it was not taken back."""
    job = _found(session, import_id)
    query = select(Import).where(
        col(Import.sha256) == job.sha256,
        col(Import.kind) == job.kind,
        col(Import.state) == ImportState.DONE,
        col(Import.id) != import_id,
    )
    return session.scalars(query.order_by(col(Import.id).desc())).first()


@guarded(Action.IMPORT)
def content(session: Session, import_id: int, *, by: User) -> bytes:
    """The file as it was given. Raises NotFound once it was thrown away, after a month."""
    if (file := session.get(ImportFile, import_id)) is None:
        raise NotFound(f"import {import_id}")
    return file.content


@guarded(Action.IMPORT)
def report(session: Session, import_id: int, *, by: User) -> Report:
    """What was found in the file; nothing once that was thrown away."""
    found = session.get(ImportFindings, import_id) or ImportFindings(import_id=import_id)
    return Report(
        [Problem(*each) for each in found.problems],
        [Question(*each) for each in found.questions],
        [Change(each[0], each[1], Fate(each[2]), *each[3:]) for each in found.shown],
    )


@guarded(Action.IMPORT)
def choose(
    session: Session,
    import_id: int,
    columns: Sequence[str | None],
    *,
    mode: ImportMode,
    creates_partners: bool,
    doubt: Doubt = Doubt.SKIP,
    by: User,
) -> Import:
    """Say which field each column is, and how rows are taken. Raises Invalid for no such field."""
    job = locked(session, import_id)
    refuse_unless(job, *_OPEN)
    named = [each for each in columns if each]
    if len(columns) != len(job.headers) or set(named) - set(FIELDS[job.kind]):
        raise Invalid("columns")
    if len(named) != len(set(named)):
        raise Invalid("columns", "column_twice_meant")
    chosen = {"columns": list(columns), "mode": mode, "creates_partners": creates_partners}
    chosen["doubt"] = doubt
    if any(getattr(job, name) != value for name, value in chosen.items()):
        job.sqlmodel_update(chosen)
        job.state = ImportState.NEW  # what was checked was something else
    session.flush()
    return job


@guarded(Action.IMPORT)
def reopen(session: Session, import_id: int, *, by: User) -> Import:
    """Go back to naming the columns; what was chosen and answered stays."""
    job = locked(session, import_id)
    refuse_unless(job, *_OPEN)
    job.state = ImportState.NEW
    session.flush()
    return job


@guarded(Action.IMPORT)
def answer(session: Session, import_id: int, answers: Mapping[str, str], *, by: User) -> Import:
    """Say who is meant: the id of a candidate, or a word of Doubt, for each key of a question."""
    job = locked(session, import_id)
    refuse_unless(job, *_OPEN)
    job.answers = {**job.answers, **answers}
    session.flush()
    return job


@guarded(Action.IMPORT)
def begin(session: Session, import_id: int, state: ImportState, *, by: User) -> bool:
    """Let a process check or run it; False when one already does, or did.

    Raises Invalid for columns without which no row can be taken, and for a state to be checked
    first.
    """
    job = locked(session, import_id)
    is_dead = is_silent(job)
    if job.state in _BUSY and not is_dead:
        return False
    if state is ImportState.RUNNING:
        if job.state is ImportState.DONE:
            return False
        if job.state is not ImportState.RUNNING:
            refuse_unless(job, ImportState.CHECKED)
    elif not is_dead:
        refuse_unless(job, *_OPEN)
    _refuse_too_few(job)
    _take_back_half(session, job, by)
    if state is ImportState.RUNNING:
        _remember(session, job, by)
        work = undoing.begun(session, UndertakingKind.IMPORT, job.file_name, by=by)
        job.undo_id = work.id
    job.state, job.created_by, job.seen_at = state, by.id, clock.now()
    job.looked_at, job.failure = 0, ""
    session.flush()
    return True


@guarded(Action.IMPORT)
def beat(session: Session, import_id: int, looked_at: int, *, by: User) -> None:
    """A sign of life of the process, and how far it is."""
    job = locked(session, import_id)
    job.seen_at, job.looked_at = clock.now(), looked_at
    session.flush()


@guarded(Action.IMPORT)
def checked(
    session: Session, import_id: int, outcome: Outcome, likely: Likely, *, by: User
) -> None:
    """Note what a check found; `likely` spares the run the looking up."""
    job = locked(session, import_id)
    refuse_unless(job, ImportState.CHECKING)
    note(session, job, outcome)
    found = {key: [list(each) for each in some] for key, some in likely.items() if some}
    findings(session, import_id).likely = found
    job.state = ImportState.CHECKED
    session.flush()


@guarded(Action.IMPORT)
def fail(session: Session, import_id: int, code: str, *, by: User) -> None:
    """Note that a check or an import came to nothing, and why. What is done stays done.

    What an import has stored so far is taken back, but for records that others changed since.
    """
    job = locked(session, import_id)
    if job.state in _BUSY:
        _take_back_half(session, job, by)
        job.state, job.failure = ImportState.FAILED, code[:500]
        session.flush()


@guarded(Action.IMPORT)
def take_back(session: Session, import_id: int, *, by: User, keep_changed: bool = False) -> Import:
    """Put every record back as it was before the import.

    Raises ChangedSince when colleagues changed some since, TakenBack when one of them took it back
    before, and TooLate after a month. With `keep_changed` those changed stay as they are.
    """
    job = locked(session, import_id)
    refuse_unless(job, ImportState.DONE, ImportState.UNDONE)
    undoing.undo(session, job.undo_id or 0, by=by, keep_changed=keep_changed)
    return job


def is_silent(job: Import) -> bool:
    """Whether the process that works on it seems to be dead."""
    return job.state in _BUSY and not clock.is_fresh(job.seen_at, SILENT)


def choices_of(job: Import) -> Choices:
    """What the person chose."""
    return Choices(job.mode, job.creates_partners, job.doubt, job.answers)


def _found(session: Session, import_id: int) -> Import:
    if (job := session.get(Import, import_id)) is None:
        raise NotFound(f"import {import_id}")
    return job


def locked(session: Session, import_id: int) -> Import:
    """The import, which no other process moves on meanwhile."""
    job = session.get(Import, import_id, with_for_update=True, populate_existing=True)
    if job is None:
        raise NotFound(f"import {import_id}")
    return job


def findings(session: Session, import_id: int) -> ImportFindings:
    """What was found in its file. Raises NotFound once that was thrown away."""
    found = session.get(ImportFindings, import_id)
    if found is None:
        raise NotFound(f"import {import_id}")
    return found


def _take_back_half(session: Session, job: Import, by: User) -> None:
    """Take back what a run has stored that did not come to its end, if there was one."""
    if job.undo_id is not None:
        half, job.undo_id = job.undo_id, None
        session.flush()
        undoing.undo(session, half, by=by, keep_changed=True)


def _id(job: Import) -> int:
    assert job.id is not None
    return job.id


def refuse_unless(job: Import, *states: ImportState) -> None:
    """Raises Invalid when it is in none of these."""
    if job.state not in states:
        raise Invalid("state", "import_moved_on")


def _refuse_too_few(job: Import) -> None:
    named = set(job.columns)
    for alternatives in NEEDED[job.kind]:
        if not named & set(alternatives):
            raise Invalid(alternatives[0], "column_needed")


def note(session: Session, job: Import, outcome: Outcome) -> None:
    """Keep what became of the rows."""
    for fate, number in outcome.counts.items():
        setattr(job, fate, number)
    job.partners = outcome.partners
    job.seen_at = clock.now()
    found = findings(session, _id(job))
    found.problems = [list(each) for each in outcome.problems]
    found.questions = [list(each) for each in outcome.questions]
    found.shown = [list(each) for each in outcome.shown]


def _remember(session: Session, job: Import, by: User) -> None:
    key = job.kind, _headers_key(job.headers)
    mapping = session.get(ImportMapping, key)
    if mapping is None:
        mapping = ImportMapping(kind=job.kind, headers_key=key[1], account_id=by.id)
    mapping.fields = dict(zip(job.headers, job.columns, strict=True))
    mapping.account_id, mapping.at = by.id, clock.now()
    session.add(mapping)


def _headers_key(headers: Sequence[str]) -> str:
    told = "\n".join(sorted(header.casefold() for header in headers))
    return hashlib.sha256(told.encode()).hexdigest()


def _purge(session: Session) -> None:
    """Throw away files of people after the time in which an import can be taken back."""
    old = col(Import.created_at) < clock.now() - _KEPT
    query = select(ImportFile).join(Import, col(Import.id) == col(ImportFile.import_id))
    for file in session.scalars(query.options(defer(_CONTENT)).where(old)).all():
        session.delete(file)
    for job in session.scalars(select(Import).where(old, col(Import.state).in_(_OPEN))).all():
        session.delete(job)
    session.flush()
