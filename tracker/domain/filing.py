"""Filing the names of all records anew, in small steps, after the words of names have changed.

How far it is stands in the database: a step may be made by any process, now or after the next
start. Making the keys takes the time; it is done while reading, so that writing takes little.
"""

from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.domain import indexing, name_words
from tracker.domain.models import Kind, NameFiling


class Batch(NamedTuple):
    """The keys of the next records, and what they were made of. No `kind`: there are no more."""

    stamp: int
    version: str
    after: tuple[str, int]  # the last record before them
    kind: Kind | None
    last: int
    size: int
    keys: list[tuple[int, int]]


class Progress(NamedTuple):
    """How many records are filed, of how many."""

    done: int
    total: int


def prepared(session: Session) -> Batch | None:
    """The next names to file, or None when all are filed with the words of today."""
    words = name_words.look(session)
    filing = session.get_one(NameFiling, 1)
    if filing.filed_with == words.version:
        return None
    under_way = filing.filing_with == words.version
    after = (filing.kind, filing.last) if under_way else ("", 0)
    for table in indexing.NAMES:
        kind, last = indexing.KINDS[table], 0
        if after[0]:
            if kind != after[0]:
                continue
            last = after[1]
        if batch := indexing.after(session, table, last):
            keys = indexing.keys_of(batch, words.lexicon)
            return Batch(
                words.stamp, words.version, _place(filing), kind, batch[-1].id, len(batch), keys
            )
        after = ("", 0)
    return Batch(words.stamp, words.version, _place(filing), None, 0, 0, [])


def put(session: Session, batch: Batch) -> None:
    """Keep what was prepared, unless the words changed or another process was faster."""
    filing = session.get_one(NameFiling, 1, with_for_update=True)
    if _place(filing) != batch.after or name_words.look(session).stamp != batch.stamp:
        return
    if filing.filing_with != batch.version:
        filing.done = 0
    filing.filing_with = batch.version
    filing.done += batch.size
    filing.kind, filing.last = batch.kind or "", batch.last
    if batch.kind is None:
        filing.filed_with = batch.version
    indexing.put_keys(session, batch.keys)
    session.flush()


def settle(session: Session, version: str) -> None:
    """All names have just been filed with the words of this version by other means."""
    filing = session.get_one(NameFiling, 1, with_for_update=True)
    filing.filed_with = version
    session.flush()


def progress(session: Session) -> Progress | None:
    """How far it is; None when all is done."""
    version = name_words.look(session).version
    filing = session.get_one(NameFiling, 1)
    if filing.filed_with == version:
        return None
    done = filing.done if filing.filing_with == version else 0
    total = sum(count(session, table) for table in indexing.NAMES)
    return Progress(min(done, total), total)


def _place(filing: NameFiling) -> tuple[str, int]:
    return filing.kind, filing.last


def count(session: Session, table: Any) -> int:
    """How many rows a table has, also in the trash."""
    return session.scalar(select(func.count(col(table.id)))) or 0
