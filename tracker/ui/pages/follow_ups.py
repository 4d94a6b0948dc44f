"""Follow-ups: what is open and late, with whom; hand over, postpone, take away as a file."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import follow_ups
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import empty, follow_up_filters, labels, list_tools, tables, tallies
from tracker.ui.acts import add_follow_up, reassign_follow_ups, take_back_bulk
from tracker.ui.signin import current_user

user = current_user()
may_assign = can(user, Action.ASSIGN)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.follow_ups"))
    with st.container(horizontal=True, width="content"):
        if can(user, Action.EDIT):
            add_follow_up.button(is_primary=True)
        tools = list_tools.place()

owners = st.container()
sort, descending = tables.chosen_order(follow_ups.Sort, follow_ups.Sort.DUE)
with db.reading() as session:
    wanted = follow_up_filters.show(session, user)
    page = follow_ups.search(
        session, wanted, by=user, sort=sort, descending=descending, page=tables.page_number()
    )
    counts = follow_ups.by_owner(session, wanted._replace(owner_id=None), by=user)

if counts:
    with owners:
        st.caption(t("follow_ups.by_owner"))
        tallies.show(counts, key="owners", chosen=wanted.owner_id, sets="owner")

list_tools.show(tools, user, Kind.FOLLOW_UP, Asked(wanted, sort, descending))

if may_assign:
    take_back_bulk.show(user)
if not page.rows:
    is_all = wanted == follow_ups.FollowUpFilter()
    empty.show(t("follow_ups.none") if is_all else t("list.nothing_fits"), icon="task_alt")
else:
    picking = st.container()
    picked = tables.show(
        page.rows,
        [
            tables.Column(
                t("follow_ups.what"), lambda row: labels.follow_up(row.kind, row.subject)
            ),
            tables.Column(t("field.partner_id"), lambda row: row.partner, "partner"),
            tables.Column(t("field.due_on"), labels.due_cell, "due", "date"),
            tables.Column(
                t("field.status"),
                lambda row: [labels.status(row.status), labels.high(row.priority)],
                "status",
            ),
            tables.Column(t("field.direction"), lambda row: labels.direction(row.direction)),
            tables.Column(t("field.owner_id"), lambda row: row.owner, "owner"),
        ],
        key="follow_ups",
        kind=Kind.FOLLOW_UP,
        caption=t("nav.follow_ups"),
        sort=sort,
        descending=descending,
        note=lambda row: row.unit,
        pick=may_assign,
    )
    tables.pager(page)
    with picking:
        reassign_follow_ups.buttons(picked)

add_follow_up.dialog(user)
reassign_follow_ups.dialog(user)
list_tools.dialog(user)
