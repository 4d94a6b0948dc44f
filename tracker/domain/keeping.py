"""A person with what the law asks of whoever keeps their data: why, how long, and the rest.

How somebody is reached at home is read only for those who may edit: for others no query has it.
"""

from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import null, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded, require
from tracker.domain import people, retention, saving
from tracker.domain.models import (
    DataBasis,
    DataBasisDraft,
    Draft,
    Person,
    PersonalContact,
    PersonalContactDraft,
    PersonalRule,
    Upkeep,
)
from tracker.errors import Erased, NotAllowed, NotFound, Stale

T = TypeVar("T", DataBasis, PersonalContact)


class Kept(NamedTuple):
    """A person, and what is known of the keeping of their data."""

    person: Person
    basis: DataBasis | None
    contact: PersonalContact | None  # always None for who may not see it
    last_contact: date | None
    months: int  # that data is kept after the last contact

    @property
    def keep_until(self) -> date:
        """As agreed, or so long after the last contact, or after it was written down."""
        if self.basis is not None and self.basis.keep_until is not None:
            return self.basis.keep_until
        began = self.last_contact or clock.local(self.person.created_at).date()
        return retention.moved(began, self.months)

    @property
    def blocked_on(self) -> date | None:
        """Since when they want to be left alone."""
        return self.basis.blocked_on if self.basis is not None else None

    @property
    def amiss(self) -> list[Upkeep]:
        """What somebody has to look at."""
        if self.person.erased_at is not None:
            return []
        found = {
            Upkeep.NO_BASIS: self.basis is None,
            Upkeep.WITHDRAWN: self.basis is not None and self.basis.withdrawn_on is not None,
            Upkeep.BLOCKED: self.blocked_on is not None,
            Upkeep.PAST: self.keep_until < clock.today(),
        }
        return [each for each, is_so in found.items() if is_so]


@guarded(Action.READ)
def known(session: Session, person_id: int, *, by: User) -> Kept:
    """Raises NotFound, also for a person in the trash. One query, whatever there is."""
    sees = _sees_home(session, by)
    months = select(col(PersonalRule.keep_months)).where(col(PersonalRule.id) == 1)
    query = (
        select(
            Person,
            DataBasis,
            PersonalContact if sees else null(),
            people.last_contact(),
            months.scalar_subquery(),
        )
        .outerjoin(DataBasis, col(DataBasis.person_id) == col(Person.id))
        .where(col(Person.id) == person_id, col(Person.deleted_at).is_(None))
    )
    if sees:
        query = query.outerjoin(PersonalContact, col(PersonalContact.person_id) == col(Person.id))
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"Person {person_id}")
    person, basis, contact, last, kept = found
    return Kept(person, basis, contact, last, kept or retention.USUAL.keep_months)


@guarded(Action.EDIT)
def set_basis(
    session: Session, person_id: int, draft: DataBasisDraft, *, revision: int, by: User
) -> DataBasis:
    """Say why somebody's data is kept. `revision` is 0 where nobody had. Raises Stale, Erased."""
    _living(session, person_id)
    return _put(session, DataBasis, person_id, draft, revision)


@guarded(Action.EDIT)
def set_contact(
    session: Session, person_id: int, draft: PersonalContactDraft, *, revision: int, by: User
) -> PersonalContact:
    """How somebody is reached at home. `revision` is 0 where it was not known. Raises Stale."""
    _living(session, person_id)
    return _put(session, PersonalContact, person_id, draft, revision)


def _put(session: Session, kind: type[T], person_id: int, draft: Draft, revision: int) -> T:
    kept = session.get(kind, person_id)
    if kept is None:
        if revision:
            raise Stale(f"{kind.__name__} of person {person_id} is gone")
        kept = kind(person_id=person_id, **draft.model_dump())
        session.add(kept)
    else:
        saving.expect(kept, revision)
        kept.sqlmodel_update(draft.model_dump())
    session.flush()
    return kept


def _living(session: Session, person_id: int) -> None:
    """Nobody else writes down the same in the meantime."""
    query = select(Person).where(col(Person.id) == person_id, col(Person.deleted_at).is_(None))
    person = session.scalars(query.with_for_update()).one_or_none()
    if person is None:
        raise NotFound(f"Person {person_id}")
    if person.erased_at is not None:
        raise Erased(f"Person {person_id}")


def _sees_home(session: Session, by: User) -> bool:
    try:
        require(session, by, Action.EDIT)
    except NotAllowed:
        return False
    return True
