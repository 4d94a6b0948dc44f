"""Filing names anew, a short transaction at a time: what the server does beside its work."""

from collections.abc import Iterator

from tracker import db
from tracker.domain import filing, indexing, name_words
from tracker.domain.filing import Progress


def step() -> bool:
    """File the next names; False when all are filed with the words of today."""
    with db.reading() as session:
        batch = filing.prepared(session)
    if batch is None:
        return False
    with db.transaction() as session:
        filing.put(session, batch)
    return True


def everything() -> Iterator[Progress]:
    """File every record anew, its names and its texts; says after each batch how far it is."""
    with db.reading() as session:
        version = name_words.look(session).version
        total = sum(filing.count(session, table) for table in indexing.FILED)
    done = 0
    for table in indexing.FILED:
        last: int | None = 0
        while last is not None:
            with db.transaction() as session:
                last, size = indexing.file_after(session, table, last)
            done += size
            yield Progress(done, total)
    with db.transaction() as session:
        filing.settle(session, version)
