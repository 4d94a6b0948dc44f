"""Signing out of one's other browsers: one of them, or all but this."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts
from tracker.i18n import t
from tracker.ui import flash

_NAME = "sign_out.elsewhere"


def button(user: User) -> None:
    """Sign out of every other browser; simpler and safer than to ask."""
    if not st.button(
        t("settings.sign_out_elsewhere"), key=_NAME, type="tertiary", icon=":material/logout:"
    ):
        return
    with flash.refusals(), db.transaction() as session:
        accounts.sign_out_elsewhere(session, by=user)
    flash.say(t("settings.signed_out_elsewhere"))
    st.rerun()


def one(sign_in: int, user: User) -> None:
    """Sign out one browser."""
    with flash.refusals(), db.transaction() as session:
        accounts.sign_out(session, sign_in, by=user)
    flash.say(t("settings.signed_out_one"))
    st.rerun()
