"""Home: write down a meeting, see what is mine to do, and what changed since the last visit."""

import streamlit as st

from tracker import clock, db
from tracker.access import Action, can
from tracker.domain import accounts, follow_ups, history, quiet, saved_views
from tracker.i18n import t
from tracker.i18n.plain import plain
from tracker.ui import home_parts, nav, quiet_parts, tour
from tracker.ui.acts import confirm_follow_ups, take_article, take_list, work_through
from tracker.ui.signin import current_user

user = current_user()
may_edit = can(user, Action.EDIT)

with db.reading() as session:
    since, is_noted = accounts.last_visit(session, by=user)
    views = saved_views.search(session, by=user)
    last = take_list.last(session, user)
    mine = follow_ups.mine(session, by=user, today=clock.today())
    reported = confirm_follow_ups.reported(session, user)
    mentions = home_parts.mentioned(session, user)
    silent = quiet.mine(session, by=user) if may_edit else []
    changes = history.since(session, since, by=user, limit=15) if since else []
if not is_noted:
    home_parts.note_visit(user)

st.title(t("home.hello", name=plain(user.name.split()[0])))
tour.show(user)

if may_edit:
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(border=True, key="home_log"):
        st.header(t("interaction.log"))
        home_parts.quick_log(user)
        take_article.button()
    with right:
        home_parts.views(views, last)
        confirm_follow_ups.show(user, reported)
        home_parts.mentions(mentions)
        st.header(t("home.mine"), help=t("home.keys"))
        home_parts.duties(mine, user)
        quiet_parts.mine(silent)
    st.header(t("home.changes"))
    home_parts.changes(changes)
else:
    home_parts.views(views, last)
    st.page_link(nav.DASHBOARD, label=t("home.to_dashboard"), icon=":material/monitoring:")
    st.header(t("home.changes"))
    home_parts.changes(changes)

work_through.dialog(user)
