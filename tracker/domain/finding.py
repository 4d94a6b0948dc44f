"""Which records a name may mean, although it is written otherwise."""

from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.models import Partner, Person, Position
from tracker.names import matching
from tracker.names.index import NameIndex


class Likely(NamedTuple):
    """A record that may be meant; `certain` is safe to link without asking."""

    id: int
    name: str
    score: float
    certain: bool


@guarded(Action.READ)
def likely_partners(
    session: Session,
    names: list[str],
    *,
    by: User,
    bin: str | None = None,
    but_not: int | None = None,
    limit: int = 5,
) -> list[Likely]:
    """The partners that one of these names may mean, best first."""
    known = _partners(session)
    best: dict[int, Likely] = {}
    for name in names:
        for number, _ in known.register.find(name, limit):
            if number == but_not:
                continue
            own = known.names[number]
            found = max(matching.verdict(name, each) for each in own if each)
            if found.same and (number not in best or found.score > best[number].score):
                shown = own[{"kk": 0, "ru": 1, "en": 2}[by.language]] or next(filter(None, own))
                best[number] = Likely(number, shown, found.score, found.certain)
    return sorted(best.values(), key=lambda each: -each.score)[:limit]


@guarded(Action.READ)
def likely_people(
    session: Session,
    name: str,
    *,
    by: User,
    partner_ids: list[int] = [],  # noqa: B006 - never changed
    but_not: int | None = None,
    limit: int = 5,
) -> list[Likely]:
    """The people that a name may mean, those at these partners first."""
    query = select(col(Person.id), col(Person.name)).where(col(Person.deleted_at).is_(None))
    if partner_ids:
        there = select(col(Position.person_id)).where(col(Position.partner_id).in_(partner_ids))
        query = query.where(col(Person.id).in_(there))
    words = set(name.casefold().split())
    found = [
        Likely(number, other, len(both) / len(words), False)
        for number, other in session.execute(query)
        if number != but_not and len(both := words & set(other.casefold().split())) > 1
    ]
    return sorted(found, key=lambda each: -each.score)[:limit]


class _Known(NamedTuple):
    register: NameIndex
    names: dict[int, tuple[str | None, ...]]


def _partners(session: Session) -> _Known:
    if (known := session.info.get("likely_partners")) is None:
        known = session.info["likely_partners"] = _Known(NameIndex(), {})
        columns = (col(getattr(Partner, name)) for name in ("name_kk", "name_ru", "name_en"))
        query = select(col(Partner.id), *columns).where(col(Partner.deleted_at).is_(None))
        for number, *own in session.execute(query):
            known.register.put(number, own)
            known.names[number] = tuple(own)
    found: _Known = known
    return found
