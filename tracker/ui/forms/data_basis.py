"""The forms for why somebody's data is kept, and for how they are reached at home."""

import streamlit as st

from tracker.domain.models import (
    DataBasisDraft,
    LegalBasis,
    PersonalContactDraft,
)
from tracker.i18n import t
from tracker.ui.forms.fields import Fields


def basis(key: str, start: DataBasisDraft | None, *, months: int) -> DataBasisDraft | None:
    """Draw the form; return the checked draft once the person saves."""
    with st.form(key, border=False, enter_to_submit=False):
        fields = Fields(key, start)
        left, right = st.columns(2)
        with left:
            fields.word("basis", t("field.basis"), LegalBasis)
        with right:
            fields.day("given_on", t("field.given_on"))
        fields.line("evidence", t("field.evidence"), help=t("personal.evidence_help"))
        left, right = st.columns(2)
        with left:
            fields.yes("may_publish", t("field.may_publish"))
            fields.day("keep_until", t("field.keep_until"), help=_usual(months))
        with right:
            fields.yes("may_transfer", t("field.may_transfer"))
            fields.day("withdrawn_on", t("field.withdrawn_on"))
            fields.day("blocked_on", t("field.blocked_on"), help=t("personal.blocked_help"))
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(DataBasisDraft)


def contact(key: str, start: PersonalContactDraft | None) -> PersonalContactDraft | None:
    """Draw the form; return the checked draft once the person saves."""
    st.caption(t("personal.contact_explained"))
    with st.form(key, border=False, enter_to_submit=False):
        fields = Fields(key, start)
        left, right = st.columns(2)
        with left:
            fields.line("personal_phone", t("field.personal_phone"), most=60, keyboard="phone")
        with right:
            fields.line("personal_email", t("field.personal_email"), most=254, keyboard="email")
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(PersonalContactDraft)


def _usual(months: int) -> str:
    return t("personal.keep_until_help", n=months)
