"""What changed, read back: of one record, of everything, since a visit. `recording` writes it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, or_, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded, require
from tracker.domain import history_values as values
from tracker.domain import lists, merged
from tracker.domain.days import start_of
from tracker.domain.models import Account, Change, Kind
from tracker.domain.titles import Title, look_up

# Changes looked at, the latest, to say what is new since a visit: so many first, and at most.
_FIRST_SCANNED, SCANNED = 200, 5_000


class ChangeRow(NamedTuple):
    """One field of one record, from what to what.

    `field` is a column ("stage"), a link ("partners") or a column of a link ("positions.title",
    and `link` is then what it points to); it is empty where the record came to be, and also where
    it went for good: then `old` is what it was called. What was a word of a vocabulary or another
    record's id is a title with a word, or with its name. Days and instants are ISO text.
    """

    id: int
    at: datetime
    who: str | None  # None: the system itself
    kind: Kind
    record_id: int
    title: Title
    field: str
    link: Title | None
    old: Title | None
    new: Title | None


class HistoryFilter(NamedTuple):
    """What narrows the history; every field is optional. Both days are included."""

    kind: Kind | None = None
    account_id: int | None = None
    since: date | None = None
    until: date | None = None


class News(NamedTuple):
    """A record that colleagues changed."""

    kind: Kind
    id: int
    title: Title  # marked when the record is in the trash
    who: str | None  # who changed it last
    when: datetime
    is_new: bool


@guarded(Action.READ)
def of(
    session: Session, kind: Kind, record_id: int, *, by: User, page: int = 1
) -> lists.Page[ChangeRow]:
    """The history of one record, and of all that was merged into it, the latest first.

    That of an account is for those who may see everybody's.
    """
    _refuse_accounts(session, kind, by)
    ids = merged.ids_of(session, kind, record_id)
    query = _lines().where(col(Change.kind) == kind, col(Change.record_id).in_(ids))
    return _paged(session, query.order_by(col(Change.id).desc()), by.language, page)


@guarded(Action.SEE_HISTORY)
def everything(
    session: Session, wanted: HistoryFilter = HistoryFilter(), *, by: User, page: int = 1
) -> lists.Page[ChangeRow]:
    """The history of all records, the latest first."""
    query = _lines().where(*_conditions(wanted))
    return _paged(session, query.order_by(*_LATEST_FIRST), by.language, page)


@guarded(Action.READ)
def meanings(
    session: Session, kind: Kind, found: Iterable[tuple[str, str | None]], *, by: User
) -> list[Title | None]:
    """What values of fields mean, each given as history would store it: names instead of ids.

    A field is named as in `ChangeRow`.
    """
    pairs = list(found)
    columns = [(field.rpartition(".")[2], value) for field, value in pairs]
    aims = [aim for column, value in columns if (aim := values.target(kind, column, value))]
    names = look_up(session, aims, language=by.language)
    return [values.meant(kind, field, value, names) for field, value in pairs]


@guarded(Action.READ)
def since(session: Session, instant: datetime, *, by: User, limit: int = 20) -> list[News]:
    """What colleagues changed after an instant, one row a record, the latest first.

    Without one's own changes, and without what only administrators see.
    """
    latest = _latest(session, instant, by, limit)
    titles = look_up(session, list(latest), language=by.language)
    created = _created(session, instant, by, latest)
    return [
        News(kind, number, titles[kind, number], who, when, (kind, number) in created)
        for (kind, number), (who, when) in latest.items()
        if (kind, number) in titles  # else it is gone for good: there is nothing to go and see
    ]


def _latest(
    session: Session, instant: datetime, by: User, limit: int
) -> dict[tuple[Kind, int], tuple[str | None, datetime]]:
    """Who changed the records last, and when. Few lines mostly tell of enough of them."""
    found: dict[tuple[Kind, int], tuple[str | None, datetime]] = {}
    for scanned in (_FIRST_SCANNED, SCANNED):
        asked = {"instant": instant, "me": by.id, "most": scanned}
        lines = session.execute(_lines_since(), asked).all()
        for kind, number, who, when in lines:
            found.setdefault((kind, number), (who, when))
        if len(found) >= limit or len(lines) < scanned:
            break
    return dict(islice(found.items(), limit))


def _created(
    session: Session, instant: datetime, by: User, records: Iterable[tuple[Kind, int]]
) -> set[tuple[Kind, int]]:
    """Which of these came to be after it."""
    wanted = set(records)
    kinds, ids = ({each[place] for each in wanted} for place in (0, 1))
    asked = {"instant": instant, "me": by.id, "kinds": list(kinds), "ids": list(ids)}
    found = session.execute(_creations(), asked) if wanted else ()
    return {(kind, number) for kind, number in found} & wanted


@cache
def _creations() -> "Select[Any]":
    return select(*_RECORD).where(
        *_news(),
        col(Change.field) == "",
        col(Change.kind).in_(bindparam("kinds", expanding=True)),
        col(Change.record_id).in_(bindparam("ids", expanding=True)),
    )


@cache
def _lines_since() -> "Select[Any]":
    return (
        select(*_RECORD, col(Account.name), col(Change.at))
        .outerjoin(Account, col(Account.id) == col(Change.account_id))
        .where(*_news(), col(Change.kind).not_in((Kind.ACCOUNT, Kind.NAME_TERM, Kind.PRESS_RULE)))
        .order_by(*_LATEST_FIRST)
        .limit(bindparam("most", type_=Integer))
    )


def _news() -> "list[ColumnElement[bool]]":
    """After `instant`, and not by `me`."""
    who = col(Change.account_id)
    return [col(Change.at) > bindparam("instant"), or_(who.is_(None), who != bindparam("me"))]


_RECORD: list[Any] = [col(Change.kind), col(Change.record_id)]
_LATEST_FIRST = (col(Change.at).desc(), col(Change.id).desc())


class _Line(NamedTuple):
    id: int
    at: datetime
    who: str | None
    kind: Kind
    record_id: int
    field: str
    old: str | None
    new: str | None


def _lines() -> "Select[Any]":
    return (
        select(
            col(Change.id),
            col(Change.at),
            col(Account.name),
            col(Change.kind),
            col(Change.record_id),
            col(Change.field),
        )
        .add_columns(
            func.substr(col(Change.old), 1, values.SHOWN + 1),
            func.substr(col(Change.new), 1, values.SHOWN + 1),
        )
        .outerjoin(Account, col(Account.id) == col(Change.account_id))
    )


def _conditions(wanted: HistoryFilter) -> Iterator[Any]:
    if wanted.kind is not None:
        yield col(Change.kind) == wanted.kind
    if wanted.account_id is not None:
        yield col(Change.account_id) == wanted.account_id
    if wanted.since is not None:
        yield col(Change.at) >= start_of(wanted.since)
    if wanted.until is not None:
        yield col(Change.at) < start_of(wanted.until + timedelta(days=1))


def _refuse_accounts(session: Session, kind: Kind, by: User) -> None:
    if kind is Kind.ACCOUNT:
        require(session, by, Action.SEE_HISTORY)


def _paged(
    session: Session, query: "Select[Any]", language: str, page: int
) -> lists.Page[ChangeRow]:
    found = lists.paged(session, query, _Line, page=page)
    named = set(_named_in(found.rows))
    names = look_up(session, named, language=language)
    names = {**_gone(session, named - names.keys()), **names}
    rows = [_row(line, names) for line in found.rows]
    return lists.Page(rows, found.total, found.number)


def _gone(session: Session, unknown: set[values.Target]) -> dict[values.Target, Title]:
    """What records were called that are gone for good; their last line of history says it."""
    if not unknown:
        return {}
    ids = {number for _, number in unknown}
    query = select(col(Change.kind), col(Change.record_id), col(Change.old)).where(
        col(Change.field) == "", col(Change.old).is_not(None), col(Change.record_id).in_(ids)
    )
    told = session.execute(query)
    return {(str(kind), number): Title(old, gone=True) for kind, number, old in told}


def _named_in(lines: Iterable[_Line]) -> Iterator[values.Target]:
    """Every record that is spoken of, so that all are named by one query."""
    for line in lines:
        yield str(line.kind), line.record_id
        field, link = values.split(line.field)
        word, _, column = field.partition(".")
        said = [(word, link), *((column or word, each) for each in (line.old, line.new))]
        for name, value in said:
            if (aim := values.target(line.kind, name, value)) is not None:
                yield aim


def _row(line: _Line, names: dict[values.Target, Title]) -> ChangeRow:
    field, link = values.split(line.field)
    word = field.partition(".")[0]
    old, new = (values.meant(line.kind, field, value, names) for value in (line.old, line.new))
    return ChangeRow(
        id=line.id,
        at=line.at,
        who=line.who,
        kind=line.kind,
        record_id=line.record_id,
        title=names.get((line.kind, line.record_id), Title(f"#{line.record_id}", gone=True)),
        field=field,
        link=values.meant(line.kind, word, link, names),
        old=old,
        new=new,
    )
