"""Reports: the period on paper, and for managers the templates of all documents."""

import streamlit as st

from tracker import clock, db
from tracker.access import Action, can
from tracker.domain import paper_templates
from tracker.i18n import t
from tracker.ui import help_parts, scope_filters
from tracker.ui.acts import own_templates, take_report
from tracker.ui.signin import current_user

user = current_user()
today = clock.today()

st.title(t("nav.reports"))
st.header(t("document.report"))
st.caption(t("reports.help"))
help_parts.how("reports")
with db.reading() as session:
    scope = scope_filters.show(session, user, today)
    kept = paper_templates.kept(session, by=user)
take_report.files(user, scope)
st.header(t("document.brief"))
st.caption(t("reports.brief_help"))
if can(user, Action.ASSIGN):
    own_templates.show(user, kept)
