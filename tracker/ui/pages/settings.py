"""My settings: language, password, where I am signed in, my calendar, my reminders."""

import streamlit as st

from tracker import db
from tracker.domain import (
    accounts,
    calendars,
    engagement,
    follow_ups,
    passwords,
    quiet,
    reminders,
)
from tracker.domain.second_factor import keeping
from tracker.i18n import t
from tracker.ui import (
    account_parts,
    engagement_setting,
    facts,
    feeds,
    languages,
    personal_parts,
    quiet_parts,
)
from tracker.ui.acts import (
    change_password,
    confirm_follow_ups,
    own_calendar,
    own_reminders,
    own_second_factor,
    sign_out,
)
from tracker.ui.signin import current_user

user = current_user()

with db.reading() as session:
    open_here = accounts.own_sign_ins(session, by=user)
    second_factor = keeping.standing(session, by=user)
    confirmed = follow_ups.confirmed_kinds(session, by=user)
    patience = quiet.rule(session, by=user)
    worked_out_by = engagement.rule(session, by=user)
    feed = calendars.feed(session, by=user)
    chosen = reminders.choice(session, by=user)

st.title(t("nav.settings"))

left, right = st.columns([2, 3], gap="large")
with left:
    st.header(t("settings.me"))
    facts.show(
        [
            (t("field.account_name"), user.name),
            (t("field.email"), user.email),
            (t("field.role"), t(f"role.{user.role}")),
        ]
    )
    st.caption(t("settings.me_help"))
    st.header(t("settings.language"))
    languages.show(user.language)
    if passwords.are_on():
        st.header(t("settings.password"))
        change_password.button()
    own_second_factor.show(second_factor)
with right:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(t("settings.sign_ins"))
        if len(open_here) > 1:
            sign_out.button(user)
    if open_here:
        lines = account_parts.sign_ins(open_here)
        done = feeds.show(lines, key="sign_ins", caption=t("settings.sign_ins"))
        if done is not None:
            sign_out.one(done.id, user)
    st.caption(t(f"settings.sign_ins_help{'' if passwords.are_on() else '_university'}"))
    st.header(t("calendar.section"))
    own_calendar.show(user, feed)
    st.header(t("reminders.section"))
    own_reminders.show(user, chosen)
    confirm_follow_ups.kinds(user, confirmed)
    quiet_parts.setting(user, patience)
    engagement_setting.show(user, worked_out_by)
    personal_parts.setting(user)

change_password.dialog(user)
sign_out.dialog(user)
own_calendar.dialog(user)
