"""Taking a person out of every table: past the objects, because history must not tell of it.

Parts of `erasing`, which has asked who may. Nothing here can be taken back, so whatever could put
it back – the journals of merges and imports, the files that came in – is cleaned as well.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, and_, delete, or_, select, update
from sqlmodel import Session, col

from tracker import clock
from tracker.db import Base
from tracker.domain import indexing, journal, name_words, word_index
from tracker.domain.batches import batched
from tracker.domain.erasing import finding
from tracker.domain.erasing.finding import Trace
from tracker.domain.models import (
    RECORDS,
    Attachment,
    AttachmentContent,
    Change,
    DataBasis,
    EventPerson,
    IdFloor,
    Import,
    ImportFile,
    InteractionPerson,
    JournalRow,
    Kind,
    Mention,
    NameKey,
    Person,
    PersonalContact,
    Position,
    PressRejection,
    SuggestedPair,
)
from tracker.names.blotting import Traces

FORMER = "Бұрынғы байланыс · Бывший контакт · Former contact"
# What makes up the searched and sorted form of a record.
_KEYS = ("search_key", "sort_key", "sort_kk", "sort_ru", "sort_en", "text_key")
# Rows that are known by the very words: without them there is nothing left to say.
_GONE = {PressRejection.__table__.name}  # type: ignore[attr-defined]
_TABLES: dict[str, Any] = {
    **{kind.__table__.name: kind for kind in RECORDS.values()},
    Attachment.__table__.name: Attachment,  # type: ignore[attr-defined]
}


def texts(session: Session, wanted: Traces, traces: Iterable[Trace]) -> int:
    """Make the name unreadable wherever it stands; returns in how many rows."""
    touched: dict[str, list[int]] = {}
    count = 0
    for trace in traces:
        count += 1
        table = Base.metadata.tables[trace.table]
        here = [c == value for c, value in zip(table.primary_key, trace.key, strict=True)]
        if trace.table in _GONE:
            _run(session, delete(table).where(*here))
            continue
        clean = {name: wanted.blotted_json(value) for name, value in trace.held.items()}
        if "revision" in table.columns:
            clean["revision"] = table.c.revision + 1
        _run(session, update(table).where(*here).values(clean))
        if trace.table in _TABLES:
            touched.setdefault(trace.table, []).append(trace.key[0])
    for name, ids in touched.items():
        _file(session, _TABLES[name], ids)
    return count


def people(session: Session, ids: Sequence[int], *, whole: bool) -> int:
    """What is theirs: all of it, or all but that there was somebody; returns how many rows."""
    records = session.scalars(select(Person).where(col(Person.id).in_(ids))).all()
    session.expunge_all()
    for record in records:
        record.deleted_at = None  # names of what is in the trash are filed still
    keys = indexing.keys_of(records, name_words.held(session))
    for number, record_id in keys:
        here = (col(NameKey.key) == number, col(NameKey.record_id) == record_id)
        _run(session, delete(NameKey).where(*here))
    word_index.drop(session, ((Kind.PERSON, number) for number in ids))
    pairs = or_(col(SuggestedPair.a).in_(ids), col(SuggestedPair.b).in_(ids))
    count = _run(
        session, delete(SuggestedPair).where(col(SuggestedPair.kind) == Kind.PERSON, pairs)
    )
    gone: list[Any] = [DataBasis, PersonalContact, Mention]
    gone += [Position, EventPerson, InteractionPerson] if whole else []
    for kind in gone:
        count += _run(session, delete(kind).where(kind.person_id.in_(ids)))
    told = (col(Change.kind) == Kind.PERSON, col(Change.record_id).in_(ids))
    count += _run(session, update(Change).where(*told).values(old=None, new=None))
    if whole:
        _run(session, update(Person).where(col(Person.id).in_(ids)).values(merged_into_id=None))
        count += _run(session, delete(Person).where(col(Person.id).in_(ids)))
        _keep_ids(session, max(ids))
    else:
        bare: dict[str, Any] = {"title": "", "since": None, "until": None}
        count += _run(session, update(Position).where(_theirs(Position, ids)).values(bare))
        left: dict[str, Any] = dict.fromkeys(("email", "phone", "notes"))
        left |= {"name": FORMER, "other_names": [], "search_key": "", "sort_key": ""}
        left |= {"erased_at": clock.now(), "revision": Person.revision + 1}
        count += _run(session, update(Person).where(col(Person.id).in_(ids)).values(left))
    return count


def ways_back(session: Session, ids: Sequence[int], wanted: Traces | None) -> int:
    """The lines of journals by which a merge or an import could bring them back, and its files."""
    columns = {
        table.name: [name for name, aim in journal.foreign_keys(table.name) if aim == "person"]
        for table in Base.metadata.sorted_tables
    }
    fits = [
        and_(
            col(JournalRow.table_name) == "person",
            col(JournalRow.row_key).in_([journal.key_text([number]) for number in ids]),
        )
    ]
    fits += [
        and_(
            col(JournalRow.table_name) == name,
            or_(
                *(
                    side.contains(f'"{column}": {number}{end}', autoescape=True)
                    for side in (col(JournalRow.before), col(JournalRow.after))
                    for end in ",}"
                    for column in aims
                    for number in ids
                )
            ),
        )
        for name, aims in columns.items()
        if aims
    ]
    query = select(col(JournalRow.id), col(JournalRow.undertaking_id)).where(or_(*fits))
    theirs = session.execute(query).all()
    count = 0
    for some in batched((number for number, _ in theirs), 500):
        count += _run(session, delete(JournalRow).where(col(JournalRow.id).in_(some)))
    works = {work for _, work in theirs}
    return count + _files(session, works, wanted)


def attachments(session: Session, ids: Sequence[int]) -> int:
    """Files that are to go, with their bytes."""
    _run(session, delete(AttachmentContent).where(col(AttachmentContent.attachment_id).in_(ids)))
    word_index.drop(session, ((word_index.FILE, number) for number in ids))
    for name, aims in ((table, journal.foreign_keys(table)) for table in Base.metadata.tables):
        table: Table = Base.metadata.tables[name]
        for column, aim in aims:
            if aim == "attachment" and table.c[column].nullable:
                _run(session, update(table).where(table.c[column].in_(ids)).values({column: None}))
    return _run(session, delete(Attachment).where(col(Attachment.id).in_(ids)))


def _files(session: Session, works: set[int], wanted: Traces | None) -> int:
    query = select(col(ImportFile.import_id), col(ImportFile.content), col(Import.undo_id))
    query = query.join(Import, col(Import.id) == col(ImportFile.import_id))
    gone = [
        number
        for number, content, work in session.execute(query)
        if work in works or (wanted is not None and finding.stand_in_bytes(content, wanted))
    ]
    return _run(session, delete(ImportFile).where(col(ImportFile.import_id).in_(gone)))


def _file(session: Session, kind: Any, ids: Sequence[int]) -> None:
    """Let search and order go by what these records say now."""
    session.expire_all()
    records = list(session.scalars(select(kind).where(kind.id.in_(ids))))
    session.expunge_all()
    for record in records:
        if hasattr(record, "refresh_keys"):
            record.refresh_keys()
            made = {name: getattr(record, name) for name in _KEYS if hasattr(record, name)}
            _run(session, update(kind).where(kind.id == record.id).values(made))
    indexing.file(session, records)


def _keep_ids(session: Session, highest: int) -> None:
    """A number that proofs and the access log name is not given to somebody else."""
    floor = session.get(IdFloor, "person") or IdFloor(table_name="person", highest=0)
    floor.highest = max(floor.highest, highest)
    session.add(floor)
    session.flush()


def _theirs(kind: Any, ids: Sequence[int]) -> Any:
    return kind.person_id.in_(ids)


def _run(session: Session, statement: Any) -> int:
    return session.connection().execute(statement).rowcount
