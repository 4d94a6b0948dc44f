"""What a colleague typed into long fields and has not saved: kept within seconds, offered again.

So a lost connection, a server that died or a sign-in that ran out takes no typed sentence along.
It is nobody else's, and in no search, history or export.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.models import UnsentText
from tracker.errors import NotFound

KEPT = timedelta(days=14)
MOST = 20  # forms of one colleague; the oldest makes room
FIELDS = 12  # of one form
LONGEST = 200_000  # letters of one field
# A word that was on its way while the form was saved comes seconds after it, not hours.
_DONE_KEPT = timedelta(days=1)


class Begun(NamedTuple):
    """One form that was begun: what stands in its fields, by their names."""

    key: str
    texts: dict[str, str]
    at: datetime


@guarded(Action.EDIT)
def keep(session: Session, key: str, place: str, texts: Mapping[str, str], *, by: User) -> bool:
    """Write down what the fields hold now; the others stay as they are. False: the form was saved
    already, and this is a late word of it. Raises NotFound at a key of somebody else's."""
    row = _row(session, key, place, by)
    if row.is_done:
        return False
    held = {**row.texts, **{name: text[:LONGEST] for name, text in texts.items()}}
    filled = [(name, text) for name, text in held.items() if text.strip()]
    row.texts, row.at = dict(filled[-FIELDS:]), clock.now()
    session.flush()
    for old in _mine(session, by)[MOST:]:
        session.delete(old)
    session.flush()
    return True


@guarded(Action.EDIT)
def begun(session: Session, place: str, *, by: User, but_not: str = "") -> list[Begun]:
    """One's own of this form, the latest first; without the one that is being typed."""
    rows = _mine(session, by, col(UnsentText.place) == place, col(UnsentText.key) != but_not)
    return [Begun(row.key, dict(row.texts), row.at) for row in rows if row.texts]


@guarded(Action.EDIT)
def go_on(session: Session, key: str, new_key: str, *, by: User) -> None:
    """What was begun is from now on part of the form of the new key. What is gone is gone."""
    row = session.get(UnsentText, key)
    if row is None or row.account_id != by.id or row.is_done:
        return
    keep(session, new_key, row.place, row.texts, by=by)
    drop(session, key, by=by)


@guarded(Action.EDIT)
def drop(session: Session, key: str, *, by: User) -> None:
    """It is saved by this transaction, or not wanted: never offer it again, whatever comes late."""
    done = {"texts": {}, "is_done": True, "at": clock.now()}
    insert = _insert(session)(UnsentText).values(key=key, account_id=by.id, place="", **done)
    mine = col(UnsentText.account_id) == by.id
    statement = insert.on_conflict_do_update(index_elements=["key"], set_=done, where=mine)
    session.connection().execute(statement)


@guarded(Action.EDIT)
def is_done(session: Session, key: str, *, by: User) -> bool:
    """Whether the transaction that was to save this form has been committed."""
    row = session.get(UnsentText, key)
    return row is not None and row.account_id == by.id and row.is_done


def purge(session: Session) -> None:
    """Forget what nobody has gone on with for long."""
    now = clock.now()
    done = col(UnsentText.is_done) & (col(UnsentText.at) < now - _DONE_KEPT)
    for row in session.scalars(select(UnsentText).where(done | (col(UnsentText.at) < now - KEPT))):
        session.delete(row)
    session.flush()


def joined(there: str, begun: str) -> str:
    """Both texts where neither holds the other: what stands in a field already is not lost."""
    if not there.strip() or there.strip() in begun:
        return begun
    return there if begun.strip() in there else f"{there.rstrip()}\n\n{begun}"


def _row(session: Session, key: str, place: str, by: User) -> UnsentText:
    """The row of a key, made if it is new. Nobody else changes it until the transaction ends."""
    new = {"key": key, "account_id": by.id, "place": place, "texts": {}, "is_done": False}
    insert = _insert(session)(UnsentText).values(**new, at=clock.now())
    session.connection().execute(insert.on_conflict_do_nothing())
    row = session.get_one(UnsentText, key, populate_existing=True, with_for_update=True)
    if row.account_id != by.id:
        raise NotFound(f"UnsentText {key}")
    return row


def _mine(session: Session, by: User, *which: Any) -> list[UnsentText]:
    alive = (
        col(UnsentText.account_id) == by.id,
        ~col(UnsentText.is_done),
        col(UnsentText.at) >= clock.now() - KEPT,
    )
    query = select(UnsentText).where(*alive, *which).order_by(col(UnsentText.at).desc())
    return list(session.scalars(query))


def _insert(session: Session) -> Any:
    return sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
