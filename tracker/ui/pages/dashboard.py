"""The dashboard: how the work with partners goes. Every number opens the list behind it."""

import streamlit as st

from tracker import clock, db
from tracker.domain import reports
from tracker.i18n import t
from tracker.ui import dashboard_parts
from tracker.ui.signin import current_user

user = current_user()
today = clock.today()

with db.reading() as session:
    figures = reports.tiles(session, by=user, today=today)
    sectors = reports.partners_by_sector_and_stage(session, by=user)
    months = reports.interactions_by_month(session, by=user, today=today)
    statuses = reports.follow_ups_by_status(session, by=user)
    owners = reports.overdue_by_owner(session, by=user)

st.title(t("nav.dashboard"))
dashboard_parts.tiles(figures, today)
st.caption(t("dashboard.hint"))

left, right = st.columns(2, gap="large")
with left:
    dashboard_parts.partners(sectors)
    dashboard_parts.overdue(owners)
with right:
    dashboard_parts.interactions(months)
    dashboard_parts.statuses(statuses)
