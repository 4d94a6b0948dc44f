"""What others have changed between two transactions of an import, found by what history tells."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.domain.models import Change, Kind

MANY = 500  # records; of more than so many it is as quick to read all of their kind

Changed = Mapping[Kind, set[int]]


def so_far(session: Session) -> int:
    """How far history has come."""
    return session.connection().scalar(select(func.max(col(Change.id)))) or 0


def changed(session: Session, since: int) -> Changed:
    """The records that history tells of since then, by kind."""
    found: defaultdict[Kind, set[int]] = defaultdict(set)
    columns = select(col(Change.kind), col(Change.record_id))
    for kind, number in session.connection().execute(columns.where(col(Change.id) > since)):
        found[kind].add(number)
    return found
