"""The six figures at a glance, and how they have changed."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select, union_all
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import stages
from tracker.domain.agreements import NOTICE
from tracker.domain.counting import fitting, length
from tracker.domain.days import start_of
from tracker.domain.follow_ups import Shown
from tracker.domain.models import Agreement, Change, FollowUp, Kind, Promise, Stage
from tracker.domain.reports.counts import Count, narrowed
from tracker.domain.reports.scope import Scope


class Tiles(NamedTuple):
    """The figures at a glance, each beside what it was. `_then` is when the period began, `_before`
    the span that `Scope.compared` names. None: nobody wrote it down."""

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
def tiles(session: Session, scope: Scope, *, by: User, today: date) -> Tiles:
    """The figures at a glance, all in one query.

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
    - Ending: agreements whose last day is today or one of the 90 days after it. Then: the same,
      seen from the first day of the period, by the last days known today.
    """
    lists = _lists(scope, today)
    asked = {name: length(fitting(kind, wanted)) for name, (kind, wanted) in lists.items()}
    asked |= {name: length(ids) for name, ids in _earlier(scope, today).items()}
    asked["began"] = select(func.min(col(Change.at))).scalar_subquery()
    found = session.execute(select(*(each.label(name) for name, each in asked.items()))).one()
    values = found._asdict()
    began, first = values.pop("began"), start_of(scope.first)
    if scope.first > today:
        values |= dict.fromkeys(("active_then", "open_then", "ending_then"))
    if began is None or began > first:
        values["active_then"] = None
    counts = {name: Count(values[name], kind, wanted) for name, (kind, wanted) in lists.items()}
    return Tiles(**{**values, **counts})


def _lists(scope: Scope, today: date) -> dict[str, tuple[Kind, Any]]:
    """The lists behind the figures: what a press on a tile opens."""
    closed = {"closed_from": scope.first, "closed_to": scope.last, "shown": Shown.CLOSED}
    asked: dict[str, tuple[Kind, dict[str, Any]]] = {
        "active": (Kind.PARTNER, {"stage": Stage.ACTIVE}),
        "new": (Kind.PARTNER, {"recorded_from": scope.first, "recorded_to": scope.last}),
        "interactions": (Kind.INTERACTION, {"since": scope.first, "until": scope.last}),
        "open": (Kind.FOLLOW_UP, {}),
        "overdue": (Kind.FOLLOW_UP, {"overdue": True}),
        "kept": (Kind.FOLLOW_UP, {**closed, "promise": Promise.KEPT}),
        "missed": (Kind.FOLLOW_UP, {**closed, "promise": Promise.MISSED}),
        "ending": (Kind.AGREEMENT, {"ends_from": today, "ends_to": today + NOTICE}),
    }
    return {name: (kind, narrowed(kind, scope, **said)) for name, (kind, said) in asked.items()}


def _earlier(scope: Scope, today: date) -> dict[str, Any]:
    """The same, then and before."""
    lists = _lists(scope.compared(today), today)
    before = {
        f"{name}_before": fitting(*lists[name])
        for name in ("new", "interactions", "kept", "missed")
    }
    first = start_of(scope.first)
    partner = fitting(Kind.PARTNER, narrowed(Kind.PARTNER, scope))
    owed = fitting(Kind.FOLLOW_UP, narrowed(Kind.FOLLOW_UP, scope, shown=Shown.ALL))
    signed = fitting(Kind.AGREEMENT, narrowed(Kind.AGREEMENT, scope))
    # Two halves, each with an index of its own: an expression leaves the index to the other.
    made = func.coalesce(col(FollowUp.created_at), col(FollowUp.created_at))
    not_closed = owed.where(made < first, col(FollowUp.closed_at).is_(None))
    closed_since = owed.where(made < first, col(FollowUp.closed_at).is_not(None)).where(
        col(FollowUp.closed_at) >= first
    )
    return before | {
        "active_then": partner.where(*stages.was(Stage.ACTIVE, scope.first)),
        "open_then": union_all(not_closed, closed_since),
        "ending_then": signed.where(
            col(Agreement.valid_until).between(scope.first, scope.first + NOTICE)
        ),
    }


def _share(kept: int, missed: int) -> float | None:
    return kept / (kept + missed) if kept + missed else None
