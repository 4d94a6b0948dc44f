"""Pages of a list: fifty small rows from SQL, and how many there are."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Select,
    SQLColumnExpression,
    UnaryExpression,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.sql.operators import custom_op
from sqlmodel import Session

from tracker.domain import letters
from tracker.names.text import clean_line, search_key

PAGE = 50
CHOICES = 300  # that a field offers to pick from
_PLUS: Any = custom_op("+")
COUNTED = 10_000  # counting stops here: "10,000+" says enough and costs little

R = TypeVar("R")


class ByDay(StrEnum):
    """The one order of a list by day, as a rule the latest first."""

    DAY = "day"


class Page(NamedTuple, Generic[R]):
    """One page of a list. `total` is at most COUNTED + 1, which means more than COUNTED."""

    rows: list[R]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def paged(
    session: Session,
    query: "Select[Any]",
    row: type[R],
    *,
    page: int = 1,
    ids: "Select[Any] | None" = None,
    at_once: bool = False,
) -> Page[R]:
    """Run a query for one page. `page` counts from 1 and is moved into range.

    Where columns are dear (a count of other rows, a name from another table), `ids` gives the same
    rows in the same order by their ids alone, so that the columns are worked out for one page and
    not for every row that fits. The first column of `query` must then be the id. `at_once`: every
    record has to be read to see whether it fits, as for a word in it; so they are read only once,
    for the page and for the number.
    """
    number = min(max(1, page), COUNTED // PAGE + 1)
    if at_once and ids is not None:
        return _at_once(session, query, row, ids, number)
    found = session.execute(_part(query, ids, number)).all()
    if len(found) < PAGE and (found or number == 1):
        # The last page needs no counting: all before it are full.
        total = min((number - 1) * PAGE + len(found), COUNTED + 1)
    else:
        total = _total(session, query if ids is None else ids)
        if not found and total:
            number = -(-total // PAGE)
            found = session.execute(_part(query, ids, number)).all()
    return Page([row(*values) for values in found], total, number if total else 1)


def _at_once(
    session: Session,
    query: "Select[Any]",
    row: type[R],
    ids: "Select[Any]",
    number: int,
) -> Page[R]:
    if session.get_bind().dialect.name == "sqlite":
        ids = _read_as_they_lie(ids)
    fitting = session.scalars(ids.limit(COUNTED + 1)).all()
    number = max(1, min(number, -(-len(fitting) // PAGE)))
    shown = fitting[(number - 1) * PAGE : number * PAGE]
    if not shown:
        return Page([], 0, 1)
    found = session.execute(query.where(query.selected_columns[0].in_(shown)))
    return Page([row(*values) for values in found], len(fitting), number)


def _read_as_they_lie(ids: "Select[Any]") -> "Select[Any]":
    """The same order, but no index of it is walked.

    To look up every record by such an index takes SQLite three times as long as to read the table
    from end to end and sort what fits.
    """
    clauses = ids._order_by_clauses
    return ids.order_by(None).order_by(*map(_unindexed, clauses))


def _unindexed(clause: Any) -> Any:
    """A column as SQLite's way to say that no index shall be used for it; all else as it is."""
    if isinstance(clause, UnaryExpression) and clause.modifier is not None:
        return UnaryExpression(_unindexed(clause.element), modifier=clause.modifier)
    if isinstance(clause, ColumnClause):
        return UnaryExpression(clause, operator=_PLUS, type_=clause.type)
    return clause


def _part(query: "Select[Any]", ids: "Select[Any] | None", number: int) -> "Select[Any]":
    start = (number - 1) * PAGE
    if ids is None:
        return query.limit(PAGE).offset(start)
    shown = ids.limit(PAGE).offset(start).correlate(None)
    return query.where(query.selected_columns[0].in_(shown))


def _total(session: Session, query: "Select[Any]") -> int:
    countable = query.order_by(None).limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(countable)) or 0


def matching(
    key: SQLColumnExpression[str], text: str, *, narrowed: bool = True
) -> list[ColumnElement[bool]]:
    """The conditions that a stored search key contains every word of a search.

    `narrowed`: where letters of the key are kept, only records that have them are looked through.
    """
    found: list[ColumnElement[Any]] = []
    for word in words(text):
        if narrowed:
            found += letters.have(key, word)
        found.append(key.contains(word, autoescape=True))
    return found


def matching_until_full(
    session: Session, key: SQLColumnExpression[str], text: str
) -> list[ColumnElement[bool]]:
    """The same for what is read until there is enough, the latest first: narrowed where few records
    have the letters, for where many do enough is found soon."""
    return matching(key, text, narrowed=letters.are_few(session, key, words(text)))


def words(text: str) -> list[str]:
    """The words of a search, of which the first twelve count; cleaned as names are when kept."""
    return search_key(clean_line(text)).split()[:12]


def meant(
    record_id: Any,
    key: SQLColumnExpression[str],
    text: str,
    likely: Sequence[int],
) -> list[ColumnElement[bool]]:
    """The conditions that a search key contains every word, or that the name is likely meant."""
    if not likely:
        return matching(key, text)
    return [or_(and_(*matching(key, text)), record_id.in_(likely))]


def likeliest_first(record_id: Any, likely: Sequence[int]) -> list[ColumnElement[int]]:
    """The order that puts those whose names are likely meant before all others."""
    if not likely:
        return []
    places = {number: place for place, number in enumerate(likely)}
    return [case(places, value=record_id, else_=len(likely))]
