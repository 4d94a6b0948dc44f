"""Engagement: which partners are engaged most, who rises and who falls, and of whom none knows."""

import streamlit as st

from tracker import db
from tracker.domain import engagement, partners, ranking, units
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind, Sector, Tier, Trend
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.ui import empty, engagement_evidence, engagement_parts, filters, list_tools, tables
from tracker.ui.signin import current_user

user = current_user()

with db.reading() as session:
    rule = engagement.rule(session, by=user)
    run = engagement.last_run(session, by=user)
    choices = units.choices(session, by=user)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.engagement"))
    tools = list_tools.place()
st.caption(t("engagement.how_short"))
engagement_evidence.how(rule)

trend = filters.segments("engagement", t("nav.engagement"), Trend, Trend.KNOWN)
with filters.bar():
    wanted = partners.PartnerFilter(
        text=filters.text(t("partners.search")),
        sector=filters.word("sector", t("field.sector"), Sector),
        tier=filters.word("tier", t("field.tier"), Tier),
        unit_id=filters.record("unit", t("field.unit_id"), choices),
        engagement=trend,
    )
usual, backwards = engagement_parts.usual(trend)
sort, descending = tables.chosen_order(partners.Sort, usual, descending=backwards)

with db.reading() as session:
    page = ranking.search(
        session, wanted, by=user, sort=sort, descending=descending, page=tables.page_number()
    )

list_tools.show(tools, user, Kind.PARTNER, Asked(wanted, sort, descending))

if run is None:
    empty.show(t("engagement.first_time"), icon="handshake")
elif not page.rows:
    narrowed = wanted != partners.PartnerFilter(engagement=trend)
    empty.show(
        t("list.nothing_fits") if narrowed else t(f"engagement.none_{trend}"), icon="handshake"
    )
else:
    engagement_parts.ranking(page.rows, trend, sort=sort, descending=descending)
    tables.pager(page)
    st.caption(t("engagement.as_of", when=moment(run)))

list_tools.dialog(user)
