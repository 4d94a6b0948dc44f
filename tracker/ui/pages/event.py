"""One event: when and where, who took part, what was said, and what came of it."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import after_event, events, follow_ups, interactions, news, tags, titles
from tracker.domain.models import EventTag, Kind
from tracker.i18n import t
from tracker.ui import event_parts, flash, heading, labels, nav, prose, tag_links, yields
from tracker.ui.acts import (
    add_follow_up,
    delete_record,
    edit_event,
    files,
    own_calendar,
    record_history,
)
from tracker.ui.signin import current_user

user = current_user()
may_edit = can(user, Action.EDIT)
event_id = nav.record_id()

with flash.refusals(), db.reading() as session:
    event = events.get(session, event_id, by=user)
    own_tags = tags.of(session, EventTag, event_id, by=user)
    above = [(Kind.EVENT, event.parent_id)] if event.parent_id else []
    parent = titles.titles(session, above, by=user)
    children = events.children(session, event_id, by=user)
    participants = events.participants(session, event_id, by=user)
    came_of_it = follow_ups.of_event(session, event_id, by=user)
    meetings = interactions.search(
        session, interactions.InteractionFilter(event_id=event_id), by=user
    ).rows
    articles = news.search(session, news.NewsFilter(event_id=event_id), by=user).rows
    quotes = news.quotes(session, event_id, by=user)
    led_to = after_event.yield_of(session, event_id, by=user)

name = event.name(user.language)
partner_ids = list(dict.fromkeys(row.partner_id for row in participants))

heading.show(
    name,
    badges=[labels.event_kind(event.kind)],
    caption=event_parts.when_and_where(event),
    back=(nav.EVENTS, t("nav.events")),
)
if may_edit:
    with st.container(horizontal=True):
        add_follow_up.button(event_id=event_id, label=t("event.record_request"), is_primary=True)
        edit_event.button(event)
        delete_record.button(user, Kind.EVENT, event_id, event.revision, name)

yields.show(led_to, event_id)
left, right = st.columns([3, 2], gap="large")
with left:
    event_parts.follow_ups(came_of_it, user)
    event_parts.participants(participants, event_id, may_edit=may_edit)
    event_parts.programme(children, event, may_edit=may_edit)
with right:
    event_parts.part_of(event, parent)
    own_calendar.take("event", event_id)
    if event.description or own_tags:
        st.header(t("event.about"))
        tag_links.show(own_tags, of="events")
        prose.show(event.description or "")
    event_parts.meetings(meetings, event_id, partner_ids, may_edit=may_edit)
    event_parts.news(articles, quotes, event_id, partner_ids, may_edit=may_edit)
    files.show(user, Kind.EVENT, event_id)
    record_history.show(user, Kind.EVENT, event_id)

event_parts.dialogs(user)
edit_event.dialog(user, event, own_tags)
add_follow_up.dialog(user)
delete_record.dialog(user)
