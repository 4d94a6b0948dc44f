"""The six figures at a glance, and how they have changed."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, union_all
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import stages
from tracker.domain.agreements import Within, ends_within
from tracker.domain.counting import fitting, length
from tracker.domain.days import start_of
from tracker.domain.follow_ups import Shown
from tracker.domain.models import Change, FollowUp, Kind, Promise, Stage
from tracker.domain.reports.counts import Count, narrowed
from tracker.domain.reports.scope import Scope

_COMPARED = ("new", "interactions", "kept", "missed")  # with the span before
KINDS = (Kind.PARTNER, Kind.INTERACTION, Kind.FOLLOW_UP, Kind.AGREEMENT)


class Tiles(NamedTuple):
    """The figures at a glance, each beside what it was. `_then` is when the period began, `_before`
    the span that `Scope.compared` names. None: nobody wrote it down.

    - Active partners: those at the stage "active" today. Then: those that the history shows at it
      when the period began; partners that are in the trash by now are left out. Unknown when the
      history begins later than that.
    - New: partners recorded in the period.
    - Interactions: those that took place in the period; each once, however many partners it has.
    - Open: follow-ups neither done nor declined today. Then: those recorded before the period that
      were not closed before it; one that was closed and taken up again counts as never closed.
      Overdue: open, and their day is before today. How many were overdue then is unknown: days are
      postponed.
    - Kept: of the follow-ups with a day that were closed in the period, the part that was done on
      that day or before it. Declined ones are not kept.
    - Ending: agreements whose last day is today or one of the 90 days after it, neither renewed
      nor let go. Then: the same, seen from the first day of the period, by what is known today.
    """

    active: Count
    active_then: int | None
    new: Count
    new_before: int
    interactions: Count
    interactions_before: int
    open: Count
    open_then: int | None
    overdue: Count
    kept: Count
    missed: Count
    kept_before: int
    missed_before: int
    ending: Count
    ending_then: int | None

    @property
    def kept_rate(self) -> float | None:
        """From 0 to 1; None when no promise fell due."""
        return _share(self.kept.value, self.missed.value)

    @property
    def kept_rate_before(self) -> float | None:
        return _share(self.kept_before, self.missed_before)


@guarded(Action.READ)
def tiles_of(
    session: Session, scope: Scope, *, kind: Kind, by: User, today: date
) -> dict[str, Any]:
    """The fields of `Tiles` that are about records of a kind, by one query."""
    lists, numbers = _counted(kind, scope, today, clock.today())
    values = session.execute(numbers).one()._asdict()
    if kind is Kind.PARTNER:
        began = values.pop("began")
        if began is None or began > start_of(scope.first):
            values["active_then"] = None
    if scope.first > today:
        values |= {name: None for name in values if name.endswith("_then")}
    return values | {name: Count(values[name], *each) for name, each in lists.items()}


@lru_cache(maxsize=32)
def _counted(
    kind: Kind, scope: Scope, today: date, _of: date
) -> tuple[dict[str, tuple[Kind, Any]], "Select[Any]"]:
    """The lists behind the figures, and the question for all of their lengths, spelled once a day:
    what is overdue or ends goes by it."""
    lists, before = (_lists(kind, each) for each in (scope, scope.compared(today)))
    earlier = {f"{name}_before": fitting(*before[name]) for name in before if name in _COMPARED}
    asked = {name: length(fitting(*each)) for name, each in lists.items()}
    asked |= {name: length(ids) for name, ids in (earlier | _then(kind, scope)).items()}
    if kind is Kind.PARTNER:
        asked["began"] = select(func.min(col(Change.at))).scalar_subquery()
    return lists, select(*(each.label(name) for name, each in asked.items()))


def _lists(of: Kind, scope: Scope) -> dict[str, tuple[Kind, Any]]:
    """The lists of a kind behind the figures: what a press on a tile opens."""
    closed = {"closed_from": scope.first, "closed_to": scope.last, "shown": Shown.CLOSED}
    asked: dict[str, tuple[Kind, dict[str, Any]]] = {
        "active": (Kind.PARTNER, {"stage": Stage.ACTIVE}),
        "new": (Kind.PARTNER, {"recorded_from": scope.first, "recorded_to": scope.last}),
        "interactions": (Kind.INTERACTION, {"since": scope.first, "until": scope.last}),
        "open": (Kind.FOLLOW_UP, {}),
        "overdue": (Kind.FOLLOW_UP, {"overdue": True}),
        "kept": (Kind.FOLLOW_UP, {**closed, "promise": Promise.KEPT}),
        "missed": (Kind.FOLLOW_UP, {**closed, "promise": Promise.MISSED}),
        "ending": (Kind.AGREEMENT, {"ending": Within.QUARTER}),
    }
    return {
        name: (kind, narrowed(kind, scope, **said))
        for name, (kind, said) in asked.items()
        if kind is of
    }


def _then(kind: Kind, scope: Scope) -> dict[str, Any]:
    """What stood when the period began."""
    first = start_of(scope.first)
    if kind is Kind.PARTNER:
        partner = fitting(kind, narrowed(kind, scope))
        return {"active_then": partner.where(*stages.was(Stage.ACTIVE, scope.first))}
    if kind is Kind.AGREEMENT:
        near = ends_within(Within.QUARTER.days, scope.first)
        return {"ending_then": fitting(kind, narrowed(kind, scope)).where(near)}
    if kind is Kind.FOLLOW_UP:
        owed = fitting(kind, narrowed(kind, scope, shown=Shown.ALL))
        # Two halves, each with an index of its own: an expression leaves the index to the other.
        made = func.coalesce(col(FollowUp.created_at), col(FollowUp.created_at))
        not_closed = owed.where(made < first, col(FollowUp.closed_at).is_(None))
        closed_since = owed.where(made < first, col(FollowUp.closed_at).is_not(None)).where(
            col(FollowUp.closed_at) >= first
        )
        return {"open_then": union_all(not_closed, closed_since)}
    return {}


def _share(kept: int, missed: int) -> float | None:
    return kept / (kept + missed) if kept + missed else None
