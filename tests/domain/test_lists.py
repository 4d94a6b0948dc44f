"""Pages of a list."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, select
from sqlmodel import Session, col

from tracker.domain import lists
from tracker.domain.models import Tag


class Row(NamedTuple):
    id: int
    name: str


@pytest.fixture
def hundred(session: Session) -> Session:
    session.add_all(Tag(name=f"tag {n:03d}", key=f"tag {n:03d}") for n in range(120))
    session.flush()
    return session


def page(session: Session, number: int, *, by_ids: bool = False) -> lists.Page[Row]:
    query: Any = select(col(Tag.id), col(Tag.name)).order_by(col(Tag.key))
    ids = select(col(Tag.id)).order_by(col(Tag.key)) if by_ids else None
    return lists.paged(session, query, Row, page=number, ids=ids)


@pytest.mark.parametrize("by_ids", [False, True])
@pytest.mark.parametrize(
    ("asked", "first", "rows", "number"),
    [
        (1, "tag 000", 50, 1),
        (2, "tag 050", 50, 2),
        (3, "tag 100", 20, 3),
        (99, "tag 100", 20, 3),
        (0, "tag 000", 50, 1),
        (-5, "tag 000", 50, 1),
    ],
)
def test_a_page_is_moved_into_range_and_knows_how_many_there_are(
    hundred: Session, asked: int, first: str, rows: int, number: int, by_ids: bool
) -> None:
    found = page(hundred, asked, by_ids=by_ids)
    assert (found.rows[0].name, len(found.rows), found.number) == (first, rows, number)
    assert (found.total, found.pages) == (120, 3)


@pytest.mark.parametrize("asked", [1, 7])
def test_an_empty_list_has_one_empty_page(session: Session, asked: int) -> None:
    found = page(session, asked)
    assert (found.rows, found.total, found.number, found.pages) == ([], 0, 1, 1)


def test_counting_stops_where_it_says_enough(
    hundred: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 100)
    assert page(hundred, 1).total == 101


def test_every_word_of_a_search_must_be_there(hundred: Session) -> None:
    def matches(text: str) -> int:
        found = hundred.scalars(select(Tag).where(*lists.matching(col(Tag.key), text)))
        return len(found.all())

    assert matches("TAG 11") == 11
    assert matches("tag 9 1") == 4
    assert matches("_") == 0
    assert matches("t\u00adag\u200b 11") == 11  # as pasted from a document
    assert matches("") == 120


@pytest.mark.parametrize("number", [1, 2, 3, 99])
def test_rows_that_are_all_read_at_once_come_in_the_same_pages(
    hundred: Session, number: int
) -> None:
    query: Any = select(col(Tag.id), col(Tag.name)).order_by(col(Tag.name))
    ids = select(col(Tag.id)).order_by(col(Tag.name))
    found = lists.paged(hundred, query, Row, page=number, ids=ids, at_once=True)
    assert found == page(hundred, number)


def test_what_is_all_read_is_not_looked_up_by_an_index_of_its_order(hundred: Session) -> None:
    ids = select(col(Tag.id)).where(col(Tag.name).contains("1")).order_by(col(Tag.key).desc())
    query: Any = select(col(Tag.id), col(Tag.name)).order_by(col(Tag.key).desc())
    asked: list[tuple[str, Any]] = []
    with listening(hundred, asked):
        lists.paged(hundred, query, Row, ids=ids, at_once=True)
    if hundred.get_bind().dialect.name == "sqlite":
        read, given = asked[0]
        plan = hundred.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {read}", given).all()
        assert [row[3] for row in plan] == ["SCAN tag", "USE TEMP B-TREE FOR ORDER BY"]


@contextmanager
def listening(session: Session, asked: list[tuple[str, Any]]) -> Iterator[None]:
    """What is asked of the database meanwhile."""

    def note(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        asked.append((statement, given))

    bound = session.connection()
    event.listen(bound, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(bound, "before_cursor_execute", note)


def test_of_nothing_read_at_once_there_is_one_empty_page(session: Session) -> None:
    query: Any = select(col(Tag.id), col(Tag.name))
    ids = select(col(Tag.id))
    none = lists.paged(session, query, Row, page=3, ids=ids, at_once=True)
    assert none == lists.Page([], 0, 1)
