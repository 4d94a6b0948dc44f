"""The whole dashboard, kept in memory while nothing has changed.

Every save writes history, so the newest line of it tells whether figures still hold: then they are
exact, however old. After a change they are worked out again, unless that takes long: then the kept
ones are shown with their age until somebody asks for new ones, or the day is over.
"""

import time
from collections import OrderedDict
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlmodel import Session

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import unchanged
from tracker.domain.reports.led_to import EventYield, event_yields
from tracker.domain.reports.over_time import Bar, interactions_over_time
from tracker.domain.reports.scope import Scope
from tracker.domain.reports.standing import (
    SectorCount,
    StageCount,
    partners_by_sector_and_stage,
    pipeline,
)
from tracker.domain.reports.tiles import Tiles, tiles
from tracker.domain.reports.work import (
    KindCount,
    OwnerCount,
    UnitCount,
    follow_ups_by_kind_and_outcome,
    follow_ups_by_unit_and_sector,
    overdue_by_owner,
)
from tracker.domain.unchanged import Mark

PATIENCE = 0.3  # seconds for which a reader may wait for figures that are exact
_MOST = 300  # kept at once


class Dashboard(NamedTuple):
    """Every figure and chart of a scope. `is_exact`: nothing was changed since `at`."""

    at: datetime
    is_exact: bool
    tiles: Tiles
    sectors: list[SectorCount]
    over_time: list[Bar]
    pipeline: list[StageCount]
    kinds: list[KindCount]
    units: list[UnitCount]
    owners: list[OwnerCount]
    events: list[EventYield]


class _Kept(NamedTuple):
    dashboard: Dashboard
    mark: Mark | None
    seconds: float


_Memory = OrderedDict[tuple[Any, ...], _Kept]
# By the engine's pool: a database that is opened anew remembers nothing of another.
_memories: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()
_lock = Lock()


@guarded(Action.READ)
def dashboard(
    session: Session,
    scope: Scope,
    *,
    by: User,
    today: date,
    anew: bool = False,
    patience: float | None = None,
) -> Dashboard:
    """The figures and charts of a scope, named in the reader's language.

    Works them out when nothing is kept, `anew` asks for it, or something has changed and it took
    no longer than `patience` (PATIENCE) the last time.
    """
    waits = PATIENCE if patience is None else patience
    key = scope, by.language, today
    mark = unchanged.newest(session)
    with _lock:
        memory = _memories.setdefault(session.get_bind().pool, OrderedDict())  # type: ignore[union-attr]
        known = memory.get(key)
    is_exact = known is not None and mark is not None and known.mark == mark
    if known is not None and not anew and (is_exact or known.seconds > waits):
        return known.dashboard._replace(is_exact=is_exact)
    began = time.perf_counter()
    made = _work_out(session, scope, by=by, today=today)
    with _lock:
        memory[key] = _Kept(made, mark, time.perf_counter() - began)
        memory.move_to_end(key)
        while len(memory) > _MOST:
            memory.popitem(last=False)
    return made


def _work_out(session: Session, scope: Scope, *, by: User, today: date) -> Dashboard:
    return Dashboard(
        at=clock.now(),
        is_exact=True,
        tiles=tiles(session, scope, by=by, today=today),
        sectors=partners_by_sector_and_stage(session, scope, by=by),
        over_time=interactions_over_time(session, scope, by=by),
        pipeline=pipeline(session, scope, by=by, today=today),
        kinds=follow_ups_by_kind_and_outcome(session, scope, by=by),
        units=follow_ups_by_unit_and_sector(session, scope, by=by),
        owners=overdue_by_owner(session, scope, by=by),
        events=event_yields(session, scope, by=by, today=today),
    )
