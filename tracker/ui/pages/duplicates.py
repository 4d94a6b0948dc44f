"""Pairs of partners and of people that may be one: found by a search, judged by a manager."""

import streamlit as st

from tracker import db
from tracker.domain import duplicates
from tracker.i18n import t
from tracker.ui import duplicates_parts, empty, filters, help_parts, nav, tables
from tracker.ui.acts import find_duplicates
from tracker.ui.duplicates_parts import View
from tracker.ui.signin import current_user

user = current_user()

st.page_link(nav.PARTNERS, label=t("nav.partners"), icon=":material/arrow_back:")
st.title(t("duplicates.title"))
st.caption(t("duplicates.explained"))
help_parts.how("duplicates")
view = filters.segments("view", t("duplicates.title"), View, View.PARTNERS)
find_duplicates.show(user)

with db.reading() as session:
    page = duplicates.pairs(session, view.kind, by=user, page=tables.page_number())
    searched = duplicates.state(session, by=user) is not None

if page.rows:
    duplicates_parts.show(view.kind, page.rows, user)
    tables.pager(page)
else:
    empty.show(t("duplicates.none") if searched else t("duplicates.never"), icon="join")
