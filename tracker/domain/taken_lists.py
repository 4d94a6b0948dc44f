"""Which list a person took away last, and as what: the one that is wanted again every week."""

from typing import NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import addresses
from tracker.domain.addresses import Asked
from tracker.domain.models import Account, Kind, TakenList


class Taken(NamedTuple):
    """A list, narrowed and sorted, and the ending of its file."""

    kind: Kind
    asked: Asked
    form: str


@guarded(Action.EXPORT)
def note(session: Session, taken: Taken, *, by: User) -> None:
    """Remember it in place of the one before."""
    # The lock makes a second file at the same moment wait, and then find what the first has noted.
    session.execute(select(col(Account.id)).where(col(Account.id) == by.id).with_for_update())
    row = session.get(TakenList, by.id) or TakenList(
        account_id=by.id, kind=taken.kind, query="", form=""
    )
    row.kind, row.form = taken.kind, taken.form
    row.query, row.taken_at = addresses.query(taken.kind, taken.asked), clock.now()
    session.add(row)
    session.flush()


@guarded(Action.SETTLE_OWN)
def last(session: Session, *, by: User) -> Taken | None:
    """The last one, in the words of today's lists."""
    row = session.get(TakenList, by.id)
    if row is None:
        return None
    query = addresses.tidy(row.kind, row.query)
    return Taken(row.kind, addresses.asked(row.kind, dict(parse_qsl(query))), row.form)
