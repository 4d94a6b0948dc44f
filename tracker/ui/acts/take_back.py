"""Taking an undertaking of any kind back: from the page of history, a merge from the survivor's
page too, and handing over from its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import titles, undoing
from tracker.domain.merged import MergedRow
from tracker.domain.models import Kind
from tracker.errors import ChangedSince
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.i18n.plain import plain
from tracker.ui import dialogs, feeds, flash, labels

_NAME = "take_back"
_SHOWN = 20  # records that stand in the way


def merged_here(user: User, rows: Sequence[MergedRow]) -> None:
    """What was merged into the record on show, each with the way back."""
    if not can(user, Action.UNDO):
        return
    for row in rows:
        with st.container(
            horizontal=True, vertical_alignment="center", border=True, key=f"merged.{row.id}"
        ):
            said = t("merge.was", name=row.name, who=row.who, when=moment(row.when))
            st.markdown(f":material/merge: {plain(said)}", width="stretch")
            button(row.undertaking_id, row.name)


def button(undertaking_id: int, title: str) -> None:
    st.button(
        t("take_back.do"),
        key=f"{_NAME}.{undertaking_id}",
        icon=":material/undo:",
        on_click=open,
        args=(undertaking_id, title),
    )


def open(undertaking_id: int, title: str) -> None:
    dialogs.open(_NAME, id=undertaking_id, title=title)


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("take_back.title"), on_dismiss=dialogs.close)
    def draw() -> None:
        keeps = bool((dialogs.opened(_NAME) or about).get("keeps"))
        st.text(about["title"])
        st.caption(t("take_back.rest_explained" if keeps else "take_back.explained"))
        word = t("take_back.rest" if keeps else "take_back.do")
        if not st.button(word, key=f"{_NAME}.confirm", type="primary", icon=":material/undo:"):
            return
        with flash.refusals(), _unless_changed(user), db.transaction() as session:
            undoing.undo(session, about["id"], by=user, keep_changed=keeps)
        dialogs.close()
        flash.say(t("take_back.done", title=about["title"]))
        st.rerun()

    draw()


@contextmanager
def _unless_changed(user: User) -> Iterator[None]:
    try:
        yield
    except ChangedSince as refused:
        _in_the_way(refused, user)
        st.stop()


def _in_the_way(refused: ChangedSince, user: User) -> None:
    """The records that were changed since, each a link, and what can still be done."""
    st.error(t("take_back.changed", n=len(refused.records)), icon=":material/error:")
    wanted = [(Kind(kind), number) for kind, number in refused.records[:_SHOWN]]
    with db.reading() as session:
        named = titles.titles(session, wanted, by=user)
    lines = [
        feeds.Item(
            labels.title(title), number, "" if title.trashed else kind, meta=t(f"kind.{kind}")
        )
        for (kind, number), title in named.items()
    ]
    feeds.show(lines, key=f"{_NAME}.changed", caption=t("take_back.title"))
    if refused.can_keep:
        st.button(
            t("take_back.keep"),
            key=f"{_NAME}.keep",
            on_click=dialogs.revise,
            kwargs={"keeps": True},
        )
