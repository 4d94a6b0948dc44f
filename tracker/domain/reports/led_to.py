"""What the events of a scope led to."""

from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import programme
from tracker.domain.after_event import yields
from tracker.domain.counting import fitting, length
from tracker.domain.models import Event
from tracker.domain.models.records import name_in
from tracker.domain.reports.counts import Count
from tracker.domain.reports.scope import Scope

_MOST = 6  # events, the latest
# The numbers of `after_event.Yield` that a chart shows, in this order.
SHOWN = ("participants", "came", "meetings", "follow_ups", "done", "agreements")


class EventYield(NamedTuple):
    """An event and the numbers of it that are `SHOWN`."""

    event: str
    counts: dict[str, Count]


@guarded(Action.READ)
def event_yields(session: Session, scope: Scope, *, by: User, today: date) -> list[EventYield]:
    """What came of the latest events that began in the period, each with its whole programme.

    Partners who took part and those who came, meetings there, follow-ups and those of them that
    are done, agreements; only with partners of the scope, and of the unit.
    """
    asked = {"first": scope.first, "last": min(scope.last, today)}
    found = session.execute(_latest(by.language), asked).all()
    if not found:
        return []
    lists, numbers = _counted(tuple(event_id for event_id, _ in found), scope[2:])
    values = iter(session.execute(numbers).one())
    return [
        EventYield(name, {word: Count(next(values), *each) for word, each in of_one.items()})
        for (_, name), of_one in zip(found, lists, strict=True)
    ]


@cache
def _latest(language: str) -> "Select[Any]":
    columns: list[Any] = [Event.id, name_in(Event, language)]
    within = col(Event.starts_on).between(bindparam("first"), bindparam("last"))
    return (
        programme.on_their_own(select(*columns).where(col(Event.deleted_at).is_(None), within))
        .order_by(col(Event.starts_on).desc(), col(Event.id).desc())
        .limit(_MOST)
    )


@lru_cache(maxsize=8)
def _counted(
    events: tuple[int, ...], narrowed: tuple[Any, ...]
) -> tuple[list[dict[str, yields.Listed]], "Select[Any]"]:
    """The lists behind the numbers of some events, and the question for all of their lengths.

    It is a long one: spelling it took nine tenths of the time.
    """
    asked = dict(zip(Scope._fields[2:], narrowed, strict=True))
    every = (yields.lists_of(event_id, asked) for event_id in events)
    lists = [{word: of_one[word] for word in SHOWN} for of_one in every]
    columns = [length(fitting(*each)) for of_one in lists for each in of_one.values()]
    return lists, select(*columns)
