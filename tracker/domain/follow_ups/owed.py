"""What is open with a partner, on its page."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam
from sqlmodel import Session

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.follow_ups.listing import FollowUpFilter, FollowUpRow, Sort, cut, matching


@guarded(Action.READ)
def promises(session: Session, partner_id: int, *, by: User, limit: int = 200) -> list[FollowUpRow]:
    """What we still owe a partner and they owe us, the most urgent first."""
    asked = {"partner": partner_id, "most": limit}
    found = session.execute(_promises(by.language, clock.today()), asked)
    return [cut(FollowUpRow(*row)) for row in found]


@lru_cache(maxsize=6)
def _promises(language: str, _today: date) -> "Select[Any]":
    theirs: Any = bindparam("partner")
    query = matching(language, FollowUpFilter(partner_id=theirs), Sort.DUE)
    return query.limit(bindparam("most", type_=Integer))
