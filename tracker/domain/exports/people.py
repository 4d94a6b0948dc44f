"""Everybody who fits, for a file."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import people, retention, saving
from tracker.domain.exports.reading import in_chunks
from tracker.domain.models import Partner, Person, Position, Upkeep
from tracker.domain.models.records import name_in
from tracker.domain.people import PersonFilter, Sort


class Post(NamedTuple):
    """A position somebody holds now."""

    partner: str
    title: str
    since: date | None
    website: str | None  # the partner's


class PersonExport(NamedTuple):
    """One person with everything a file of them shows."""

    id: int
    name: str
    other_names: tuple[str, ...]
    email: str | None
    phone: str | None
    notes: str | None
    last_contact: date | None
    created_at: datetime
    updated_at: datetime
    posts: tuple[Post, ...]

    @property
    def post(self) -> Post | None:
        """The position that stands for the others: the one begun last."""
        return next(iter(self.posts), None)


@guarded(Action.EXPORT)
def all_rows(
    session: Session,
    wanted: PersonFilter = PersonFilter(),
    *,
    by: User,
    sort: Sort = Sort.NAME,
    descending: bool = False,
) -> Iterator[PersonExport]:
    """Everybody who fits, in order; who asked to be left alone only where such are asked for."""

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, PersonExport]]:
        return _rows(session, ids, by.language)

    wanted = people.meant(session, wanted, by=by)
    fitting = people.fitting(wanted, sort, descending)
    if wanted.upkeep is not Upkeep.BLOCKED:
        fitting = fitting.where(~retention.is_blocked())
    return in_chunks(session, fitting, rows)


@guarded(Action.EXPORT)
def one(session: Session, person_id: int, *, by: User) -> PersonExport:
    """Raises PersonBlocked; NotFound, also for a person in the trash."""
    saving.found(session, Person, person_id)
    retention.expect_willing(session, person_id)
    return dict(_rows(session, [person_id], by.language))[person_id]


def _rows(
    session: Session, ids: Sequence[int], language: str
) -> Iterator[tuple[int, PersonExport]]:
    columns: list[Any] = [Person.id, Person.name, Person.other_names, Person.email, Person.phone]
    columns += [Person.notes, people.last_contact(), Person.created_at, Person.updated_at]
    posts = _posts(session, ids, language)
    for row in session.execute(select(*columns).where(col(Person.id).in_(ids))):
        made = PersonExport._make([*row, tuple(posts[row[0]])])
        yield made.id, made._replace(other_names=tuple(made.other_names))


def _posts(session: Session, ids: Sequence[int], language: str) -> "defaultdict[int, list[Post]]":
    query = (
        select(
            col(Position.person_id),
            name_in(Partner, language),
            col(Position.title),
            col(Position.since),
            col(Partner.website),
        )
        .join(Partner, col(Partner.id) == col(Position.partner_id))
        .where(col(Position.person_id).in_(ids), col(Partner.deleted_at).is_(None))
        .where(people.current())
        .order_by(col(Position.since).desc().nulls_last(), col(Position.id))
    )
    posts: defaultdict[int, list[Post]] = defaultdict(list)
    for number, *post in session.execute(query):
        posts[number].append(Post(*post))
    return posts
