"""Every unit that fits, for a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import units
from tracker.domain.exports.reading import in_chunks
from tracker.domain.models import Unit, UnitKind
from tracker.domain.models.records import is_above, name_in
from tracker.domain.units import Sort, UnitFilter


class UnitExport(NamedTuple):
    """One unit with everything a file of them shows."""

    id: int
    name_kk: str | None
    name_ru: str | None
    name_en: str | None
    kind: UnitKind
    head: str | None
    competences_kk: str | None
    competences_ru: str | None
    competences_en: str | None
    parent_id: int | None
    parent: str | None
    created_at: datetime
    updated_at: datetime


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: UnitFilter = UnitFilter(),
    *,
    by: User,
    sort: Sort = Sort.NAME,
    descending: bool = False,
) -> Iterator[UnitExport]:
    """Every unit that fits, in order."""

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, UnitExport]]:
        for row in session.execute(_columns(by.language).where(col(Unit.id).in_(ids))):
            yield row[0], UnitExport(*row)

    return in_chunks(session, units.fitting(wanted, by.language, sort, descending), rows)


def _columns(language: str) -> Any:
    parent = aliased(Unit)
    own = ["id", "name_kk", "name_ru", "name_en", "kind", "head", "competences_kk"]
    own += ["competences_ru", "competences_en", "parent_id"]
    return select(
        *(col(getattr(Unit, name)) for name in own),
        func.nullif(name_in(parent, language), ""),
        col(Unit.created_at),
        col(Unit.updated_at),
    ).outerjoin(parent, is_above(parent, Unit))
