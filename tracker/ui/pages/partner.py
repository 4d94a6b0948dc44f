"""One partner: everything known about it, what is open on top, and the story in time."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import agreements, follow_ups, merged, partners, tags, timeline
from tracker.domain.models import Kind, PartnerTag
from tracker.i18n import t
from tracker.ui import (
    engagement_parts,
    facts,
    flash,
    nav,
    network_parts,
    partner_parts,
    quiet_parts,
)
from tracker.ui.acts import (
    add_follow_up,
    add_person,
    delete_record,
    edit_partner,
    files,
    log_meeting,
    merge_records,
    record_history,
    take_back,
    take_brief,
    work_through,
)
from tracker.ui.signin import current_user

user = current_user()
may_edit = can(user, Action.EDIT)
partner_id = nav.record_id()

with flash.refusals(), merge_records.ahead(user, Kind.PARTNER, partner_id), db.reading() as session:
    partner = partners.get(session, partner_id, by=user)
    own_tags = tags.of(session, PartnerTag, partner_id, by=user)
    people = partners.people(session, partner_id, by=user)
    promises = follow_ups.promises(
        session, partner_id, by=user, limit=partner_parts.MOST_PROMISES + 1
    )
    story = timeline.of_partner(session, partner_id, by=user, before=partner_parts.earlier_than())
    signed = agreements.search(
        session, agreements.AgreementFilter(partner_id=partner_id), by=user
    ).rows
    known = partner_parts.known_facts(session, partner, own_tags, user)
    quiet_mark, quiet_why = quiet_parts.mark(session, partner, user)
    course = engagement_parts.course(session, partner_id, user)
    hangs = network_parts.warning(session, partner_id, user)
    taken_in = merged.taken_in(session, Kind.PARTNER, partner_id, by=user)

name = partner.name(user.language)
partner_parts.head(partner, name, mark=quiet_mark, about=(quiet_why, hangs))
with st.container(horizontal=True):
    if may_edit:
        log_meeting.button(partner_ids=[partner_id])
        add_follow_up.button(partner_id=partner_id)
    take_brief.button(user, partner_id)
    if may_edit:
        edit_partner.button(partner)
        merge_records.button(user, Kind.PARTNER, partner_id)
        delete_record.button(user, Kind.PARTNER, partner_id, partner.revision, name)
take_back.merged_here(user, taken_in)

st.header(t("partner.promises"))
work_through.last_step(user, "promises")
partner_parts.promises(promises, partner_id, user)

left, right = st.columns([3, 2], gap="large")
with left:
    st.header(t("partner.timeline"))
    partner_parts.story(partner_id, story)
with right:
    engagement_parts.card(course, partner_id)
    st.header(t("partner.about"))
    facts.show(known)
    network_parts.link(partner_id)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.header(t("partner.people"))
        if may_edit:
            add_person.button(partner_id=partner_id)
    partner_parts.people(people)
    partner_parts.agreements(signed)
    files.show(user, Kind.PARTNER, partner_id)
    record_history.show(user, Kind.PARTNER, partner_id)

add_follow_up.dialog(user)
work_through.dialog(user)
edit_partner.dialog(user, partner, own_tags)
add_person.dialog(user)
merge_records.dialog(user)
take_back.dialog(user)
delete_record.dialog(user)
