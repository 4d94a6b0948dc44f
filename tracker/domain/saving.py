"""A save sent twice is stored once; an edit begun on an old version is refused."""

from typing import TypeVar

from sqlalchemy import and_, bindparam, inspect, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import object_session
from sqlmodel import Session, SQLModel, col, select

from tracker.access import User
from tracker.db import Revised
from tracker.domain.models import Kind, Record, SaveKey
from tracker.errors import NotFound, Stale

R = TypeVar("R", bound=Record)

# Written once: every form asks them.
_CLAIM = {
    system: insert(SaveKey).on_conflict_do_nothing().returning(col(SaveKey.key))
    for system, insert in (("sqlite", sqlite_insert), ("postgresql", postgresql_insert))
}
_SETTLE = update(SaveKey).where(col(SaveKey.key) == bindparam("ours"))


def claim(session: Session, key: str | None, kind: Kind, *, by: User) -> int | None:
    """The id of the record that this key already saved, or None: then the save is ours to do.

    Of two that claim at the same moment the second waits until the first has committed. Call
    `settle` with the new record's id before the transaction ends.
    """
    if key is None:
        return None
    row = {"key": key, "account_id": by.id, "kind": kind, "record_id": 0}
    if session.connection().execute(_CLAIM[session.get_bind().dialect.name], row).first():
        return None
    saved = select(SaveKey.record_id).where(SaveKey.key == key, SaveKey.account_id == by.id)
    return session.exec(saved).one_or_none()


def settle(session: Session, key: str | None, record_id: int | None) -> None:
    """Remember which record the claimed key saved."""
    if key is not None:
        session.connection().execute(_SETTLE, {"ours": key, "record_id": record_id})


def found(session: Session, kind: type[R], record_id: int, *, trashed: bool = False) -> R:
    """The record with this id. Raises NotFound, also for one in the trash unless `trashed`."""
    record = session.get(kind, record_id)
    if record is None or (record.deleted_at is not None and not trashed):
        raise NotFound(f"{kind.__name__} {record_id}")
    return record


def id_of(record: SQLModel) -> int:
    """The id of a record that was flushed."""
    number: int | None = getattr(record, "id", None)
    if number is None:
        raise NotFound(f"{type(record).__name__} has not been saved")
    return number


def expect(record: Revised, revision: int) -> None:
    """Refuse an edit that began on another revision. Raises Stale with the fields as they are.

    From here on nobody else changes the record until the transaction ends: of two that come at the
    same moment the later one waits, and is shown what the other has saved.
    """
    _hold(record)
    if record.revision != revision:
        raise Stale(
            f"{type(record).__name__} is at {record.revision}, not {revision}",
            theirs=record.model_dump(),
        )


def _hold(record: Revised) -> None:
    """Lock the row, and know it as it is now. SQLite lets only one write at a time anyway."""
    session, state = object_session(record), inspect(record)
    assert session is not None
    if session.get_bind().dialect.name == "sqlite":
        return
    keys = zip(state.mapper.primary_key, state.identity, strict=True)
    this = and_(*(key == its for key, its in keys))
    revision = select(state.mapper.version_id_col).where(this).with_for_update()
    now = session.execute(revision).scalar()
    if now is None:
        raise NotFound(f"{type(record).__name__} {state.identity}")
    if now != record.revision:
        session.refresh(record)
