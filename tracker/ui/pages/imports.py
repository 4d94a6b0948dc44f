"""Imports: give a file, and find the ones that came in before. For managers."""

import streamlit as st

from tracker import db
from tracker.domain import importing
from tracker.i18n import t
from tracker.ui import empty, feeds, flash, help_parts, import_parts, tables
from tracker.ui.acts import give_file
from tracker.ui.signin import current_user

user = current_user()

st.title(t("nav.imports"))
st.caption(t("import.explained"))
help_parts.how("import")
give_file.show(user)

with flash.refusals(), db.reading() as session:
    page = importing.search(session, by=user, page=tables.page_number())

st.header(t("import.past"))
if not page.rows:
    empty.show(t("import.none"), icon="upload_file")
else:
    feeds.show(import_parts.lines(page.rows), key="imports", caption=t("import.past"))
    tables.pager(page)
