"""Articles that a colleague began to read, and neither saved nor dropped: nothing typed is lost."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.models import SaveKey, UnfinishedArticle
from tracker.domain.models.records import NAME
from tracker.errors import NotFound
from tracker.names.text import clean_line

KEPT = timedelta(days=30)
MOST = 10  # of one colleague; the oldest makes room
LONGEST = 1_000_000  # letters of what was pasted: the source of a page is longer than its text


class Begun(NamedTuple):
    """How far somebody has come with an article."""

    given: str
    title: str = ""
    address: str = ""
    published: date | None = None
    proposed: dict[str, Any] | None = None
    decided: dict[str, Any] | None = None


class UnfinishedRow(NamedTuple):
    """One of one's own."""

    key: str
    title: str
    is_read: bool
    at: datetime


@guarded(Action.EDIT)
def keep(session: Session, key: str, begun: Begun, *, by: User) -> None:
    """Write down how far it has come. Raises NotFound at a key of somebody else's."""
    row = session.get(UnfinishedArticle, key)
    if row is None:
        row = UnfinishedArticle(key=key, account_id=by.id)
        for old in _mine(session, by)[MOST - 1 :]:
            session.delete(old)
        session.add(row)
    elif row.account_id != by.id:
        raise NotFound(f"UnfinishedArticle {key}")
    row.given, row.title = begun.given[:LONGEST], _title(begun)
    row.address, row.published = begun.address[:2000], begun.published
    row.proposed, row.decided = begun.proposed, begun.decided
    row.at = clock.now()
    session.flush()


@guarded(Action.EDIT)
def jot(session: Session, key: str, given: str, *, by: User) -> None:
    """Write down what stands in the field for the article, while it is still being typed. Not what
    comes late: once it was read or saved."""
    saved = session.get(SaveKey, key)
    row = session.get(UnfinishedArticle, key)
    is_late = saved is not None or (row is not None and row.proposed is not None)
    if is_late or not (row or given.strip()):
        return
    so_far = Begun("") if row is None else get(session, key, by=by)
    keep(session, key, so_far._replace(given=given), by=by)


@guarded(Action.EDIT)
def mine(session: Session, *, by: User) -> list[UnfinishedRow]:
    """One's own, the latest first."""
    columns = (
        *(col(UnfinishedArticle.key), col(UnfinishedArticle.title)),
        *(col(UnfinishedArticle.proposed).is_not(None), col(UnfinishedArticle.at)),
    )
    query = select(*columns).where(*_alive(by)).order_by(col(UnfinishedArticle.at).desc())
    return [UnfinishedRow(*row) for row in session.execute(query)]


@guarded(Action.EDIT)
def get(session: Session, key: str, *, by: User) -> Begun:
    """Raises NotFound, also for what is somebody else's, or was saved meanwhile."""
    query = select(UnfinishedArticle).where(col(UnfinishedArticle.key) == key, *_alive(by))
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(f"UnfinishedArticle {key}")
    return Begun(row.given, row.title, row.address, row.published, row.proposed, row.decided)


@guarded(Action.EDIT)
def drop(session: Session, key: str, *, by: User) -> None:
    """It was saved, or is not wanted. What is not there need not be dropped."""
    row = session.get(UnfinishedArticle, key)
    if row is not None and row.account_id == by.id:
        session.delete(row)
        session.flush()


def purge(session: Session) -> None:
    """Forget what nobody has gone on with for long."""
    late = select(UnfinishedArticle).where(col(UnfinishedArticle.at) < clock.now() - KEPT)
    for row in session.scalars(late):
        session.delete(row)
    session.flush()


def _alive(by: User) -> list[Any]:
    mine = col(UnfinishedArticle.account_id) == by.id
    return [mine, col(UnfinishedArticle.at) >= clock.now() - KEPT]


def _mine(session: Session, by: User) -> list[UnfinishedArticle]:
    mine = select(UnfinishedArticle).where(col(UnfinishedArticle.account_id) == by.id)
    return list(session.scalars(mine.order_by(col(UnfinishedArticle.at).desc())))


def _title(begun: Begun) -> str:
    """Its headline, or what is pasted first."""
    first = begun.given.lstrip()[: 4 * NAME].partition("\n")[0]
    return (clean_line(begun.title) or clean_line(first))[:NAME]
