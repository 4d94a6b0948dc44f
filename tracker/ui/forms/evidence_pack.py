"""The form for a pack of evidence."""

from datetime import date

import streamlit as st

from tracker import clock, db
from tracker.domain import units
from tracker.domain.models import EvidencePackDraft, Kind
from tracker.domain.models.records import NAME
from tracker.domain.models.vocabulary import Indicator
from tracker.i18n import t
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import Fields
from tracker.ui.signin import current_user


def show(key: str, start: EvidencePackDraft | None = None) -> EvidencePackDraft | None:
    """Draw the form; return the checked draft once the person saves."""
    user = current_user()
    with db.reading() as session:
        known = units.choices(session, by=user)
        kept = [start.unit_id if start else None]
        choices = pickers.keeping(session, known, Kind.UNIT, kept, user=user)
    fields = Fields(key, start)
    year = clock.today().year
    with st.form(key, border=False, enter_to_submit=False):
        fields.line("name", t("field.name"), most=NAME)
        left, right = st.columns(2)
        with left:
            fields.day("since", t("field.since"), default=date(year, 1, 1))
        with right:
            fields.day("until", t("field.until"), default=date(year, 12, 31))
        fields.several("indicators", t("field.indicators"), Indicator)
        fields.one_of("unit_id", t("field.unit_id"), choices)
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(EvidencePackDraft)
