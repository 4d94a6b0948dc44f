"""Letting another colleague in."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import account_links, accounts, passwords
from tracker.domain.saving import id_of
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.acts import show_link
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
    dialogs.open(_NAME)


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("accounts.add"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = account_form.show(f"{_NAME}.{about['key']}", user)
        if typed is None:
            return
        draft, given, prove = typed
        with flash.refusals():
            prove()
            hashed = passwords.chosen(given, draft.name, draft.email) if given else None
            # Where passwords are off they come by the university's provider.
            is_invited = hashed is None and passwords.are_on()
            with db.transaction() as session:
                made = accounts.create(session, draft, password=hashed, by=user, key=about["key"])
                link = account_links.make(session, id_of(made), by=user) if is_invited else None
                if link is not None:
                    show_link.put(session, link)
        flash.say(t("app.saved", name=draft.name))
        if link is not None:
            show_link.hand_over(link)
        dialogs.close()
        st.rerun()

    draw()
