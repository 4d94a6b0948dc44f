"""What people rejected when it was proposed: after the second time it is proposed no more."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.models import Account, PressRejection
from tracker.domain.models.records import LINE
from tracker.errors import NotFound
from tracker.names.folding import fold

ENOUGH = 2  # times


class RejectionRow(NamedTuple):
    """One string that is, or soon will be, proposed no more."""

    folded: str
    written: str
    times: int
    who: str | None
    at: datetime


@guarded(Action.READ)
def strings(session: Session, *, by: User) -> frozenset[str]:
    """The folded strings that are proposed no more."""
    query = select(col(PressRejection.folded)).where(col(PressRejection.count) >= ENOUGH)
    return frozenset(session.scalars(query))


@guarded(Action.MANAGE_WORDS)
def search(session: Session, *, by: User) -> list[RejectionRow]:
    """Everything that was rejected, the most often rejected first."""
    query = (
        select(
            col(PressRejection.folded),
            col(PressRejection.written),
            col(PressRejection.count),
            col(Account.name),
            col(PressRejection.at),
        )
        .outerjoin(Account, col(Account.id) == col(PressRejection.account_id))
        .order_by(col(PressRejection.count).desc(), col(PressRejection.folded))
    )
    return [RejectionRow(*row) for row in session.execute(query)]


@guarded(Action.MANAGE_WORDS)
def forget(session: Session, folded: str, *, by: User) -> None:
    """Let it be proposed again. Raises NotFound."""
    row = session.get(PressRejection, folded)
    if row is None:
        raise NotFound(f"PressRejection {folded}")
    session.delete(row)
    session.flush()


@guarded(Action.EDIT)
def learn(session: Session, *, rejected: Iterable[str], confirmed: Iterable[str], by: User) -> None:
    """Count what one article's reader rejected; what was confirmed is no longer rejected."""
    wanted = {folded_line(text) for text in confirmed} - {""}
    refused = {folded_line(text): text for text in rejected if folded_line(text)}
    for folded in sorted(wanted):
        if (row := session.get(PressRejection, folded)) is not None:
            session.delete(row)
    for folded in sorted(refused.keys() - wanted):
        row = session.get(PressRejection, folded) or PressRejection(folded=folded)
        row.written, row.count = refused[folded][:LINE], row.count + 1
        row.account_id, row.at = by.id, clock.now()
        session.add(row)
    session.flush()


def folded_line(text: str) -> str:
    """What two spellings of one rejected string share."""
    return fold(text)[:LINE]
