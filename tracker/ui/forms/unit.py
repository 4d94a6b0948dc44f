"""The unit form."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts, units
from tracker.domain.models import Kind, UnitDraft, UnitKind
from tracker.domain.models.records import NAME
from tracker.i18n import LANGUAGES, t
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import Fields


def show(
    key: str, user: User, start: UnitDraft | None = None, *, unit_id: int | None = None
) -> UnitDraft | None:
    """Draw the form; return the checked draft once the person saves."""
    with db.reading() as session:
        above = start.parent_id if start else None
        choices = units.choices(session, by=user)
        parents = pickers.keeping(session, choices, Kind.UNIT, [above], user=user)
        head = start.head_id if start else None
        colleagues = accounts.colleagues(session, by=user)
        heads = pickers.keeping(session, colleagues, Kind.ACCOUNT, [head], user=user)
    parents = [choice for choice in parents if choice[0] != unit_id]
    fields = Fields(key, start)
    with st.form(key, border=False, enter_to_submit=False):
        own = user.language
        others = [code for code in LANGUAGES if code != own]
        fields.line(f"name_{own}", t("field.name"), most=NAME)
        left, right = st.columns(2)
        with left:
            fields.word("kind", t("field.kind"), UnitKind, default=UnitKind.DEPARTMENT)
            fields.line("head", t("field.head"), most=NAME)
        with right:
            fields.one_of("parent_id", t("unit.part_of"), parents)
            fields.one_of("head_id", t("field.head_id"), heads, help=t("unit.head_id_help"))
        fields.paragraph(
            f"competences_{own}", t("unit.competences"), height=110, help=t("unit.competences_help")
        )
        with st.expander(t("unit.more"), expanded=unit_id is not None):
            columns = st.columns(2)
            for column, code in zip(columns, others, strict=True):
                with column:
                    fields.line(f"name_{code}", t(f"field.name_{code}"), most=NAME)
                    fields.paragraph(
                        f"competences_{code}", t(f"field.competences_{code}"), height=110
                    )
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(UnitDraft)
