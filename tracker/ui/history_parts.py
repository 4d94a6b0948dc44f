"""The views of the page of history: everything that changed, whole pieces of work, the trash."""

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import history, trash, undoing
from tracker.domain.models import Kind, UndertakingKind
from tracker.domain.trash import TrashRow
from tracker.domain.undoing import UndertakingRow
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.ui import changes, empty, feeds, filters, flash, labels, nav, tables
from tracker.ui.acts import take_back

_RESTORE = "restore"
_TAKE_BACK = "take_back"
_WORK = "work."  # before the kind: a piece of work has no page of its own
_ICONS = {
    UndertakingKind.MERGE: "merge",
    UndertakingKind.IMPORT: "upload",
    UndertakingKind.BULK: "checklist",
    UndertakingKind.HAND_OVER: "move_group",
}
_THROWN = "trash."  # before the kind: what is in the trash has no page to go to


class View(StrEnum):
    CHANGES = "changes"
    WORK = "work"
    TRASH = "trash"


def everything(user: User, colleagues: Sequence[tuple[int, str]]) -> None:
    """What everybody changed, the latest first."""
    with filters.bar():
        wanted = history.HistoryFilter(
            kind=filters.word("kind", t("history.kind"), Kind),
            account_id=filters.record("colleague", t("history.who"), colleagues),
            since=filters.day("from", t("list.since")),
            until=filters.day("to", t("list.until")),
        )
    with db.reading() as session:
        page = history.everything(session, wanted, by=user, page=tables.page_number())
    if not page.rows:
        is_all = wanted == history.HistoryFilter()
        empty.show(t("history.none") if is_all else t("list.nothing_fits"), icon="history")
        return
    lines = changes.items(page.rows, names_record=True)
    feeds.show(lines, key="changes", caption=t("nav.history"))
    tables.pager(page)


def work(user: User) -> None:
    """Merges, imports and acts on many, and the way back."""
    with db.reading() as session:
        page = undoing.recent(session, by=user, page=tables.page_number())
    if not page.rows:
        empty.show(t("take_back.none"), icon="undo")
    lines = [_work(row) for row in page.rows]
    done = feeds.show(lines, key="work", caption=t("view.work")) if lines else None
    tables.pager(page)
    if done is not None:
        title = next(row.title for row in page.rows if row.id == done.id)
        take_back.open(done.id, title)
    take_back.dialog(user)


def _work(row: UndertakingRow) -> feeds.Item:
    undone = t("take_back.undone", who=row.undone_by) if row.undone_at else ""
    size = t("take_back.rows", n=row.size)
    return feeds.Item(
        row.title,
        row.id,
        f"{_WORK}{row.kind}",
        icon=_ICONS[row.kind],
        meta=" · ".join(
            part for part in (t(f"undertaking_kind.{row.kind}"), row.who, size, undone) if part
        ),
        when=moment(row.when),
        actions=((_TAKE_BACK, t("take_back.do")),) if row.can_be_undone else (),
    )


def thrown(user: User) -> None:
    """What is in the trash, and the way back."""
    with filters.bar():
        kind = filters.word("kind", t("history.kind"), Kind)
    refused = st.container()
    with db.reading() as session:
        page = trash.search(session, by=user, kind=kind, page=tables.page_number())
    if not page.rows:
        empty.show(t("trash.none") if kind is None else t("list.nothing_fits"), icon="delete")
        return
    done = feeds.show(_lines(page.rows), key="trash", caption=t("view.trash"))
    tables.pager(page)
    if done is not None:
        with refused:
            _restore(Kind(done.kind.removeprefix(_THROWN)), done.id, user)


def _lines(rows: Sequence[TrashRow]) -> list[feeds.Item]:
    return [
        feeds.Item(
            labels.title(row.title._replace(trashed=False)),
            row.id,
            f"{_THROWN}{row.kind}",
            icon=nav.ICON_OF[row.kind],
            meta=" · ".join(part for part in (t(f"kind.{row.kind}"), row.who) if part),
            when=moment(row.when),
            actions=((_RESTORE, t("trash.restore")),),
        )
        for row in rows
    ]


def _restore(kind: Kind, record_id: int, user: User) -> None:
    with flash.refusals(), db.transaction() as session:
        trash.restore(session, kind, record_id, by=user)
    flash.say(t("trash.restored"))
    nav.go(kind, record_id)
