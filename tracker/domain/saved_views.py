"""Views of lists that people keep: filters and order under a name, their own or for everybody."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import Select, bindparam, func, literal, select, union_all
from sqlmodel import Session, col

from tracker.access import Action, User, can, guarded, require
from tracker.domain import addresses, saving
from tracker.domain.addresses import RECORD_IN, Asked
from tracker.domain.models import RECORDS, Account, Kind, SavedView, SavedViewDraft
from tracker.errors import NotFound, TooManyViews, ViewExists
from tracker.names.text import search_key, sort_key

MOST = 100  # views of one person


class ViewRow(NamedTuple):
    """A view as its reader may open it: `query` names only what is still there."""

    id: int
    kind: Kind
    name: str
    query: str
    is_shared: bool
    owner: str | None  # the colleague who shares it; None for one's own
    may_change: bool
    revision: int


@guarded(Action.READ)
def search(session: Session, *, by: User, kind: Kind | None = None) -> list[ViewRow]:
    """One's own views and those shared by others, of one list or of all, by name.

    A filter by somebody who left, or by a record in the trash, is left out of the query.
    """
    found = [(view, owner) for view, owner in session.execute(_seen(kind), {"me": by.id})]
    there = _there(session, [view for view, _ in found])
    rows = [_row(view, owner, there, by) for view, owner in found]
    return sorted(rows, key=lambda row: (row.owner is not None, sort_key(row.name)))


@cache
def _seen(kind: Kind | None) -> "Select[Any]":
    """Spelled once: every home page and list asks."""
    mine = col(SavedView.account_id) == bindparam("me")
    columns: list[Any] = [SavedView, Account.name]
    query = (
        select(*columns)
        .join(Account, col(Account.id) == col(SavedView.account_id))
        .where(mine | col(SavedView.is_shared))
        .order_by(mine.desc(), col(SavedView.id))
    )
    return query if kind is None else query.where(col(SavedView.kind) == kind)


@guarded(Action.SETTLE_OWN)
def save(
    session: Session,
    kind: Kind,
    draft: SavedViewDraft,
    asked: Asked,
    *,
    by: User,
    replace: bool = False,
) -> SavedView:
    """Keep what a list shows under a name.

    Raises ViewExists for a name that is in use, unless it is to be replaced; TooManyViews; and
    NotAllowed for sharing with a role that only reads.
    """
    if draft.is_shared:
        require(session, by, Action.EDIT)
    # The lock makes the same person's second window wait, and then find what the first has saved.
    session.execute(select(col(Account.id)).where(col(Account.id) == by.id).with_for_update())
    view = _called(session, by.id, kind, draft.name)
    if view is not None and not replace:
        raise ViewExists(draft.name, name=view.name)
    if view is None:
        if _count(session, by.id) >= MOST:
            raise TooManyViews(f"account {by.id}", most=MOST)
        view = SavedView(account_id=by.id, kind=kind, key=search_key(draft.name), name="")
        session.add(view)
    view.sqlmodel_update(draft.model_dump())
    view.query = addresses.query(kind, asked)
    session.flush()
    return view


@guarded(Action.SETTLE_OWN)
def update(
    session: Session, view_id: int, draft: SavedViewDraft, *, revision: int, by: User
) -> SavedView:
    """Rename or share it. Raises NotFound, NotAllowed, Stale, ViewExists."""
    view = _changeable(session, view_id, by)
    saving.expect(view, revision)
    if draft.is_shared and not view.is_shared:
        require(session, by, Action.EDIT)
    same = _called(session, view.account_id, view.kind, draft.name)
    if same is not None and same.id != view_id:
        raise ViewExists(draft.name, name=same.name)
    view.sqlmodel_update({**draft.model_dump(), "key": search_key(draft.name)})
    session.flush()
    return view


@guarded(Action.SETTLE_OWN)
def delete(session: Session, view_id: int, *, revision: int, by: User) -> None:
    """Raises NotFound, Stale, and NotAllowed for a view of somebody else's."""
    view = _changeable(session, view_id, by)
    saving.expect(view, revision)
    session.delete(view)
    session.flush()


def _changeable(session: Session, view_id: int, by: User) -> SavedView:
    """One's own, or a shared one for a manager. That others' private ones exist is not told."""
    view = session.get(SavedView, view_id)
    if view is None or not (view.account_id == by.id or view.is_shared):
        raise NotFound(f"SavedView {view_id}")
    if view.account_id != by.id:
        require(session, by, Action.DELETE)
    return view


def _called(session: Session, account_id: int, kind: Kind, name: str) -> SavedView | None:
    query = select(SavedView).where(
        col(SavedView.account_id) == account_id,
        col(SavedView.kind) == kind,
        col(SavedView.key) == search_key(name),
    )
    return session.scalars(query).one_or_none()


def _count(session: Session, account_id: int) -> int:
    query = select(func.count()).where(col(SavedView.account_id) == account_id)
    return session.scalar(query) or 0


_Record = tuple[Kind, int]


def _row(view: SavedView, owner: str, there: set[_Record], by: User) -> ViewRow:
    is_mine = view.account_id == by.id
    return ViewRow(
        saving.id_of(view),
        view.kind,
        view.name,
        _without(view, there),
        view.is_shared,
        None if is_mine else owner,
        is_mine or can(by, Action.DELETE),
        view.revision,
    )


def _read(view: SavedView) -> Asked:
    """What it asks for, in the words of today's lists."""
    return addresses.asked(view.kind, dict(parse_qsl(addresses.tidy(view.kind, view.query))))


def _records(asked: Asked) -> Iterable[tuple[str, _Record]]:
    """The records that a view's filters name: (field, record)."""
    for field, kind in RECORD_IN.items():
        if number := getattr(asked.wanted, field, None):
            yield field, (kind, number)


def _without(view: SavedView, there: set[_Record]) -> str:
    asked = _read(view)
    gone = {field: None for field, record in _records(asked) if record not in there}
    return addresses.query(view.kind, asked._replace(wanted=asked.wanted._replace(**gone)))


def _there(session: Session, views: Sequence[SavedView]) -> set[_Record]:
    """Of the records that these views name, those that can still be opened."""
    ids: dict[Kind, set[int]] = {}
    for view in views:
        for _, (kind, number) in _records(_read(view)):
            ids.setdefault(kind, set()).add(number)
    if not ids:
        return set()
    found = session.execute(union_all(*(_alive(kind, ids[kind]) for kind in ids)))
    return {(Kind(kind), number) for kind, number in found}


def _alive(kind: Kind, ids: set[int]) -> Any:
    table: Any = Account if kind is Kind.ACCOUNT else RECORDS[kind]
    is_there = col(table.active) if kind is Kind.ACCOUNT else col(table.deleted_at).is_(None)
    return select(literal(str(kind)), col(table.id)).where(col(table.id).in_(ids), is_there)
