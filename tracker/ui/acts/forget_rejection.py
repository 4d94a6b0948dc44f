"""Letting a rejected string be proposed again."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain.press import rejections
from tracker.i18n import t
from tracker.ui import flash


def now(row: rejections.RejectionRow, user: User) -> None:
    with flash.refusals(), db.transaction() as session:
        rejections.forget(session, row.folded, by=user)
    flash.say(t("press_rules.forgotten", name=row.written))
    st.rerun()
