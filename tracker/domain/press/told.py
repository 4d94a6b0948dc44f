"""What came of an article: the follow-ups and agreements that keep its words."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import String, cast, literal, select, union_all
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.models import Agreement, AgreementPartner, FollowUp, Kind


class ToldRow(NamedTuple):
    """A follow-up or agreement. `about`: its kind as a key of the catalogue."""

    kind: Kind
    id: int
    about: str
    title: str | None
    quote: str | None


@guarded(Action.READ)
def of(session: Session, news_item_id: int, *, by: User) -> list[ToldRow]:
    """Follow-ups first, then agreements, as they were written down."""
    told = union_all(
        select(
            literal(Kind.FOLLOW_UP.value).label("kind"),
            col(FollowUp.id).label("id"),
            literal("follow_up_kind.").concat(cast(col(FollowUp.kind), String)).label("about"),
            col(FollowUp.subject).label("title"),
            col(FollowUp.quote).label("quote"),
        ).where(col(FollowUp.news_item_id) == news_item_id, col(FollowUp.deleted_at).is_(None)),
        select(
            literal(Kind.AGREEMENT.value),
            col(Agreement.id),
            literal("agreement_kind.").concat(cast(col(Agreement.kind), String)),
            col(Agreement.title),
            col(Agreement.quote),
        ).where(col(Agreement.news_item_id) == news_item_id, col(Agreement.deleted_at).is_(None)),
    ).subquery()
    query = select(told).order_by(told.c.kind.desc(), told.c.id)
    return [
        ToldRow(Kind(row.kind), row.id, row.about, row.title, row.quote)
        for row in session.execute(query)
    ]


@guarded(Action.READ)
def with_whom(
    session: Session, item_ids: Sequence[int], *, by: User
) -> frozenset[tuple[Kind, str, int]]:
    """What came of these news items: the record, its kind, and a partner that it is with."""
    if not item_ids:
        return frozenset()
    told = union_all(
        select(
            literal(Kind.FOLLOW_UP.value),
            cast(col(FollowUp.kind), String),
            col(FollowUp.partner_id),
        ).where(col(FollowUp.news_item_id).in_(item_ids), col(FollowUp.deleted_at).is_(None)),
        select(
            literal(Kind.AGREEMENT.value),
            cast(col(Agreement.kind), String),
            col(AgreementPartner.partner_id),
        )
        .join(AgreementPartner, col(AgreementPartner.agreement_id) == col(Agreement.id))
        .where(col(Agreement.news_item_id).in_(item_ids), col(Agreement.deleted_at).is_(None)),
    )
    return frozenset(
        (Kind(kind), str(word), partner) for kind, word, partner in session.execute(told)
    )
