"""One follow-up: what has to happen, where it came from, and the ways to move it on."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import accounts, attachments, follow_ups, tags
from tracker.domain.follow_ups import comments, steps
from tracker.domain.models import FollowUpTag, Kind
from tracker.i18n import t
from tracker.ui import facts, flash, follow_up_parts, heading, labels, nav, unit_hints
from tracker.ui.acts import (
    act_on_follow_up,
    files,
    follow_up_steps,
    move_follow_up,
    own_calendar,
    record_history,
    talk,
)
from tracker.ui.signin import current_user

user = current_user()
follow_up_id = nav.record_id()
with flash.refusals():
    move_follow_up.settle(user)

with flash.refusals(), db.reading() as session:
    follow_up = follow_ups.get(session, follow_up_id, by=user)
    own_tags = tags.of(session, FollowUpTag, follow_up_id, by=user)
    named = follow_up_parts.names(session, follow_up, user)
    ticks = steps.of(session, follow_up_id, by=user)
    said = comments.of(session, follow_up_id, by=user)
    colleagues = accounts.colleagues(session, by=user) if can(user, Action.EDIT) else []
    able = follow_up_parts.able(session, follow_up, user)
    before, after = follow_ups.before_and_after(session, follow_up, by=user)
    kept = attachments.of(session, Kind.FOLLOW_UP, follow_up_id, by=user)
    fulfilled = follow_up_parts.fulfilled(session, follow_up, user)

title = labels.follow_up(follow_up.kind, follow_up.subject)
heading.show(
    title,
    badges=[
        labels.status(follow_up.status),
        labels.late(follow_up.due_on, is_closed=follow_up.status.is_closed),
        labels.high(follow_up.priority),
    ],
    caption=named.of.get(Kind.PARTNER, ""),
    back=(nav.FOLLOW_UPS, t("nav.follow_ups")),
)
if can(user, Action.EDIT):
    act_on_follow_up.show(user, follow_up, own_tags, title)

left, right = st.columns([3, 2], gap="large")
with left:
    follow_up_parts.outcome(follow_up, named)
    follow_up_steps.show(user, follow_up, ticks)
    st.header(t("field.partner_id"))
    follow_up_parts.partner(follow_up, named)
    st.header(t("follow_up.origin"))
    follow_up_parts.origin(follow_up, named)
    follow_up_parts.fulfils(fulfilled)
    follow_up_parts.chain(before, after)
    talk.show(user, follow_up_id, said, colleagues)
with right:
    unit_hints.show(user, follow_up, able)
    st.header(t("follow_up.about"))
    facts.show(follow_up_parts.facts(follow_up, named, own_tags))
    if follow_up.due_on:
        own_calendar.take("follow-up", follow_up_id)
    files.show(user, Kind.FOLLOW_UP, follow_up_id, kept)
    record_history.show(user, Kind.FOLLOW_UP, follow_up_id)
