"""The form for words that mean the same."""

import streamlit as st

from tracker.domain.models import NameGroup, NameTermDraft
from tracker.domain.models.records import NAME
from tracker.i18n import LANGUAGES, current, t
from tracker.ui.forms.fields import Fields


def show(key: str, start: NameTermDraft | None = None) -> NameTermDraft | None:
    """Draw the form; return the checked draft once the person saves."""
    fields = Fields(key, start)
    # Outside of the form, so that what a group does is said as soon as it is chosen.
    fields.word("group", t("field.group"), NameGroup)
    st.caption(t(f"name_group_about.{fields.typed['group']}"))
    with st.form(key, border=False, enter_to_submit=False):
        _heading("words")
        order = [current(), *(code for code in LANGUAGES if code != current())]
        for column, code in zip(st.columns(3), order, strict=True):
            with column:
                fields.line(f"words_{code}", t(f"field.words_{code}"))
        _heading("examples")
        _pair(fields, "alike")
        _pair(fields, "other")
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(NameTermDraft)


def _heading(word: str) -> None:
    st.markdown(f"**{t(f'name_terms.{word}')}**")
    st.caption(t(f"name_terms.{word}_help"))


def _pair(fields: Fields, word: str) -> None:
    for column, side in zip(st.columns(2), ("a", "b"), strict=True):
        with column:
            fields.line(f"{word}_{side}", t(f"field.{word}_{side}"), most=NAME)
