"""Every partner that fits, for a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import partners
from tracker.domain.exports.reading import in_chunks, tags
from tracker.domain.models import Account, Partner, PartnerTag, Sector, Stage, Tier
from tracker.domain.models.records import is_above, name_in
from tracker.domain.partners import EVERY_PARTNER, PartnerFilter, Sort


class PartnerExport(NamedTuple):
    """One partner with everything a file of them shows."""

    id: int
    name_kk: str | None
    name_ru: str | None
    name_en: str | None
    aliases: tuple[str, ...]
    legal_form: str | None
    bin: str | None
    sector: Sector
    tier: Tier
    stage: Stage
    city: str | None
    region: str | None
    website: str | None
    parent_id: int | None
    parent: str | None
    owner_id: int | None
    owner: str | None
    notes: str | None
    open_follow_ups: int
    last_contact: date | None
    engagement: float | None
    engagement_change: float | None
    engagement_kinds: int | None
    engagement_two_way: float | None
    created_at: datetime
    updated_at: datetime
    tags: tuple[str, ...]


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: PartnerFilter = EVERY_PARTNER,
    *,
    by: User,
    sort: Sort = Sort.NAME,
    descending: bool = False,
) -> Iterator[PartnerExport]:
    """Every partner that fits, in order."""

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, PartnerExport]]:
        tagged = tags(session, PartnerTag, ids)
        for row in session.execute(_columns(by.language).where(col(Partner.id).in_(ids))):
            made = PartnerExport._make([*row, tagged[row[0]]])
            yield made.id, made._replace(aliases=tuple(made.aliases))

    wanted = partners.meant(session, wanted, by=by)
    ids = partners.fitting(wanted, by.language, sort, descending)
    return in_chunks(session, ids, rows)


def _columns(language: str) -> Any:
    parent = aliased(Partner)
    own = ["id", "name_kk", "name_ru", "name_en", "aliases", "legal_form", "bin", "sector", "tier"]
    own += ["stage", "city", "region", "website", "parent_id"]
    query = (
        select(
            *(col(getattr(Partner, name)) for name in own),
            func.nullif(name_in(parent, language), ""),
            col(Partner.owner_id),
            col(Account.name),
            col(Partner.notes),
            partners.open_follow_ups(),
            partners.last_contact(),
            *partners.score_columns(),
            col(Partner.created_at),
            col(Partner.updated_at),
        )
        .outerjoin(parent, is_above(parent, Partner))
        .outerjoin(Account, col(Account.id) == col(Partner.owner_id))
    )
    return partners.with_score(query)
