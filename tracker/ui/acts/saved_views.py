"""Keeping what a list shows under a name, and finding it again."""

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import addresses, saved_views
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind, SavedViewDraft
from tracker.domain.saved_views import ViewRow
from tracker.errors import ViewExists
from tracker.i18n import sentence, t
from tracker.i18n.plain import plain
from tracker.ui import dialogs, flash, nav
from tracker.ui.forms.fields import Fields

_MENU, _SAVE, _EDIT = "saved_views", "saved_view.save", "saved_view.edit"


def button(user: User, kind: Kind, asked: Asked) -> None:
    """The views of this list, read only while they are looked at; and the way to keep one more."""
    menu = st.popover(
        t("saved_views.button"), icon=":material/bookmarks:", key=_MENU, on_change="rerun"
    )
    if not menu.open:
        return
    with db.reading() as session:
        rows = saved_views.search(session, by=user, kind=kind)
    with menu:
        _list(rows, addresses.query(kind, asked))
        st.button(
            t("saved_views.save"),
            key=_SAVE,
            icon=":material/bookmark_add:",
            help=t("saved_views.save_help"),
            width="stretch",
            on_click=_open,
            args=(_SAVE,),
            kwargs={"kind": kind, "asked": asked},
        )


def dialog(user: User) -> None:
    """Either of the two dialogs."""
    if dialogs.opened(_SAVE) is not None:
        _save(user)
    if dialogs.opened(_EDIT) is not None:
        _edit(user)


def link(row: ViewRow, said: str) -> str:
    """A link that opens a view, as HTML.

    A full page load: filters that are set behind the browser's back would go on showing what they
    showed.
    """
    query = f"?{row.query}" if row.query else ""
    address = html.escape(f"{nav.address(nav.LIST_OF[row.kind])}{query}")
    return f'<a href="{address}" target="_self">{html.escape(said)}</a>'


def _list(rows: Sequence[ViewRow], here: str) -> None:
    if not rows:
        st.caption(t("saved_views.none"))
    for row in rows:
        whose = row.owner or (t("saved_views.shared") if row.is_shared else "")
        about = f"<small>{html.escape(whose)}</small>" if whose else ""
        marked = ' aria-current="true"' if row.query == here else ""
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="seriktes-view"{marked}>{link(row, row.name)}{about}</p>')
            if row.may_change:
                st.button(
                    t("form.edit"),
                    key=f"{_EDIT}.{row.id}",
                    icon=":material/edit:",
                    type="tertiary",
                    on_click=_open,
                    args=(_EDIT,),
                    kwargs={"row": row},
                )


def _open(name: str, **about: object) -> None:
    """A dialog opens where the menu was."""
    st.session_state[_MENU] = False
    dialogs.open(name, **about)


def _save(user: User) -> None:
    @st.dialog(t("saved_views.save"), on_dismiss=dialogs.close)
    def draw() -> None:
        about = dialogs.opened(_SAVE) or {}
        key = f"{_SAVE}.{about['key']}"
        st.caption(t("saved_views.save_help"))
        fields = _fields(key, user, SavedViewDraft.model_construct())
        taken = about.get("taken") if about.get("taken") == fields.typed["name"] else None
        if taken:
            st.warning(plain(sentence(ViewExists(name=taken))), icon=":material/help:")
        word = t("saved_views.replace") if taken else t("form.save")
        if not st.button(word, key=f"{key}.done", type="primary"):
            return
        if (draft := fields.checked(SavedViewDraft)) is None:
            return
        with flash.refusals(), _asking(fields.typed["name"]), db.transaction() as session:
            saved_views.save(
                session, about["kind"], draft, about["asked"], by=user, replace=bool(taken)
            )
        dialogs.close()
        flash.say(t("app.saved", name=draft.name))
        st.rerun()

    draw()


@contextmanager
def _asking(name: str) -> Iterator[None]:
    """A name that is in use is asked about before its view is replaced."""
    try:
        yield
    except ViewExists:
        dialogs.revise(taken=name)
        st.rerun()


def _edit(user: User) -> None:
    @st.dialog(t("saved_views.edit_title"), on_dismiss=dialogs.close)
    def draw() -> None:
        about = dialogs.opened(_EDIT) or {}
        row: ViewRow = about["row"]
        key = f"{_EDIT}.{row.id}.{about['key']}"
        fields = _fields(key, user, SavedViewDraft(name=row.name, is_shared=row.is_shared))
        with st.container(horizontal=True):
            is_saved = st.button(t("form.save"), key=f"{key}.done", type="primary")
            is_deleted = st.button(
                t("saved_views.delete"), key=f"{key}.delete", icon=":material/delete:"
            )
        if is_deleted:
            with flash.refusals(), db.transaction() as session:
                saved_views.delete(session, row.id, revision=row.revision, by=user)
            said = t("saved_views.deleted", name=row.name)
        elif is_saved and (draft := fields.checked(SavedViewDraft)) is not None:
            with flash.refusals(), db.transaction() as session:
                saved_views.update(session, row.id, draft, revision=row.revision, by=user)
            said = t("app.saved", name=draft.name)
        else:
            return
        dialogs.close()
        flash.say(said)
        st.rerun()

    draw()


def _fields(key: str, user: User, start: SavedViewDraft) -> Fields:
    fields = Fields(key, start)
    fields.line("name", t("field.name"), most=60)
    fields.typed["is_shared"] = start.is_shared
    if can(user, Action.EDIT):
        fields.typed["is_shared"] = st.checkbox(
            t("field.is_shared"), start.is_shared, key=f"{key}.is_shared"
        )
    return fields
