"""One contact: who was there, what was said, what follows from it."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import follow_ups, interactions
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import flash, heading, interaction_parts, nav, prose
from tracker.ui.acts import (
    add_follow_up,
    delete_record,
    edit_interaction,
    files,
    record_history,
    work_through,
)
from tracker.ui.signin import current_user

user = current_user()
may_edit = can(user, Action.EDIT)
interaction_id = nav.record_id()

with flash.refusals(), db.reading() as session:
    detail = interactions.get(session, interaction_id, by=user)
    around = interaction_parts.around(session, detail.interaction, user)
    came_of_it = follow_ups.came_of(session, interaction_id, by=user)

interaction = detail.interaction
title = interaction_parts.title(interaction)

heading.show(
    title,
    caption=interaction_parts.when_and_where(interaction),
    back=(nav.INTERACTIONS, t("nav.interactions")),
)
if may_edit:
    with st.container(horizontal=True):
        edit_interaction.button(interaction)
        delete_record.button(user, Kind.INTERACTION, interaction_id, interaction.revision, title)

left, right = st.columns([3, 2], gap="large")
with left:
    st.header(t("field.summary"))
    prose.show(interaction.summary)
    if interaction.outcome:
        st.header(t("field.outcome"))
        prose.show(interaction.outcome)
    interaction_parts.follow_ups(came_of_it, detail, user)
with right:
    interaction_parts.who(detail)
    interaction_parts.belongs_to(around)
    files.show(user, Kind.INTERACTION, interaction_id)
    record_history.show(user, Kind.INTERACTION, interaction_id)

edit_interaction.dialog(user, detail)
add_follow_up.dialog(user)
work_through.dialog(user)
delete_record.dialog(user)
