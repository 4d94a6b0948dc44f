"""Sections of a digest: one's own open follow-ups, and partners that became one's own."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.follow_ups.listing import FollowUpRow, overdue_on, rows, still_open
from tracker.domain.models import Account, Change, FollowUp, Kind, Partner
from tracker.domain.models.records import name_in
from tracker.domain.reminders.look import MOST, Look

_BY_DAY = (col(FollowUp.due_on).asc().nulls_last(), col(FollowUp.id))


class Assigned(NamedTuple):
    """A follow-up, and who made it the reader's; None: the system itself."""

    row: FollowUpRow
    who: str | None


class Given(NamedTuple):
    """A partner that became the reader's, and who saw to it; None: the system itself."""

    id: int
    name: str
    who: str | None


@guarded(Action.READ)
def assigned(session: Session, look: Look, *, by: User) -> list[Assigned]:
    """Open ones that somebody else made the reader's since the last digest.

    History tells: of all that settled whose a follow-up is – that it came to be, or got another
    owner – the latest is somebody else's doing, and news.
    """
    giver = aliased(Account)
    settled = (
        select(func.max(col(Change.id)))
        .where(
            col(Change.kind) == Kind.FOLLOW_UP,
            col(Change.record_id) == col(FollowUp.id),
            col(Change.field).in_(("", "owner_id")),
        )
        .correlate(FollowUp)
        .scalar_subquery()
    )
    query = (
        rows(by.language, look.today)
        .add_columns(col(giver.name))
        .join(Change, col(Change.id) == settled)
        .outerjoin(giver, col(giver.id) == col(Change.account_id))
        .where(
            still_open(),
            col(FollowUp.owner_id) == by.id,
            col(Change.account_id).is_distinct_from(by.id),
            col(Change.at) > look.since,
            col(Change.at) <= look.until,
        )
        .order_by(*_BY_DAY)
        .limit(MOST)
    )
    return [Assigned(FollowUpRow(*row), who) for *row, who in session.execute(query)]


@guarded(Action.READ)
def given(session: Session, look: Look, *, by: User) -> list[Given]:
    """Partners that somebody else made the reader's since the last digest, and still are theirs:
    by another owner, or when they were recorded."""
    giver = aliased(Account)
    settled = (
        select(func.max(col(Change.id)))
        .where(
            col(Change.kind) == Kind.PARTNER,
            col(Change.record_id) == col(Partner.id),
            col(Change.field).in_(("", "owner_id")),
        )
        .correlate(Partner)
        .scalar_subquery()
    )
    query = (
        select(col(Partner.id), name_in(Partner, by.language), col(giver.name))
        .join(Change, col(Change.id) == settled)
        .outerjoin(giver, col(giver.id) == col(Change.account_id))
        .where(
            col(Partner.deleted_at).is_(None),
            col(Partner.owner_id) == by.id,
            col(Change.account_id).is_distinct_from(by.id),
            col(Change.at) > look.since,
            col(Change.at) <= look.until,
        )
        .order_by(col(getattr(Partner, f"sort_{by.language}")), col(Partner.id))
        .limit(MOST)
    )
    return [Given(*row) for row in session.execute(query)]


@guarded(Action.READ)
def overdue(session: Session, look: Look, *, by: User) -> list[FollowUpRow]:
    """Open ones of the reader whose day is over; also where it is the partner's turn."""
    query = rows(by.language, look.today).where(
        still_open(), overdue_on(look.today), col(FollowUp.owner_id) == by.id
    )
    return [FollowUpRow(*row) for row in session.execute(query.order_by(*_BY_DAY).limit(MOST))]


@guarded(Action.READ)
def soon(session: Session, look: Look, *, by: User) -> list[FollowUpRow]:
    """Open ones of the reader that are due from today up to when the next digest comes.

    Three days ahead for whoever reads daily, seven for whoever reads weekly.
    """
    query = rows(by.language, look.today).where(
        still_open(),
        col(FollowUp.owner_id) == by.id,
        col(FollowUp.due_on).between(look.today, look.last_day),
    )
    return [FollowUpRow(*row) for row in session.execute(query.order_by(*_BY_DAY).limit(MOST))]
