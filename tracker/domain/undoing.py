"""Taking back a whole piece of work: a merge, an import, an act on many records.

While `recorded` is open every row that the session flushes is noted in a journal; `undo` puts all
of them back as they were, or none. What somebody changed since is never overwritten: then it
refuses and names what. Afterwards

- the columns that people fill are exactly as before, but `revision` has counted on, so that a form
  that was opened in between cannot save over what was put back;
- history has told all of it, under the name of the one who took it back;
- the ids of rows that are gone are not given away again: PostgreSQL never does, and on SQLite
  `id_floor` remembers the highest of each table, from where the next row counts on. So an old
  address leads nowhere rather than to somebody else.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, event, func, inspect, select
from sqlalchemy.orm import UOWTransaction, aliased
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import journal, lists, restoring
from tracker.domain.models import (
    Account,
    IdFloor,
    Import,
    ImportState,
    JournalRow,
    Undertaking,
    UndertakingKind,
)
from tracker.domain.titles import look_up
from tracker.errors import ChangedSince, Invalid, NotFound, TakenBack, TooLate

DAYS = 30  # so long a piece of work can be taken back
NAMED = 5  # records that a refusal names
MANY = 50  # new rows of a table that are given their ids here


class UndertakingRow(NamedTuple):
    """One line of the list of whole pieces of work."""

    id: int
    kind: UndertakingKind
    title: str
    size: int
    who: str
    when: datetime
    undone_at: datetime | None
    undone_by: str | None

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and self.when >= oldest()


@guarded(Action.UNDO)
@contextmanager
def recorded(
    session: Session, kind: UndertakingKind, title: str, *, by: User
) -> Iterator[Undertaking]:
    """Everything that the block flushes is one piece of work, which can be taken back whole.

    The title says what it was, in the words of whoever did it: a file, two names. One at a time:
    a merge cannot be part of an import.
    """
    work = begun(session, kind, title, by=by)
    with going_on(session, work, by=by):
        yield work
    ended(session, work, by=by)


@guarded(Action.UNDO)
def begun(session: Session, kind: UndertakingKind, title: str, *, by: User) -> Undertaking:
    """A piece of work that goes on for several transactions, each part inside `going_on`.

    It is listed once it has `ended`.
    """
    purge(session)
    work = Undertaking(kind=kind, title=title[:500], account_id=by.id)
    session.add(work)
    session.flush()
    return work


@guarded(Action.UNDO)
@contextmanager
def going_on(session: Session, work: Undertaking, *, by: User) -> Iterator[None]:
    """Everything that the block flushes belongs to this piece of work."""
    journal.start(session, work)
    try:
        yield
        journal.write_down(session)
    finally:
        journal.drop(session)


@guarded(Action.UNDO)
def ended(session: Session, work: Undertaking, *, by: User) -> None:
    """From now on it can be taken back by anybody who may."""
    work.size = journal.size(session, work.id or 0)
    session.flush()


@guarded(Action.UNDO)
def undo(
    session: Session, undertaking_id: int, *, by: User, keep_changed: bool = False
) -> Undertaking:
    """Put back every row of a piece of work.

    Raises NotFound, TakenBack when somebody did so before, TooLate, and ChangedSince when rows were
    changed or linked to afterwards. The rest can still be taken back: with `keep_changed` the
    records changed since stay as they are now, with all that belongs to them. Only a merge goes
    back whole or not at all.
    """
    work = session.get(Undertaking, undertaking_id, with_for_update=True)
    if work is None:
        raise NotFound(f"undertaking {undertaking_id}")
    jobs = session.scalars(select(Import).where(col(Import.undo_id) == undertaking_id)).all()
    if any(job.state is ImportState.RUNNING for job in jobs):
        raise Invalid("state", "import_moved_on")  # it is not over yet
    if work.undone_at is not None:
        raise _taken_back(session, work, work.undone_at)
    if work.at < oldest():
        raise TooLate(f"undertaking {undertaking_id} is of {work.at}")
    session.flush()
    session.expire_all()
    lines = restoring.lines_of(session, undertaking_id)
    changed = restoring.changed_since(session, lines)
    keeps = keep_changed and work.kind is not UndertakingKind.MERGE
    if any(changed.values()) and not keeps:
        raise _refusal(session, work, changed, by)
    _raise_floors(session, restoring.put_back(session, restoring.without(lines, changed)))
    work.undone_at, work.undone_by = clock.now(), by.id
    for job in jobs:
        job.state = ImportState.UNDONE
    session.flush()
    return work


@guarded(Action.UNDO)
def recent(session: Session, *, by: User, page: int = 1) -> lists.Page[UndertakingRow]:
    """Pieces of work, the latest first, those taken back among them."""
    doer, undoer = aliased(Account), aliased(Account)
    columns: list[Any] = [Undertaking.id, Undertaking.kind, Undertaking.title, Undertaking.size]
    columns += [doer.name, Undertaking.at, Undertaking.undone_at, undoer.name.label("undoer")]  # type: ignore[attr-defined]
    query = (
        select(*columns)
        .join(doer, col(doer.id) == col(Undertaking.account_id))
        .outerjoin(undoer, col(undoer.id) == col(Undertaking.undone_by))
        .where(col(Undertaking.size) > 0)
        .order_by(col(Undertaking.at).desc(), col(Undertaking.id).desc())
    )
    return lists.paged(session, query, UndertakingRow, page=page)


def purge(session: Session) -> None:
    """Forget the journals of work that cannot be taken back any more."""
    old = select(col(Undertaking.id)).where(col(Undertaking.at) < oldest())
    statement = delete(JournalRow).where(col(JournalRow.undertaking_id).in_(old))
    session.connection().execute(statement)


def oldest() -> datetime:
    """The instant before which nothing can be taken back."""
    return clock.now() - timedelta(days=DAYS)


def _taken_back(session: Session, work: Undertaking, when: datetime) -> TakenBack:
    who = session.get_one(Account, work.undone_by).name
    return TakenBack(f"undertaking {work.id}", who=who, when=f"{clock.local(when):%d.%m.%Y %H:%M}")


def _refusal(
    session: Session, work: Undertaking, changed: "restoring.Changes", by: User
) -> ChangedSince:
    records = list(dict.fromkeys(each for each in changed.values() if each is not None))
    found = look_up(session, records[:NAMED], language=by.language)
    texts = (found[each].text for each in records[:NAMED] if each in found)
    names = "; ".join(f"«{text}»" for text in texts if text)
    return ChangedSince(
        f"undertaking {work.id}: {len(changed)} rows were changed since",
        records=records,
        can_keep=work.kind is not UndertakingKind.MERGE,
        names=names + (" …" if len(records) > NAMED else ""),
        count=len(records),
    )


# Ids of rows that are gone


def _raise_floors(session: Session, gone: dict[str, int]) -> None:
    for table, highest in gone.items():
        floor = session.get(IdFloor, table) or IdFloor(table_name=table, highest=0)
        floor.highest = max(floor.highest, highest)
        session.add(floor)


_FLOORS = select(col(IdFloor.table_name), col(IdFloor.highest))


@event.listens_for(Session, "before_flush")
def _count_on(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Give ids above the floor to new rows that would get those of rows that are gone.

    And to many at once: the database would give them the same ones, but tells of each row by
    itself, which is a statement a row. Nobody else stores anything in this transaction.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    new: dict[Any, list[Any]] = defaultdict(list)
    for thing in session.new:
        if hasattr(thing, "id") and thing.id is None:
            new[inspect(thing).mapper.local_table].append(thing)
    if not new:
        return
    connection = session.connection()
    floors: dict[str, int] = dict(connection.execute(_FLOORS).all())
    for table, things in new.items():
        floor = floors.get(table.name, 0)
        if not floor and len(things) < MANY:
            continue
        last = connection.scalar(select(func.max(table.c.id))) or 0
        if last < floor or len(things) >= MANY:
            for number, thing in enumerate(things, max(floor, last) + 1):
                thing.id = number
