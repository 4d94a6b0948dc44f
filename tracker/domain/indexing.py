"""What search knows of every record, written when the session flushes: no verb can forget it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel, col, select

from tracker.domain import word_index
from tracker.domain.models import (
    RECORDS,
    Attachment,
    Event,
    Kind,
    NameKey,
    Partner,
    Person,
    Record,
    Unit,
)
from tracker.domain.word_index import FILE
from tracker.names import keys, passages

BATCH = 500  # records read at a time when all are filed anew

_KINDS: dict[type[SQLModel], Kind] = {record: kind for kind, record in RECORDS.items()}

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
    for table in (*RECORDS.values(), Attachment):
        last = 0
        while batch := _after(session, table, last):
            file(session, batch)
            last = batch[-1].id
            done += len(batch)
            session.expunge_all()
            yield done


def texts(record: Any) -> list[str]:
    """The texts of a record that search looks into, in the order in which they are shown."""
    found: list[str] = []
    for field in TEXTS[_KINDS[type(record)]]:
        value = getattr(record, field)
        found += value if isinstance(value, list) else [value] if value else []
    return found


def _after(session: Session, table: Any, last: int) -> list[Any]:
    query = select(table).where(col(table.id) > last).order_by(col(table.id)).limit(BATCH)
    return list(session.exec(query))


def _is_searched(thing: object) -> bool:
    return type(thing) in _KINDS or _is_file(thing)


def _is_file(thing: object) -> bool:
    return isinstance(thing, Attachment)


def _filed(thing: Any) -> tuple[str, int]:
    """Under what its words are filed."""
    return FILE if _is_file(thing) else _KINDS[type(thing)], thing.id


def _words(thing: Any) -> tuple[str, int, list[str]]:
    return *_filed(thing), passages.kept([thing.name] if _is_file(thing) else texts(thing))


def _keep_names(session: Session, records: Iterable[Record]) -> None:
    rows = [
        {"key": keys.number(_KINDS[type(record)], key), "record_id": record.id}
        for record in records
        if type(record) in NAMES
        for key in keys.of(NAMES[type(record)](record), getattr(record, "city", None))
    ]
    if rows:
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        session.connection().execute(insert(NameKey).on_conflict_do_nothing(), rows)
