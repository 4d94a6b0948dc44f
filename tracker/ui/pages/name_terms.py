"""Words in names: what means the same in three languages, added by administrators."""

import streamlit as st

from tracker import db
from tracker.domain import name_terms
from tracker.i18n import t
from tracker.ui import empty, feeds, flash, name_term_parts
from tracker.ui.acts import edit_name_term
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.name_terms"))
    edit_name_term.ROWS.add_button()
st.caption(t("name_terms.about"))

with flash.refusals(), db.reading() as session:
    rows = name_terms.search(session, by=user)
    filed = name_terms.filed(session, by=user)

if filed is not None:
    st.info(t("name_terms.filing", done=filed.done, total=filed.total), icon=":material/sync:")

if not rows:
    empty.show(t("name_terms.none"), icon="translate")
else:
    lines = name_term_parts.lines(rows)
    done = feeds.show(lines, key="name_terms", caption=t("nav.name_terms"))
    if done is not None:
        edit_name_term.ROWS.open(done.action, done.id, user)

edit_name_term.ROWS.dialog(user)
