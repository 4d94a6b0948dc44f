"""Partners: find one and open it, or add a new one."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import accounts, partners
from tracker.domain.addresses import Asked
from tracker.domain.models import Attendance, Kind, Sector, Stage, Standing, Tier, Trend
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.names.regions import Region
from tracker.ui import empty, engagement_parts, filters, labels, list_tools, quiet_parts, tables
from tracker.ui.acts import add_partner, find_duplicates
from tracker.ui.signin import current_user

user = current_user()

with db.reading() as session:
    colleagues = accounts.colleagues(session, by=user)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.partners"))
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        if can(user, Action.EDIT):
            find_duplicates.link("partners")
            add_partner.button()
        tools = list_tools.place()

with filters.bar():
    wanted = partners.PartnerFilter(
        text=filters.text(t("partners.search")),
        sector=filters.word("sector", t("field.sector"), Sector),
        stage=filters.word("stage", t("field.stage"), Stage),
        tier=filters.word("tier", t("field.tier"), Tier),
        region=filters.word("region", t("field.region"), Region),
        owner_id=filters.record("owner", t("field.owner_id"), colleagues),
        tag=filters.kept_tag(),
        town=filters.kept_town(),
        quiet=filters.flag("quiet", t("quiet.only")),
        event_id=filters.kept_event(user),
        came=filters.kept_word("came", t("field.came"), Attendance),
        unit_id=filters.kept_record("unit", t("field.unit_id"), Kind.UNIT, user),
        standing=filters.kept_word("standing", t("field.standing"), Standing),
        recorded_from=filters.kept_day("recorded_from", t("field.recorded_from")),
        recorded_to=filters.kept_day("recorded_to", t("field.recorded_to")),
        engagement=filters.kept_word("engagement", t("nav.engagement"), Trend),
    )
sort, descending = tables.chosen_order(partners.Sort, partners.Sort.NAME)

with db.reading() as session:
    page = partners.search(
        session, wanted, by=user, sort=sort, descending=descending, page=tables.page_number()
    )
    silent = quiet_parts.reasons(session, page.rows, user) if wanted.quiet else {}

list_tools.show(tools, user, Kind.PARTNER, Asked(wanted, sort, descending))

if not page.rows:
    empty.show(
        t("partners.none") if wanted == partners.EVERY_PARTNER else t("list.nothing_fits"),
        icon="apartment",
    )
else:
    tables.show(
        page.rows,
        [
            tables.Column(t("field.name"), lambda row: row.name, "name"),
            tables.Column(t("field.sector"), lambda row: t(f"sector.{row.sector}"), "sector"),
            tables.Column(t("field.stage"), lambda row: labels.stage(row.stage), "stage"),
            tables.Column(t("field.tier"), lambda row: labels.tier(row.tier), "tier"),
            tables.Column(t("field.owner_id"), lambda row: row.owner),
            tables.Column(
                t("partners.open"),
                lambda row: str(row.open_follow_ups or ""),
                "open_follow_ups",
                "number",
            ),
            tables.Column(
                t("partners.last_contact"),
                lambda row: day(row.last_contact) if row.last_contact else None,
                "last_contact",
                "date",
            ),
            *engagement_parts.columns(wanted.engagement),
        ],
        key="partners",
        kind=Kind.PARTNER,
        caption=t("nav.partners"),
        sort=sort,
        descending=descending,
        note=lambda row: silent.get(row.id) or row.city,
    )
    tables.pager(page)

add_partner.dialog(user)
list_tools.dialog(user)
