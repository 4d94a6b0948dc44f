"""Who saw the data of people, and who took it away: added to by routes and pages, never changed.

Papers and files count, too: they may name people.

An opened page of one person is noted once an hour for each colleague. What is older than the rule
says is forgotten. Whatever is noted was asked for, and allowed, before.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, delete, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, retention
from tracker.domain.batches import batched
from tracker.domain.days import start_of
from tracker.domain.models import Access, Account, Deed, InteractionPerson, Kind, Position
from tracker.domain.titles import look_up


class AccessRow(NamedTuple):
    """One line of the log. `title` is empty for a list, and for whom there is no more."""

    id: int
    at: Any
    who: str
    deed: Deed
    kind: Kind
    record_id: int | None
    form: str
    asked: str
    held: int | None
    fields: str
    title: str = ""


class AccessFilter(NamedTuple):
    """What narrows the log; every field is optional. Both days are included."""

    person_id: int | None = None
    account_id: int | None = None
    deed: Deed | None = None
    since: date | None = None
    until: date | None = None


def opened(session: Session, person_id: int, *, by: User) -> None:
    """Somebody looks at a person's page: one statement, and one row an hour."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    now = clock.now()
    row = {
        **{"at": now, "account_id": by.id, "deed": Deed.OPENED, "kind": Kind.PERSON},
        **{"record_id": person_id, "form": "", "asked": "", "fields": ""},
        "once": f"{by.id}.{person_id}.{now:%Y%m%d%H}",
    }
    session.connection().execute(insert(Access).values(row).on_conflict_do_nothing())


def exported(
    session: Session,
    kind: Kind,
    *,
    form: str,
    asked: str,
    held: int,
    fields: Sequence[str],
    by: User,
) -> None:
    """Somebody took a list away: what it asked for, how many rows of which fields it held."""
    told: dict[str, Any] = {"asked": asked[:4000], "held": held, "fields": " ".join(fields)}
    _add(session, Access(account_id=by.id, deed=Deed.EXPORTED, kind=kind, form=form, **told))


def told(session: Session, person_id: int, *, form: str, whole: bool, by: User) -> None:
    """Somebody took one person away: all that is held about them, or a card for a phone."""
    deed = Deed.TOLD if whole else Deed.EXPORTED
    of_them: dict[str, Any] = {"kind": Kind.PERSON, "record_id": person_id, "held": 1}
    _add(session, Access(account_id=by.id, deed=deed, form=form, **of_them))


def took(
    session: Session,
    deed: Deed,
    kind: Kind,
    record_id: int | None = None,
    *,
    form: str = "",
    asked: str = "",
    by: User,
) -> None:
    """Somebody took a paper or a file that may name people: of which record, or of what period."""
    where: dict[str, Any] = {"kind": kind, "record_id": record_id, "form": form[:8]}
    _add(session, Access(account_id=by.id, deed=deed, asked=asked[:4000], **where))


@guarded(Action.MANAGE_ACCOUNTS)
def search(
    session: Session, wanted: AccessFilter = AccessFilter(), *, by: User, page: int = 1
) -> lists.Page[AccessRow]:
    """One page of the log, the latest first."""
    found = lists.paged(session, _rows(wanted), AccessRow, page=page)
    return found._replace(rows=_titled(session, found.rows, by))


@guarded(Action.MANAGE_ACCOUNTS)
def all_rows(session: Session, wanted: AccessFilter, *, by: User) -> Iterator[AccessRow]:
    """Every row that fits, for a file."""
    found = [AccessRow(*row) for row in session.execute(_rows(wanted))]
    for some in batched(found, lists.PAGE):
        yield from _titled(session, some, by)


def of_person(session: Session, ids: Sequence[int]) -> list[AccessRow]:
    """Who looked at these people, the latest first: part of what is held about them.

    Also who took a brief of a partner where they work, or a file of a contact with them.
    """
    record = col(Access.record_id)
    works = select(col(Position.partner_id)).where(col(Position.person_id).in_(ids))
    met = select(col(InteractionPerson.interaction_id)).where(
        col(InteractionPerson.person_id).in_(ids)
    )
    query = _rows(AccessFilter()).where(
        or_(
            and_(col(Access.kind) == Kind.PERSON, record.in_(ids)),
            and_(col(Access.deed) == Deed.BRIEF, record.in_(works)),
            and_(
                col(Access.deed) == Deed.FILE,
                col(Access.kind) == Kind.INTERACTION,
                record.in_(met),
            ),
        )
    )
    return [AccessRow(*row) for row in session.execute(query)]


def _add(session: Session, row: Access) -> None:
    session.add(row)
    session.flush()
    months = retention.held(session).log_months
    old = start_of(retention.moved(clock.today(), -months))
    session.connection().execute(delete(Access).where(col(Access.at) < old))


def _rows(wanted: AccessFilter) -> "Select[Any]":
    columns: list[Any] = [Access.id, Access.at, Account.name, Access.deed, Access.kind]
    columns += [Access.record_id, Access.form, Access.asked, Access.held, Access.fields]
    query = select(*columns).join(Account, col(Account.id) == col(Access.account_id))
    if wanted.person_id is not None:
        of_them = (col(Access.kind) == Kind.PERSON, col(Access.record_id) == wanted.person_id)
        query = query.where(*of_them)
    if wanted.account_id is not None:
        query = query.where(col(Access.account_id) == wanted.account_id)
    if wanted.deed is not None:
        query = query.where(col(Access.deed) == wanted.deed)
    if wanted.since is not None:
        query = query.where(col(Access.at) >= start_of(wanted.since))
    if wanted.until is not None:
        query = query.where(col(Access.at) < start_of(wanted.until + timedelta(days=1)))
    return query.order_by(col(Access.at).desc(), col(Access.id).desc())


def _titled(session: Session, rows: Sequence[AccessRow], by: User) -> list[AccessRow]:
    asked = [(Kind(row.kind), row.record_id) for row in rows if row.record_id is not None]
    named = look_up(session, asked, language=by.language)
    return [
        row._replace(title=(found.text or "") if found else "")
        for row in rows
        for found in [named.get((row.kind, row.record_id or 0))]
    ]
