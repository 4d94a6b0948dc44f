"""Adding, changing and removing words that mean the same."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import name_terms
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.forms import name_term as form

EDIT, DELETE = "edit", "delete"
_NAME = "name_term"
_ADD, _EDIT, _DELETE = f"{_NAME}.add", f"{_NAME}.{EDIT}", f"{_NAME}.{DELETE}"


def add_button() -> None:
    st.button(
        t("name_terms.add"),
        key=_ADD,
        type="primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_ADD,),
    )


def open(act: str, term_id: int, user: User) -> None:
    """Open the dialog for one of the acts, about the row as it is now."""
    with flash.refusals(), db.reading() as session:
        term = name_terms.get(session, term_id, by=user)
    dialogs.open(f"{_NAME}.{act}", term=term, revision=term.revision)


def dialog(user: User) -> None:
    """Whichever of the dialogs is open."""
    if dialogs.opened(_ADD) is not None:
        _add(user)
    if dialogs.opened(_EDIT) is not None:
        _edit(user)
    if dialogs.opened(_DELETE) is not None:
        _delete(user)


def _add(user: User) -> None:
    @st.dialog(t("name_terms.add"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        key = (dialogs.opened(_ADD) or {})["key"]
        draft = form.show(f"{_ADD}.{key}")
        if draft is None:
            return
        with flash.refusals(), db.transaction() as session:
            name_terms.create(session, draft, by=user, key=key)
        _done(t("app.saved", name=draft.name))

    draw()


def _edit(user: User) -> None:
    @st.dialog(t("name_terms.edit"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        about = dialogs.opened(_EDIT) or {}
        term = about["term"]
        draft = form.show(f"{_EDIT}.{term.id}.{about['key']}", term)
        if draft is None:
            return
        revision = (dialogs.opened(_EDIT) or about)["revision"]
        with flash.refusals(mine=draft), db.transaction() as session:
            name_terms.update(session, term.id, draft, revision=revision, by=user)
        _done(t("app.saved", name=draft.name))

    draw()


def _delete(user: User) -> None:
    @st.dialog(t("name_terms.delete"), on_dismiss=dialogs.close)
    def draw() -> None:
        about = dialogs.opened(_DELETE) or {}
        term = about["term"]
        st.text(term.name)
        st.caption(t("name_terms.delete_explained"))
        if not st.button(t("name_terms.delete"), key=f"{_DELETE}.confirm", type="primary"):
            return
        with flash.refusals(), db.transaction() as session:
            name_terms.delete(session, term.id, revision=about["revision"], by=user)
        _done(t("name_terms.deleted", name=term.name))

    draw()


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
