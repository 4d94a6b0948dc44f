"""What search knows of every record, written when the session flushes: no verb can forget it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel, col, select

from tracker.domain import foreseen, name_words, word_index
from tracker.domain.foreseen import Shelf
from tracker.domain.models import (
    RECORDS,
    Attachment,
    Event,
    Kind,
    Partner,
    Person,
    Unit,
)
from tracker.domain.word_index import FILE
from tracker.names import keys, passages
from tracker.names.lexicon import Lexicon

BATCH = 500  # records read at a time when all are filed anew
FILED = (*RECORDS.values(), Attachment)

_PUT_SQLITE = "INSERT OR IGNORE INTO name_key (key, record_id) VALUES (?, ?)"
_PUT_POSTGRESQL = (
    "INSERT INTO name_key (key, record_id) SELECT * FROM unnest(%s::bigint[], %s::integer[])"
    " ON CONFLICT DO NOTHING"
)

KINDS: dict[type[SQLModel], Kind] = {record: kind for kind, record in RECORDS.items()}

# What a record may be called; these are also found by misspellings, acronyms and translations.
NAMES: dict[type[SQLModel], Callable[[Any], list[str]]] = {
    Partner: lambda partner: [*partner.names, *partner.aliases],
    Person: lambda person: [person.name, *person.other_names],
    Unit: lambda unit: list(unit.names),
    Event: lambda event: list(event.names),
}
# What else may be asked for by its words.
TEXTS: dict[Kind, tuple[str, ...]] = {
    Kind.PARTNER: (
        *("name_kk", "name_ru", "name_en", "aliases", "bin"),
        *("city", "region", "website", "notes"),
    ),
    Kind.PERSON: ("name", "other_names", "email", "phone", "notes"),
    Kind.UNIT: (
        *("name_kk", "name_ru", "name_en", "head"),
        *("competences_kk", "competences_ru", "competences_en"),
    ),
    Kind.EVENT: ("name_kk", "name_ru", "name_en", "place", "description"),
    Kind.NEWS_ITEM: ("title", "source", "text"),
    Kind.INTERACTION: ("summary", "outcome", "place"),
    Kind.FOLLOW_UP: ("subject", "quote", "notes", "outcome"),
    Kind.AGREEMENT: ("title", "number", "promised"),
}


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: UOWTransaction) -> None:
    """File whatever was flushed; take out what went to the trash or away."""
    written = [each for each in (*session.new, *session.dirty) if _is_searched(each)]
    file(session, written)
    word_index.drop(session, (_filed(each) for each in session.deleted if _is_searched(each)))


def file(session: Session, records: Sequence[Any]) -> None:
    """File these records and attachments as they are now; those in the trash are taken out."""
    alive = [each for each in records if getattr(each, "deleted_at", None) is None]
    _keep_names(session, alive)
    word_index.put(session, (_words(each) for each in alive))
    gone = (each for each in records if getattr(each, "deleted_at", None) is not None)
    word_index.drop(session, (_filed(each) for each in gone))


def file_everything(session: Session) -> Iterator[int]:
    """File every record anew, a batch at a time; yields how many are done so far.

    Needed once for records from before there was a search, and after a change of how names are
    compared. The caller commits between batches, or once.
    """
    done = 0
    for table in FILED:
        last: int | None = 0
        while last is not None:
            last, size = file_after(session, table, last)
            done += size
            yield done


def file_after(session: Session, table: Any, last: int) -> tuple[int | None, int]:
    """File the next records of a table: the id of the last of them, if any, and how many."""
    batch = after(session, table, last)
    file(session, batch)
    session.expunge_all()
    return (batch[-1].id if batch else None), len(batch)


def texts(record: Any) -> list[str]:
    """The texts of a record that search looks into, in the order in which they are shown."""
    found: list[str] = []
    for field in TEXTS[KINDS[type(record)]]:
        value = getattr(record, field)
        found += value if isinstance(value, list) else [value] if value else []
    return found


def after(session: Session, table: Any, last: int) -> list[Any]:
    """The next records of a table to file: those after an id, in order."""
    query = select(table).where(col(table.id) > last).order_by(col(table.id)).limit(BATCH)
    return list(session.exec(query))


def _is_searched(thing: object) -> bool:
    return type(thing) in KINDS or _is_file(thing)


def _is_file(thing: object) -> bool:
    return isinstance(thing, Attachment)


def _filed(thing: Any) -> tuple[str, int]:
    """Under what its words are filed."""
    return FILE if _is_file(thing) else KINDS[type(thing)], thing.id


def _words(thing: Any) -> tuple[str, int, Sequence[str]]:
    words = foreseen.words(thing)
    if words is None:
        words = passages.kept([thing.name] if _is_file(thing) else texts(thing))
    return *_filed(thing), words


def keys_of(
    records: Iterable[Any], lexicon: Lexicon, shelf: Shelf | None = None
) -> list[tuple[int, int]]:
    """Under what the names of these records are found, made with these words: key and record."""
    return [
        (number, record.id)
        for record in records
        if type(record) in NAMES and record.deleted_at is None
        for number in _numbers(record, lexicon, shelf)
    ]


def _numbers(record: Any, lexicon: Lexicon, shelf: Shelf | None) -> set[int]:
    kind = KINDS[type(record)]
    filed_under = shelf.numbers if shelf else foreseen.filed_under
    found = {
        keys.number(kind, key) for key in keys.of_place(getattr(record, "city", None), lexicon)
    }
    return found.union(*(filed_under(kind, name, lexicon) for name in NAMES[type(record)](record)))


def put_keys(session: Session, filed: Sequence[tuple[int, int]]) -> None:
    """Keep what `keys_of` gave; what is there stays. A record has dozens, so they go unwrapped.

    In their order: of the many pages of the index each is then looked for once.
    """
    if filed:
        connection = session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        given: Any = sorted(filed)
        if not is_sqlite:
            given = tuple(map(list, zip(*given, strict=True)))
        connection.exec_driver_sql(_PUT_SQLITE if is_sqlite else _PUT_POSTGRESQL, given)


def _keep_names(session: Session, records: Sequence[Any]) -> None:
    if any(type(record) in NAMES for record in records):
        put_keys(session, keys_of(records, name_words.held(session), foreseen.lent(session)))
