"""Rules of reading: an administrator's own, and what is proposed no more."""

import streamlit as st

from tracker import db
from tracker.domain.press import rejections, rules
from tracker.i18n import t
from tracker.ui import empty, feeds, flash, press_rule_parts
from tracker.ui.acts import edit_press_rule, forget_rejection
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.press_rules"))
    edit_press_rule.ROWS.add_button()
st.caption(t("press_rules.about"))

with flash.refusals(), db.reading() as session:
    own = rules.search(session, by=user)
    rejected = rejections.search(session, by=user)

if not own:
    empty.show(t("press_rules.none"), icon="rule")
else:
    lines = press_rule_parts.lines(own)
    done = feeds.show(lines, key="press_rules", caption=t("nav.press_rules"))
    if done is not None:
        edit_press_rule.ROWS.open(done.action, done.id, user)

st.header(t("press_rules.rejected"))
st.caption(t("press_rules.rejected_about"))
if not rejected:
    st.caption(t("press_rules.nothing_rejected"))
else:
    lines = press_rule_parts.rejected(rejected)
    done = feeds.show(lines, key="press_rejections", caption=t("press_rules.rejected"))
    if done is not None:
        forget_rejection.now(rejected[done.id - 1], user)

edit_press_rule.ROWS.dialog(user)
