"""An event with all that is part of it: a week, its days, and the meetups of a day."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.domain.models import Event
from tracker.domain.models.records import is_above


@lru_cache(maxsize=64)
def ids(event_id: int) -> "Select[Any]":
    """The ids of an event and of everything in its programme, however deep; none in the trash.

    The very same question each time: in a statement that asks it often, it is asked once.
    """
    whole = select(col(Event.id).label("id")).where(col(Event.id) == event_id).cte(recursive=True)
    # A union, not a union of all: a circle, which no form allows, would never end.
    whole = whole.union(
        select(col(Event.id)).where(
            col(Event.parent_id) == whole.c.id, col(Event.deleted_at).is_(None)
        )
    )
    return select(whole.c.id)


def on_their_own(events: "Select[Any]") -> "Select[Any]":
    """Of these events those that are part of no other; what was part of one that is in the trash
    stands for itself."""
    above = aliased(Event)
    return events.outerjoin(above, is_above(above, Event)).where(col(above.id).is_(None))
