"""The form for one thing that was promised in an agreement."""

import streamlit as st

from tracker.domain.models import AgreementPromiseDraft, FollowUpKind, PromisedBy
from tracker.domain.models.agreements import LARGEST_AMOUNT
from tracker.i18n import t
from tracker.ui.forms.fields import Fields


def show(key: str, start: AgreementPromiseDraft | None = None) -> AgreementPromiseDraft | None:
    """Draw the form; return the draft once it is complete and the person saves."""
    fields = Fields(key, start)
    fields.line("subject", t("field.promises_subject"), placeholder=t("promise.subject_hint"))
    left, right = st.columns(2)
    with left:
        fields.word("promised_by", t("field.promised_by"), PromisedBy, default=PromisedBy.BOTH)
    with right:
        fields.word(
            "kind",
            t("field.kind"),
            FollowUpKind,
            default=FollowUpKind.OTHER,
            help=t("promise.kind_help"),
        )
    left, right = st.columns(2)
    with left:
        fields.typed["amount"] = st.number_input(
            t("field.amount"),
            min_value=1,
            max_value=LARGEST_AMOUNT,
            value=start.amount if start else None,
            key=f"{key}.amount",
        )
    with right:
        fields.line("measure", t("field.measure"), most=100, placeholder=t("promise.measure_hint"))
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        fields.day("promised_until", t("field.promised_until"))
    with right:
        fields.typed["every_year"] = st.checkbox(
            t("field.every_year"),
            value=bool(start and start.every_year),
            key=f"{key}.every_year",
            help=t("promise.every_year_help"),
        )
    if not st.button(t("form.save"), key=f"{key}.save", type="primary", icon=":material/check:"):
        return None
    return fields.checked(AgreementPromiseDraft)
