"""Everything that a question finds; the question is in the address, so that it can be mailed."""

import streamlit as st

from tracker import db
from tracker.domain import search
from tracker.i18n import t
from tracker.ui import flash, search_parts
from tracker.ui.signin import current_user

user = current_user()

st.title(t("search.title"))
typed = search_parts.of_page()

with flash.refusals(), db.reading() as session:
    groups = search.search(session, typed, by=user, each=20)
search_parts.results(groups, typed, key="search")
