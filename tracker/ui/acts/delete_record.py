"""Putting a record into the trash, after asking once."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import trash
from tracker.domain.models import Kind
from tracker.errors import Stale
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav

_NAME = "record.delete"


def button(user: User, kind: Kind, record_id: int, revision: int, title: str) -> None:
    """The button, for those who may; it remembers the record as it is on show."""
    if not can(user, Action.DELETE):
        return
    st.button(
        t("trash.delete"),
        key=_NAME,
        type="tertiary",
        icon=":material/delete:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"kind": str(kind), "id": record_id, "revision": revision, "title": title},
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return
    kind = Kind(about["kind"])

    @st.dialog(t("trash.delete_title"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(about["title"])
        st.caption(t("trash.explained"))
        if not st.button(t("trash.delete"), key=f"{_NAME}.confirm", type="primary"):
            return
        with flash.refusals(), _as_it_is_on_show(), db.transaction() as session:
            trash.delete(session, kind, about["id"], revision=about["revision"], by=user)
        dialogs.close()
        flash.say(t("trash.deleted", title=about["title"]))
        st.switch_page(nav.LIST_OF[kind])

    draw()


@contextmanager
def _as_it_is_on_show() -> Iterator[None]:
    """What a colleague has just changed is looked at again before it is thrown away."""
    try:
        yield
    except Stale:
        st.warning(t("trash.changed_meanwhile"), icon=":material/sync_problem:")
        st.stop()
