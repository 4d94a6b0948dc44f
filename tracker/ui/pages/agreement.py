"""One agreement: with whom, for how long, and what was promised in it."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import agreements
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import agreement_parts, facts, flash, heading, labels, nav
from tracker.ui.acts import add_follow_up, delete_record, edit_agreement, files, record_history
from tracker.ui.signin import current_user

user = current_user()
agreement_id = nav.record_id()

with flash.refusals(), db.reading() as session:
    agreement = agreements.get(session, agreement_id, by=user)
    state = agreements.state(session, agreement_id, by=user)
    parties = agreements.parties(session, agreement_id, by=user)
    terms = agreement_parts.terms(session, agreement, user)
    article = agreement_parts.origin(session, agreement, user)

heading.show(
    agreement.title,
    badges=[labels.agreement(state)] if state else [],
    caption=", ".join(name for _, name in parties),
    back=(nav.AGREEMENTS, t("nav.agreements")),
)
if can(user, Action.EDIT):
    with st.container(horizontal=True):
        add_follow_up.button(
            partner_id=parties[0][0] if parties else None,
            event_id=agreement.event_id,
            label=t("agreement.add_follow_up"),
            is_primary=True,
        )
        edit_agreement.button(agreement)
        delete_record.button(
            user, Kind.AGREEMENT, agreement_id, agreement.revision, agreement.title
        )

left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader(t("agreement.promised"))
    agreement_parts.promised(agreement)
    st.subheader(t("agreement.parties"))
    agreement_parts.partners(parties)
    agreement_parts.told(article)
with right:
    st.subheader(t("agreement.about"))
    facts.show(terms)
    files.show(user, Kind.AGREEMENT, agreement_id)
    record_history.show(user, Kind.AGREEMENT, agreement_id)

add_follow_up.dialog(user)
edit_agreement.dialog(user, agreement, parties)
delete_record.dialog(user)
