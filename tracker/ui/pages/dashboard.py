"""The dashboard: how the work with partners goes. Every number opens the list behind it."""

import streamlit as st

from tracker import clock, db
from tracker.domain import reports
from tracker.i18n import t
from tracker.ui import dashboard_age, dashboard_parts, dashboard_tiles, scope_filters
from tracker.ui.signin import current_user

user = current_user()
today = clock.today()

st.title(t("nav.dashboard"))
with db.reading() as session:
    scope = scope_filters.show(session, user, today)
    found = reports.dashboard(session, scope, by=user, today=today)

dashboard_age.show(found, scope, user, today)
dashboard_tiles.show(found.tiles, scope, today)

parts = dashboard_parts.of(found, scope)
left, right = st.columns(2, gap="large")
with left:
    parts.over_time.show()
    parts.kinds.show()
with right:
    parts.sectors.show()
    parts.pipeline.show()
    parts.owners.show()
parts.units.show()
parts.events.show()
