"""The form for a rule of reading."""

import streamlit as st

from tracker.domain.models import Language, PressRuleDraft, PressRuleKind
from tracker.domain.models.records import NAME
from tracker.domain.press import rules
from tracker.i18n import t
from tracker.ui import press_rule_parts
from tracker.ui.forms.fields import Fields


def show(key: str, start: PressRuleDraft | None = None) -> PressRuleDraft | None:
    """Draw the form; return the checked draft once the person saves."""
    fields = Fields(key, start)
    # Outside of the form, because what a rule can mean depends on it.
    fields.word("kind", t("field.kind"), PressRuleKind)
    kind = PressRuleKind(fields.typed["kind"])
    with st.form(key, border=False, enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            fields.word("language", t("field.language"), Language)
        with right:
            known = {word: press_rule_parts.meaning(kind, word) for word in rules.meanings(kind)}
            fields.option("meaning", t("field.meaning"), known)
        fields.line("pattern", t("field.pattern"), most=NAME, help=t("press_rules.pattern_help"))
        fields.line("example_yes", t("field.example_yes"))
        fields.line("example_no", t("field.example_no"))
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(PressRuleDraft)
