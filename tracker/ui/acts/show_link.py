"""The link by which a colleague chooses a password: mailed, or shown once to whoever made it."""

import streamlit as st
from sqlmodel import Session

from tracker.domain.account_links import Link
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.mail import links, smtp
from tracker.ui import dialogs, flash
from tracker.ui.house import base, reaches_others

_NAME = "account.link_shown"


def put(session: Session, link: Link) -> None:
    """Have it mailed, where there is a mail server; in the transaction that makes the link."""
    if smtp.is_set_up():
        links.put(session, link)


def hand_over(link: Link) -> None:
    """Once it is stored: send it, or show it in place of the dialog that made it."""
    if smtp.is_set_up():
        links.send_soon()
        dialogs.close()
        flash.say(t("password_link.mailed", email=link.email))
    else:
        about = {"name": link.name, "email": link.email, "until": link.until}
        dialogs.open(_NAME, address=links.address(link, base()), **about)
    st.rerun()


def dialog() -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("password_link.shown_title"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(f"{about['name']} · {about['email']}")
        st.caption(t("password_link.shown_about", when=moment(about["until"])))
        st.code(about["address"], language=None, wrap_lines=True)
        if not reaches_others():
            st.warning(t("password_link.shown_here"), icon=":material/info:")
        st.caption(t("password_link.shown_once"))
        if st.button(t("password_link.shown_noted"), key=f"{_NAME}.close"):
            dialogs.close()
            st.rerun()

    draw()
