"""Showing a colleague's new password: once, to the administrator who made it."""

import streamlit as st

from tracker.i18n import t
from tracker.ui import dialogs

_NAME = "account.password_shown"


def open(name: str, email: str, password: str) -> None:
    """Show it in place of the dialog that made it."""
    dialogs.open(_NAME, name=name, email=email, password=password)
    st.rerun()


def dialog() -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("accounts.password_title"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(f"{about['name']} · {about['email']}")
        st.code(about["password"], language=None)
        st.caption(t("accounts.password_once"))
        if st.button(t("accounts.password_noted"), key=f"{_NAME}.close", type="primary"):
            dialogs.close()
            st.rerun()

    draw()
