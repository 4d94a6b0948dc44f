"""The whole dashboard, kept in memory while nothing has changed.

Every save writes history, so the newest line of it tells whether figures still hold: then they are
exact, however old. After a change those are worked out again that go by records of a kind that was
changed, unless all of them together take long: then the kept ones are shown with their age until
somebody asks for new ones, or the day is over.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlmodel import Session

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import unchanged
from tracker.domain.models import Kind
from tracker.domain.reports.led_to import EventYield, event_yields
from tracker.domain.reports.over_time import Bar, interactions_over_time
from tracker.domain.reports.scope import Scope
from tracker.domain.reports.standing import (
    SectorCount,
    StageCount,
    partners_by_sector_and_stage,
    pipeline,
)
from tracker.domain.reports.tiles import KINDS, Tiles, tiles_of
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
# Of whose records a unit has worked with a partner, and what an event may have led to.
_WORK = (Kind.INTERACTION, Kind.FOLLOW_UP, Kind.AGREEMENT)
_LED_TO = (Kind.EVENT, Kind.NEWS_ITEM, Kind.PARTNER, *_WORK)


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
    seconds: float  # that it takes to work out all of it
    is_first: bool  # questions were spelled meanwhile, as they are once
    turn: int  # how often somebody has asked for all of it anew


_Memory = OrderedDict[tuple[Any, ...], _Kept]
# By the engine's pool: a database that is opened anew remembers nothing of another.
_memories: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()
_asked: set[tuple[Any, ...]] = set()  # which questions are spelled
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
    no longer than `patience` (PATIENCE) the last time; the first time in a process says nothing.
    """
    waits = PATIENCE if patience is None else patience
    key = scope, by.language, today
    mark = unchanged.newest(session)
    with _lock:
        memory = _memories.setdefault(session.get_bind().pool, OrderedDict())  # type: ignore[union-attr]
        known = memory.get(key)
    is_exact = known is not None and mark is not None and known.mark == mark
    is_slow = known is not None and known.seconds > waits and not known.is_first
    if known is not None and not anew and (is_exact or is_slow):
        return known.dashboard._replace(is_exact=is_exact)
    turn = 0 if known is None else known.turn + anew
    made, seconds, is_first = _work_out(session, scope, by=by, today=today, turn=turn)
    if known is not None:
        made = _as_known(known.dashboard, made)
    with _lock:
        memory[key] = _Kept(made, mark, seconds, is_first, turn)
        memory.move_to_end(key)
        while len(memory) > _MOST:
            memory.popitem(last=False)
    return made


def _work_out(
    session: Session, scope: Scope, *, by: User, today: date, turn: int
) -> tuple[Dashboard, float, bool]:
    """All figures, and how many seconds they took; those that are kept, when they were made. And
    whether any question was asked for the first time.

    Nothing of another `turn` is kept: whoever asks for new ones also has their time taken anew.
    """
    seconds, is_first = 0.0, False

    def kept(verb: Callable[..., Any], kinds: tuple[Kind, ...], **more: Any) -> Any:
        nonlocal seconds
        about = verb.__name__, scope, by.language, today, clock.today(), *more.values()
        key = "reports", turn, about

        def timed() -> tuple[Any, float]:
            nonlocal is_first
            is_first |= _is_first(verb.__name__, more.get("kind"), scope, by)
            began = time.perf_counter()
            return verb(session, scope, by=by, **more), time.perf_counter() - began

        value, took = unchanged.of_kinds(session, _kinds(kinds, scope), key, timed)
        seconds += took
        return value

    at_a_glance: dict[str, Any] = {}
    for kind in KINDS:
        at_a_glance |= kept(tiles_of, (kind,), kind=kind, today=today)
    made = Dashboard(
        at=clock.now(),
        is_exact=True,
        tiles=Tiles(**at_a_glance),
        sectors=kept(partners_by_sector_and_stage, (Kind.PARTNER,)),
        over_time=kept(interactions_over_time, (Kind.INTERACTION,)),
        pipeline=kept(pipeline, (Kind.PARTNER,), today=today),
        kinds=kept(follow_ups_by_kind_and_outcome, (Kind.FOLLOW_UP,)),
        units=kept(follow_ups_by_unit_and_sector, (Kind.FOLLOW_UP, Kind.PARTNER, Kind.UNIT)),
        owners=kept(overdue_by_owner, (Kind.FOLLOW_UP, Kind.ACCOUNT)),
        events=kept(event_yields, _LED_TO, today=today),
    )
    return made, seconds, is_first


def _is_first(verb: str, of: Kind | None, scope: Scope, by: User) -> bool:
    """Whether this process asks so for the first time: its questions are spelled then, which takes
    ten times what a small database needs to answer them, and is never done again."""
    asked = verb, of, by.language, *(each is None for each in scope)
    with _lock:
        is_first = asked not in _asked
        _asked.add(asked)
    return is_first


def _kinds(own: tuple[Kind, ...], scope: Scope) -> set[Kind]:
    """The kinds of records that a figure goes by: its own, and those that tell what is left out."""
    kinds = set(own)
    if scope.sector or scope.tier or scope.region:
        kinds.add(Kind.PARTNER)
    if scope.unit_id is not None and Kind.PARTNER in own:
        kinds.update(_WORK)
    return kinds


def _as_known(before: Dashboard, made: Dashboard) -> Dashboard:
    """The same; what has come out as before is the very same object, which is drawn already."""
    same = {
        name: was
        for name, was in before._asdict().items()
        if name not in ("at", "is_exact") and was == getattr(made, name)
    }
    return made._replace(**same)
