"""One pack of evidence: what it holds, what is missing, and the way to take it along."""

import streamlit as st

from tracker import db
from tracker.domain.evidence import packs
from tracker.i18n import t
from tracker.ui import evidence_parts, filters, flash, heading, nav
from tracker.ui.acts import edit_evidence
from tracker.ui.signin import current_user

user = current_user()

with flash.refusals(), db.reading() as session:
    look = packs.look(session, nav.record_id(), by=user)

heading.show(
    look.pack.name,
    badges=[evidence_parts.state(look.pack)],
    caption=evidence_parts.about(look),
    back=(nav.EVIDENCE, t("nav.evidence")),
)
with st.container(horizontal=True):
    edit_evidence.buttons(user, look.pack)
evidence_parts.notes(look)
only_gaps = filters.flag("gaps", t("evidence.only_gaps"))

for which in look.indicators:
    evidence_parts.indicator(look, which, only_gaps=only_gaps)

edit_evidence.ROWS.dialog(user)
edit_evidence.dialog(user)
