"""One person: where they work, how to reach them, when we met and what came of it."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import encounters, keeping, merged, people
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import flash, heading, nav, person_parts, personal_parts
from tracker.ui.acts import (
    add_follow_up,
    delete_record,
    edit_basis,
    edit_person,
    edit_position,
    erase_person,
    log_meeting,
    merge_records,
    record_history,
    take_back,
    take_list,
)
from tracker.ui.signin import current_user

user = current_user()
may_edit = can(user, Action.EDIT)
person_id = nav.record_id()

with flash.refusals(), merge_records.ahead(user, Kind.PERSON, person_id), db.reading() as session:
    kept = keeping.known(session, person_id, by=user)
    person = kept.person
    positions = people.positions(session, person_id, by=user)
    met = encounters.interactions(session, person_id, by=user)
    wishes = encounters.follow_ups(session, person_id, by=user)
    events = encounters.events(session, person_id, by=user)
    news = encounters.news(session, person_id, by=user)
    taken_in = merged.taken_in(session, Kind.PERSON, person_id, by=user)

at = list(dict.fromkeys(row.partner_id for row in positions if row.is_current))

personal_parts.note_opening(person_id, user)
heading.show(person.name, caption=person_parts.now(positions), back=(nav.PEOPLE, t("nav.people")))
personal_parts.warn(kept)
may_edit = may_edit and person.erased_at is None
if may_edit:
    with st.container(horizontal=True):
        log_meeting.button(person_ids=[person_id], partner_ids=at)
        add_follow_up.button(partner_id=at[0] if at else None)
        edit_person.button(person)
        if kept.blocked_on is None:
            take_list.card(user, person_id)
        merge_records.button(user, Kind.PERSON, person_id)
        delete_record.button(user, Kind.PERSON, person_id, person.revision, person.name)
take_back.merged_here(user, taken_in)

left, right = st.columns([3, 2], gap="large")
with left:
    person_parts.follow_ups(wishes)
    person_parts.interactions(met)
with right:
    person_parts.contacts(person, kept.contact)
    person_parts.positions(positions, person_id, may_edit=may_edit)
    person_parts.events(events)
    person_parts.news(news, person_id)
    personal_parts.section(kept, may_edit=may_edit)
    erase_person.buttons(user, person)
    record_history.show(user, Kind.PERSON, person_id)

add_follow_up.dialog(user)
edit_person.dialog(user, person)
edit_position.dialog(user)
edit_basis.dialog(user, kept)
erase_person.dialog(user, person)
merge_records.dialog(user)
take_back.dialog(user)
delete_record.dialog(user)
