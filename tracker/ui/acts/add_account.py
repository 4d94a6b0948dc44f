"""Letting another colleague in."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts, passwords
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.acts import show_password
from tracker.ui.forms import account as account_form

_NAME = "account.add"


def button() -> None:
    st.button(
        t("accounts.add"),
        key=_NAME,
        type="primary",
        icon=":material/person_add:",
        on_click=_open,
    )


def _open() -> None:
    # Made up now and not on saving, so that a save sent twice means one and the same password.
    dialogs.open(_NAME, password=passwords.made_up())


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("accounts.add"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = account_form.show(f"{_NAME}.{about['key']}")
        if typed is None:
            return
        draft, given = typed
        password = given or about["password"]
        with flash.refusals():
            hashed = (
                passwords.chosen(password, draft.name, draft.email)
                if passwords.are_on()
                else passwords.NONE
            )
            with db.transaction() as session:
                accounts.create(session, draft, password=hashed, by=user, key=about["key"])
        dialogs.close()
        if not given and passwords.are_on():
            show_password.open(draft.name, draft.email, password)
        flash.say(t("app.saved", name=draft.name))
        st.rerun()

    draw()
