"""After an event: everybody who was expected, worked through in one sheet."""

import streamlit as st

from tracker import db
from tracker.domain import events
from tracker.i18n import t
from tracker.i18n.plain import plain
from tracker.ui import event_parts, flash, heading, help_parts, nav
from tracker.ui.acts import keep_sheet, paste_participants
from tracker.ui.signin import current_user

user = current_user()
event_id = nav.record_id()

with flash.refusals(), db.reading() as session:
    event = events.get(session, event_id, by=user)

name = event.name(user.language)
st.page_link(
    nav.EVENT,
    label=plain(name),
    icon=":material/arrow_back:",
    query_params={"id": str(event_id)},
)
heading.show(t("sheet.title"), caption=event_parts.when_and_where(event))
st.caption(t("sheet.help"))
help_parts.how("after_event")

paste_participants.show(user, event_id)
keep_sheet.show(user, event_id)
