"""Signing out of one's other browsers: one of them, or all but this."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts, proving
from tracker.domain.proving import Due
from tracker.i18n import t
from tracker.ui import dialogs, flash, proof

_NAME = "sign_out.elsewhere"


def button(user: User) -> None:
    """Sign out of every other browser."""
    if st.button(
        t("settings.sign_out_elsewhere"), key=_NAME, type="tertiary", icon=":material/logout:"
    ):
        _end(None, user)


def one(sign_in: int, user: User) -> None:
    """Sign out one browser."""
    _end(sign_in, user)


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("proving.title"), on_dismiss=dialogs.close)
    def draw() -> None:
        key = f"{_NAME}.{about['key']}"
        with st.form(key, border=False, enter_to_submit=False):
            st.text(t("proving.end_others" if about["sign_in"] is None else "proving.end_one"))
            prove = proof.ask(key, user, back="/settings")
            if not st.form_submit_button(t("app.sign_out"), type="primary"):
                return
        with flash.refusals():
            prove()
        _do(about["sign_in"], user)

    draw()


def _end(sign_in: int | None, user: User) -> None:
    """At once where nothing is due: simpler and safer than to ask whether they are sure."""
    with flash.refusals(), db.reading() as session:
        due = proving.due(session, by=user)
    if due is not Due.NOTHING:
        dialogs.open(_NAME, sign_in=sign_in)
        st.rerun()
    _do(sign_in, user)


def _do(sign_in: int | None, user: User) -> None:
    with flash.refusals(), db.transaction() as session:
        if sign_in is None:
            accounts.sign_out_elsewhere(session, by=user)
        else:
            accounts.sign_out(session, sign_in, by=user)
    dialogs.close()
    flash.say(t("settings.signed_out_elsewhere" if sign_in is None else "settings.signed_out_one"))
    st.rerun()
