"""Follow-ups as a list, a board or a calendar: what is open and late, with whom; and what to do."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import follow_ups
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import follow_up_filters, follow_up_looks, list_tools, tables, tallies
from tracker.ui.acts import add_follow_up, reassign_follow_ups, take_back_bulk, work_through
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.follow_ups"))
    with st.container(horizontal=True, width="content"):
        if can(user, Action.EDIT):
            add_follow_up.button(is_primary=True)
        tools = list_tools.place()

look = follow_up_looks.switch()
owners = st.container()
sort, descending = tables.chosen_order(follow_ups.Sort, follow_ups.Sort.DUE)
with db.reading() as session:
    wanted = follow_up_filters.show(session, user)
    asked = Asked(wanted, sort, descending, look)
    found = follow_up_looks.read(session, asked, user)
    counts = follow_up_looks.owners(session, asked, user)

if counts:
    with owners:
        st.caption(t("follow_ups.by_owner"))
        tallies.show(counts, key="owners", chosen=wanted.owner_id, sets="owner")

list_tools.show(tools, user, Kind.FOLLOW_UP, asked)
if can(user, Action.ASSIGN):
    take_back_bulk.show(user)
follow_up_looks.show(found, asked, user)

add_follow_up.dialog(user)
reassign_follow_ups.dialog(user)
work_through.dialog(user)
list_tools.dialog(user)
