"""Adding, changing and removing rules of reading."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain.press import rules
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.forms import press_rule as form

EDIT, DELETE = "edit", "delete"
_NAME = "press_rule"
_ADD, _EDIT, _DELETE = f"{_NAME}.add", f"{_NAME}.{EDIT}", f"{_NAME}.{DELETE}"


def add_button() -> None:
    st.button(
        t("press_rules.add"),
        key=_ADD,
        type="primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_ADD,),
    )


def open(act: str, rule_id: int, user: User) -> None:
    """Open the dialog for one of the acts, about the row as it is now."""
    with flash.refusals(), db.reading() as session:
        rule = rules.get(session, rule_id, by=user)
    dialogs.open(f"{_NAME}.{act}", rule=rule, revision=rule.revision)


def dialog(user: User) -> None:
    """Whichever of the dialogs is open."""
    if dialogs.opened(_ADD) is not None:
        _add(user)
    if dialogs.opened(_EDIT) is not None:
        _edit(user)
    if dialogs.opened(_DELETE) is not None:
        _delete(user)


def _add(user: User) -> None:
    @st.dialog(t("press_rules.add"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        key = (dialogs.opened(_ADD) or {})["key"]
        draft = form.show(f"{_ADD}.{key}")
        if draft is None:
            return
        with flash.refusals(), db.transaction() as session:
            rules.create(session, draft, by=user, key=key)
        _done(t("app.saved", name=draft.pattern))

    draw()


def _edit(user: User) -> None:
    @st.dialog(t("press_rules.edit"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        about = dialogs.opened(_EDIT) or {}
        rule = about["rule"]
        draft = form.show(f"{_EDIT}.{rule.id}.{about['key']}", rule)
        if draft is None:
            return
        revision = (dialogs.opened(_EDIT) or about)["revision"]
        with flash.refusals(mine=draft), db.transaction() as session:
            rules.update(session, rule.id, draft, revision=revision, by=user)
        _done(t("app.saved", name=draft.pattern))

    draw()


def _delete(user: User) -> None:
    @st.dialog(t("press_rules.delete"), on_dismiss=dialogs.close)
    def draw() -> None:
        about = dialogs.opened(_DELETE) or {}
        rule = about["rule"]
        st.text(rule.pattern)
        st.caption(t("press_rules.delete_explained"))
        if not st.button(t("press_rules.delete"), key=f"{_DELETE}.confirm", type="primary"):
            return
        with flash.refusals(), db.transaction() as session:
            rules.delete(session, rule.id, revision=about["revision"], by=user)
        _done(t("press_rules.deleted", name=rule.pattern))

    draw()


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
