"""History and trash: what everybody changed, and what can be brought back. For managers."""

import streamlit as st

from tracker import db
from tracker.domain import accounts
from tracker.i18n import t
from tracker.ui import filters, flash, history_parts
from tracker.ui.history_parts import View
from tracker.ui.signin import current_user

user = current_user()

st.title(t("nav.history"))
view = filters.segments("view", t("nav.history"), View, View.CHANGES)

with flash.refusals():
    if view == View.TRASH:
        history_parts.thrown(user)
    elif view == View.WORK:
        history_parts.work(user)
    else:
        with db.reading() as session:
            colleagues = accounts.colleagues(session, by=user)
        history_parts.everything(user, colleagues)
