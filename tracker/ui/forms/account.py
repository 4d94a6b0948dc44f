"""The form for a colleague's account."""

from typing import NamedTuple

import streamlit as st

from tracker.access import Role, User
from tracker.domain import passwords
from tracker.domain.models import AccountDraft, Language
from tracker.domain.models.records import NAME
from tracker.i18n import t
from tracker.ui import proof
from tracker.ui.forms.fields import Fields


class Typed(NamedTuple):
    """What was typed; the password of a new account is empty where they choose it themselves."""

    draft: AccountDraft
    password: str
    prove: proof.Prove  # to be called before it is saved


def show(key: str, user: User, start: AccountDraft | None = None) -> Typed | None:
    """Draw the form; return what was typed once it is saved and fits."""
    password = ""
    with st.form(key, border=False, enter_to_submit=False):
        fields = Fields(key, start)
        fields.line("name", t("field.account_name"), most=NAME)
        fields.line("email", t("field.email"), most=254, keyboard="email")
        left, right = st.columns(2)
        with left:
            fields.word("role", t("field.role"), Role, help=t("accounts.role_help"))
        with right:
            fields.word("language", t("field.language"), Language)
        if start is None and passwords.are_on():
            password = new_password(key)
        prove = proof.ask(key, user, back="/accounts")
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        draft = fields.checked(AccountDraft)
    return Typed(draft, password, prove) if draft else None


def new_password(key: str) -> str:
    """A field for a colleague's password that may stay empty."""
    return (
        st.text_input(
            t("accounts.password"),
            type="password",
            key=f"{key}.password",
            max_chars=200,
            autocomplete="new-password",
            help=t("accounts.password_help"),
        )
        or ""
    )
