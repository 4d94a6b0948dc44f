"""Every follow-up that fits, for a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, false, func, select, true
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import follow_ups
from tracker.domain.excerpts import READ
from tracker.domain.exports.reading import in_chunks, tags
from tracker.domain.follow_ups import FollowUpFilter, Sort
from tracker.domain.models import (
    Account,
    Direction,
    Event,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    FollowUpTag,
    Interaction,
    Kind,
    NewsItem,
    Partner,
    Priority,
    Unit,
    Wish,
)
from tracker.domain.models.records import name_in


class FollowUpExport(NamedTuple):
    """One follow-up with everything a file of them shows."""

    id: int
    kind: FollowUpKind
    subject: str | None
    direction: Direction
    partner_id: int
    partner: str
    unit: str | None
    owner_id: int
    owner: str
    due_on: date | None
    priority: Priority
    status: FollowUpStatus
    is_overdue: bool
    quote: str | None
    wish: Wish | None
    notes: str | None
    outcome: str | None
    origin_kind: Kind | None
    origin_id: int | None
    origin: str | None  # the event's or article's title, the beginning of the interaction's summary
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    tags: tuple[str, ...]


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: FollowUpFilter = FollowUpFilter(),
    *,
    by: User,
    sort: Sort = Sort.DUE,
    descending: bool = False,
) -> Iterator[FollowUpExport]:
    """Every follow-up that fits, in order."""

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, FollowUpExport]]:
        tagged = tags(session, FollowUpTag, ids)
        columns = _columns(by.language, clock.today())
        found = session.connection().execute(columns.where(col(FollowUp.id).in_(ids)))
        for row in found.all():
            yield row[0], FollowUpExport._make((*row, tagged[row[0]]))

    ids = follow_ups.fitting(wanted, by.language, sort, descending)
    return in_chunks(session, ids, rows)


def _columns(language: str, today: date) -> Any:
    own = ["id", "kind", "subject", "direction", "partner_id"]
    origins = (
        (
            Kind.INTERACTION,
            col(FollowUp.interaction_id),
            func.substr(col(Interaction.summary), 1, READ),
        ),
        (Kind.EVENT, col(FollowUp.event_id), name_in(Event, language)),
        (Kind.NEWS_ITEM, col(FollowUp.news_item_id), col(NewsItem.title)),
    )
    query = select(
        *(col(getattr(FollowUp, name)) for name in own),
        name_in(Partner, language),
        func.nullif(name_in(Unit, language), ""),
        col(FollowUp.owner_id),
        col(Account.name),
        col(FollowUp.due_on),
        col(FollowUp.priority),
        col(FollowUp.status),
        case((follow_ups.overdue_on(today), true()), else_=false()),
        col(FollowUp.quote),
        col(FollowUp.wish),
        col(FollowUp.notes),
        col(FollowUp.outcome),
        case(*((number.is_not(None), kind.value) for kind, number, _ in origins)),
        func.coalesce(*(number for _, number, _ in origins)),
        case(*((number.is_not(None), title) for _, number, title in origins)),
        col(FollowUp.created_at),
        col(FollowUp.updated_at),
        col(FollowUp.closed_at),
    )
    return (
        query.join(Partner, col(Partner.id) == col(FollowUp.partner_id))
        .join(Account, col(Account.id) == col(FollowUp.owner_id))
        .outerjoin(Unit, col(Unit.id) == col(FollowUp.unit_id))
        .outerjoin(Interaction, col(Interaction.id) == col(FollowUp.interaction_id))
        .outerjoin(Event, col(Event.id) == col(FollowUp.event_id))
        .outerjoin(NewsItem, col(NewsItem.id) == col(FollowUp.news_item_id))
    )
