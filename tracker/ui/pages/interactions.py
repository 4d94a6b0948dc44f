"""Meetings, calls, letters and visits: whom we spoke with, when, and about what."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import interactions
from tracker.domain.addresses import Asked
from tracker.domain.lists import ByDay
from tracker.domain.models import InteractionKind, Kind, Sector, Tier
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.names.regions import Region
from tracker.ui import empty, filters, interaction_parts, list_tools, tables
from tracker.ui.acts import log_meeting
from tracker.ui.signin import current_user

user = current_user()

with db.reading() as session:
    organisations, colleagues = interaction_parts.choices(session, user)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.interactions"))
    with st.container(horizontal=True, width="content"):
        if can(user, Action.EDIT):
            log_meeting.button()
        tools = list_tools.place()

with filters.bar():
    wanted = interactions.InteractionFilter(
        text=filters.text(t("interactions.search")),
        kind=filters.word("kind", t("field.kind"), InteractionKind),
        partner_id=filters.record("partner", t("field.partner_id"), organisations),
        colleague_id=filters.record("colleague", t("interactions.colleague"), colleagues),
        since=filters.day("from", t("list.since")),
        until=filters.day("to", t("list.until")),
        event_id=filters.kept_event(user),
        sector=filters.kept_word("sector", t("field.sector"), Sector),
        tier=filters.kept_word("tier", t("field.tier"), Tier),
        region=filters.kept_word("region", t("field.region"), Region),
        unit_id=filters.kept_record("unit", t("field.unit_id"), Kind.UNIT, user),
    )

with db.reading() as session:
    page = interactions.search(session, wanted, by=user, page=tables.page_number())

list_tools.show(tools, user, Kind.INTERACTION, Asked(wanted, ByDay.DAY, True))

if not page.rows:
    is_all = wanted == interactions.InteractionFilter()
    empty.show(t("interactions.none") if is_all else t("list.nothing_fits"), icon="forum")
else:
    tables.show(
        page.rows,
        [
            tables.Column(t("field.summary"), lambda row: row.summary),
            tables.Column(t("field.happened_on"), lambda row: day(row.happened_on), kind="date"),
            tables.Column(
                t("field.kind"), lambda row: tables.badge(t(f"interaction_kind.{row.kind}"))
            ),
            tables.Column(t("field.partners"), lambda row: ", ".join(row.partners)),
            tables.Column(t("field.people"), lambda row: ", ".join(row.people)),
            tables.Column(t("field.colleagues"), lambda row: ", ".join(row.colleagues)),
        ],
        key="interactions",
        kind=Kind.INTERACTION,
        caption=t("nav.interactions"),
        note=lambda row: row.outcome or None,
    )
    tables.pager(page)

list_tools.dialog(user)
