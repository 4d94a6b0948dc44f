"""Events: what took place and what is coming, the latest first."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import events
from tracker.domain.addresses import Asked
from tracker.domain.lists import ByDay
from tracker.domain.models import EventKind, Kind
from tracker.i18n import t
from tracker.i18n.formats import period
from tracker.ui import empty, filters, labels, list_tools, tables
from tracker.ui.acts import add_event
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.events"))
    with st.container(horizontal=True, width="content"):
        if can(user, Action.EDIT):
            add_event.button()
        tools = list_tools.place()

with filters.bar():
    wanted = events.EventFilter(
        text=filters.text(t("events.search")),
        kind=filters.word("kind", t("field.kind"), EventKind),
        since=filters.day("since", t("list.since")),
        until=filters.day("until", t("list.until")),
        tag=filters.kept_tag(),
    )
oldest_first = tables.oldest_first()

with db.reading() as session:
    page = events.search(
        session, wanted, by=user, oldest_first=oldest_first, page=tables.page_number()
    )

list_tools.show(tools, user, Kind.EVENT, Asked(wanted, ByDay.DAY, not oldest_first))

if not page.rows:
    empty.show(
        t("events.none") if wanted == events.EventFilter() else t("list.nothing_fits"),
        icon="event",
    )
else:
    tables.show(
        page.rows,
        [
            tables.Column(t("field.name"), lambda row: row.name),
            tables.Column(
                t("field.happened_on"),
                lambda row: period(row.starts_on, row.ends_on),
                "day",
                "date",
            ),
            tables.Column(t("field.kind"), lambda row: labels.event_kind(row.kind)),
            tables.Column(t("field.place"), lambda row: row.place),
            tables.Column(
                t("nav.partners"), lambda row: str(row.participants or ""), kind="number"
            ),
            tables.Column(
                t("nav.follow_ups"), lambda row: str(row.follow_ups or ""), kind="number"
            ),
        ],
        key="events",
        kind=Kind.EVENT,
        caption=t("nav.events"),
        sort="day",
        descending=not oldest_first,
        note=lambda row: row.parent,
    )
    tables.pager(page)

add_event.dialog(user)
list_tools.dialog(user)
