"""What one partner's engagement is made of: every point with the records behind it."""

import streamlit as st

from tracker import db
from tracker.domain import engagement, partners
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import engagement_evidence, engagement_parts, flash, heading, nav
from tracker.ui.signin import current_user

user = current_user()
partner_id = nav.record_id()

with flash.refusals(), db.reading() as session:
    partner = partners.get(session, partner_id, by=user)
    course = engagement_parts.course(session, partner_id, user)
    reasons = engagement.reasons(session, partner_id, course, by=user)

heading.show(
    partner.name(user.language),
    caption=t("nav.engagement_of"),
    back=(nav.ENGAGEMENT, t("nav.engagement")),
)
st.page_link(
    nav.PAGE_OF[Kind.PARTNER],
    label=t("engagement.to_partner"),
    icon=":material/apartment:",
    query_params={"id": str(partner_id)},
)

left, right = st.columns([2, 3], gap="large")
with left, st.container(border=True):
    if course.score is None:
        engagement_parts.unknown()
    else:
        engagement_parts.head(course, course.score)
        engagement_evidence.two_way(course.score)
        engagement_parts.months(course)
with right:
    engagement_evidence.how(course.rule)
    if course.score is not None:
        engagement_evidence.show(course.score, reasons)
