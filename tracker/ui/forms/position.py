"""The form for a position: where somebody works, as what, from when till when."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import partners
from tracker.domain.models import Kind, PositionDraft
from tracker.i18n import t
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import Fields


def show(key: str, user: User, start: PositionDraft | None = None) -> PositionDraft | None:
    """Draw the form; return the checked draft once the person saves."""
    with db.reading() as session:
        known = [start.partner_id] if start else []
        choices = pickers.keeping(
            session, partners.choices(session, by=user), Kind.PARTNER, known, user=user
        )
    with st.form(key, border=False, enter_to_submit=False):
        fields = Fields(key, start)
        fields.one_of("partner_id", t("field.partner_id"), choices)
        fields.line("title", t("field.positions_title"))
        left, right = st.columns(2)
        with left:
            fields.day("since", t("field.since"))
        with right:
            fields.day("until", t("field.until"), help=t("person.until_help"))
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(PositionDraft)
