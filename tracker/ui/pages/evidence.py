"""Packs of evidence for accreditations: make one, find those that were made."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain.evidence import packs
from tracker.i18n import t
from tracker.ui import empty, evidence_parts, feeds, flash, help_parts
from tracker.ui.acts import edit_evidence
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.evidence"))
    if can(user, Action.EDIT):
        edit_evidence.ROWS.add_button()
st.caption(t("evidence.explained"))
help_parts.how("evidence")

with flash.refusals(), db.reading() as session:
    rows = packs.search(session, by=user)

if not rows:
    empty.show(t("evidence.none"), icon="inventory_2")
else:
    lines = evidence_parts.lines(rows, user)
    done = feeds.show(lines, key="evidence", caption=t("nav.evidence"))
    if done is not None:
        edit_evidence.ROWS.open(done.action, done.id, user)

edit_evidence.ROWS.dialog(user)
