"""Files kept with records: put there, listed, read and taken away."""

from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import malware
from tracker.access import Action, User, guarded
from tracker.domain import file_types, saving
from tracker.domain.models import RECORDS, Account, Attachment, AttachmentContent, Kind
from tracker.domain.models.attachments import PLACES
from tracker.errors import Invalid, NotFound

KINDS = frozenset(Kind(place.removesuffix("_id")) for place in PLACES)  # that may have files
MEGABYTES = 20
LIMIT = MEGABYTES * 1024 * 1024


class FileRow(NamedTuple):
    """One file of a record."""

    id: int
    name: str
    media_type: str
    size: int  # bytes
    added_at: datetime
    added_by: str


class File(NamedTuple):
    """A file as it is handed out. Serve it as a download, never to be shown in the page."""

    name: str
    media_type: str
    content: bytes


@guarded(Action.EDIT)
def add(
    session: Session,
    kind: Kind,
    record_id: int,
    *,
    name: str,
    content: bytes,
    by: User,
    key: str | None = None,
) -> Attachment:
    """Keep a file with a record. The same `key` twice stores one file and returns it.

    Raises Invalid at `file` with file_empty, file_too_large or file_kind, or as
    `malware.scanned`, which is slow: call that first, outside of transactions. NotFound for a
    record that is not there, or of a kind that has no files.
    """
    _refuse_trashed(session, kind, record_id)
    known = saving.claim(session, key, kind, by=by)
    if known is not None:
        return _found(session, known)
    kept = _checked(name, content)
    attachment = Attachment(
        name=kept.name,
        media_type=kept.media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        added_by=by.id,
    )
    setattr(attachment, f"{kind}_id", record_id)
    session.add(attachment)
    session.flush()
    number = saving.id_of(attachment)
    session.add(AttachmentContent(attachment_id=number, content=bytes(content)))
    session.flush()
    saving.settle(session, key, number)
    return attachment


@guarded(Action.READ)
def of(session: Session, kind: Kind, record_id: int, *, by: User) -> list[FileRow]:
    """The files of a record, the oldest first. Raises NotFound as `add` does."""
    _refuse_trashed(session, kind, record_id)
    query = (
        select(
            col(Attachment.id),
            col(Attachment.name),
            col(Attachment.media_type),
            col(Attachment.size),
            col(Attachment.added_at),
            col(Account.name),
        )
        .join(Account, col(Account.id) == col(Attachment.added_by))
        .where(col(getattr(Attachment, f"{kind}_id")) == record_id)
        .order_by(col(Attachment.id))
    )
    return [FileRow(*row) for row in session.execute(query)]


@guarded(Action.READ)
def content(session: Session, attachment_id: int, *, by: User) -> File:
    """Raises NotFound, also for a file of a record in the trash."""
    attachment = _found(session, attachment_id)
    stored = select(col(AttachmentContent.content)).where(
        col(AttachmentContent.attachment_id) == attachment_id
    )
    return File(attachment.name, attachment.media_type, session.execute(stored).scalar_one())


@guarded(Action.READ)
def place(session: Session, attachment_id: int, *, by: User) -> tuple[Kind, int]:
    """On which record a file hangs. Raises NotFound."""
    attachment = _found(session, attachment_id)
    places = ((Kind(each.removesuffix("_id")), getattr(attachment, each)) for each in PLACES)
    return next((kind, number) for kind, number in places if number is not None)


@guarded(Action.EDIT)
def remove(session: Session, attachment_id: int, *, by: User) -> None:
    """Take a file away for good; the record's history keeps its name. Raises NotFound."""
    session.delete(_found(session, attachment_id))
    session.flush()


def _checked(name: str, content: bytes) -> file_types.Kept:
    if len(content) > LIMIT:
        raise Invalid("file", "file_too_large", name=name, limit=MEGABYTES)
    if not content:
        raise Invalid("file", "file_empty", name=name)
    kept = file_types.recognised(name, content)
    if kept is None:
        raise Invalid("file", "file_kind", name=name, kinds=", ".join(file_types.TYPES).upper())
    malware.scanned(kept.name, content)
    return kept


def _found(session: Session, attachment_id: int) -> Attachment:
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound(f"file {attachment_id}")
    for place in PLACES:
        record_id: Any = getattr(attachment, place)
        if record_id is not None:
            saving.found(session, RECORDS[Kind(place.removesuffix("_id"))], record_id)
    return attachment


def _refuse_trashed(session: Session, kind: Kind, record_id: int) -> None:
    if kind not in KINDS:
        raise NotFound(f"no files are kept with a {kind}")
    record = RECORDS[kind]
    # Not the record itself: with it would come all its links.
    alive = select(col(record.id)).where(col(record.id) == record_id)
    if session.scalar(alive.where(col(record.deleted_at).is_(None))) is None:
        raise NotFound(f"{record.__name__} {record_id}")
