"""Pairs of records that may be one: suggested by `scanning`, judged by people."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, saving
from tracker.domain.merged import TABLES
from tracker.domain.models import DuplicateScan, Kind, SuggestedPair
from tracker.domain.models.records import name_in
from tracker.errors import NotFound, ScanUnderWay

ALIVE = timedelta(minutes=5)  # a search that says nothing for so long has died


class PairRow(NamedTuple):
    """Two records that may be one, named in the reader's language."""

    id: int
    a: int
    b: int
    name_a: str
    name_b: str
    score: float
    certain: bool
    why: list[list[str]]


class ScanState(NamedTuple):
    """The latest search."""

    started_at: datetime
    is_running: bool
    failed: bool
    done: int
    total: int
    found: int


@guarded(Action.EDIT)
def pairs(session: Session, kind: Kind, *, by: User, page: int = 1) -> lists.Page[PairRow]:
    """Suggested pairs that nobody has called different, the likeliest first."""
    a, b = aliased(TABLES[kind]), aliased(TABLES[kind])
    names: list[Any] = [
        name_in(each, by.language) if kind is Kind.PARTNER else each.name for each in (a, b)
    ]
    columns: list[Any] = [SuggestedPair.id, SuggestedPair.a, SuggestedPair.b, *names]
    columns += [SuggestedPair.score, SuggestedPair.certain, SuggestedPair.why]
    query = (
        select(*columns)
        .join(a, a.id == col(SuggestedPair.a))
        .join(b, b.id == col(SuggestedPair.b))
        .where(
            col(SuggestedPair.kind) == kind,
            col(SuggestedPair.dismissed_at).is_(None),
            a.deleted_at.is_(None),
            b.deleted_at.is_(None),
        )
        .order_by(col(SuggestedPair.score).desc(), col(SuggestedPair.id))
    )
    if kind is Kind.PERSON:
        query = query.where(a.erased_at.is_(None), b.erased_at.is_(None))
    return lists.paged(session, query, PairRow, page=page)


@guarded(Action.MERGE)
def set_apart(session: Session, pair_id: int, *, by: User) -> None:
    """These are two. They are not suggested again. Raises NotFound."""
    pair = session.get(SuggestedPair, pair_id)
    if pair is None:
        raise NotFound(f"pair {pair_id}")
    pair.dismissed_at, pair.dismissed_by = clock.now(), by.id
    session.flush()


@guarded(Action.EDIT)
def state(session: Session, *, by: User) -> ScanState | None:
    """How the latest search stands; None before the first."""
    run = _latest(session)
    if run is None:
        return None
    silent = run.finished_at is None and not _is_alive(run)
    return ScanState(
        run.started_at,
        is_running=_is_alive(run),
        failed=run.failed or silent,
        done=run.done,
        total=run.total,
        found=run.found,
    )


@guarded(Action.MERGE)
def begin(session: Session, *, by: User) -> int:
    """Note that a search begins; `scanning.scan` does it. Raises ScanUnderWay."""
    latest = _latest(session)
    if latest is not None and _is_alive(latest):
        raise ScanUnderWay(f"scan {latest.id}")
    run = DuplicateScan(started_by=by.id, started_at=clock.now(), seen_at=clock.now())
    session.add(run)
    session.flush()
    return saving.id_of(run)


def _latest(session: Session) -> DuplicateScan | None:
    query = select(DuplicateScan).order_by(col(DuplicateScan.id).desc()).limit(1)
    return session.scalar(query)


def _is_alive(run: DuplicateScan) -> bool:
    return run.finished_at is None and clock.is_fresh(run.seen_at, ALIVE)
