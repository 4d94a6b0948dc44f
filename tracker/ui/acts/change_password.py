"""Changing one's own password."""

import streamlit as st

from tracker.access import User
from tracker.domain import accounts, passwords
from tracker.i18n import t
from tracker.ui import dialogs, flash

_NAME = "password.change"


def button() -> None:
    st.button(
        t("settings.change_password"),
        key=_NAME,
        icon=":material/password:",
        on_click=dialogs.open,
        args=(_NAME,),
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("settings.change_password"), on_dismiss=dialogs.close)
    def draw() -> None:
        key = f"{_NAME}.{about['key']}"
        with st.form(key, border=False, enter_to_submit=False):
            old = _field(f"{key}.old", t("settings.old_password"), "current-password")
            new = _field(f"{key}.new", t("settings.new_password"), "new-password")
            st.caption(t("settings.password_rules", shortest=passwords.SHORTEST))
            if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
                return
        with flash.refusals():
            accounts.change_password(old, new, by=user)
        dialogs.close()
        flash.say(t("settings.password_changed"))
        st.rerun()

    draw()


def _field(key: str, label: str, remembers: str) -> str:
    typed = st.text_input(label, type="password", key=key, max_chars=200, autocomplete=remembers)
    return typed or ""
