"""Reading a list of any length in little memory. For `all_rows`, which has checked who asks."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlmodel import Session, col

from tracker.domain.models import Link, Tag

R = TypeVar("R")


def in_chunks(
    session: Session,
    ids: "Select[Any]",
    rows: Callable[[Sequence[int]], Iterator[tuple[int, R]]],
    *,
    size: int = 500,
) -> Iterator[R]:
    """The rows of a query's ids, in its order, `size` read at a time while the session lasts.

    The first column of `ids` is the id; `rows` reads some of them, in any order.
    """
    found = session.connection().execute(ids.execution_options(yield_per=size))
    for part in found.partitions(size):
        numbers = [line[0] for line in part]
        read = dict(rows(numbers))
        yield from (read[number] for number in numbers if number in read)


def gathered(session: Session, pairs: "Select[Any]") -> "defaultdict[int, tuple[str, ...]]":
    """What belongs to each record, from a query for (id of the record, name)."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for number, name in session.connection().execute(pairs):
        found[number] += (name,)
    return found


def tags(
    session: Session, link: type[Link], ids: Sequence[int]
) -> "defaultdict[int, tuple[str, ...]]":
    """The tags of each of these records, in alphabetical order."""
    holder = col(getattr(link, link.belongs_to[1]))
    tag = col(getattr(link, link.shows[1]))
    pairs = select(holder, col(Tag.name)).join(Tag, col(Tag.id) == tag).where(holder.in_(ids))
    return gathered(session, pairs.order_by(col(Tag.key)))
