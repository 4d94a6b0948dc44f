"""Asking once more who sits there, in the form of what must not be done by a stranger."""

from collections.abc import Callable

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.api import provider
from tracker.domain import proving
from tracker.domain.proving import Due
from tracker.i18n import t
from tracker.ui import flash

Prove = Callable[[], None]


def ask(key: str, user: User, *, back: str) -> Prove:
    """Draw what is due, if anything; call the result before the act. What is typed elsewhere stays.

    `back` is the page to which somebody comes who proves it at the university's provider.
    """
    with flash.refusals(), db.reading() as session:
        due = proving.due(session, by=user)
    if due is Due.AGAIN:
        _again(back)
    if due not in (Due.PASSWORD, Due.BOTH):
        return lambda: None
    password = _field(f"{key}.proof", t("proving.password"), remembers="current-password")
    is_both = due is Due.BOTH
    code = (
        _field(f"{key}.code", t("second_factor.code"), remembers="one-time-code") if is_both else ""
    )
    st.caption(t("proving.why"))

    def prove() -> None:
        # Where it stays empty the act itself says whether it was needed.
        if password or code:
            proving.prove(password, code, by=user)

    return prove


def _again(back: str) -> None:
    if not provider.is_set_up():
        st.caption(t("proving.come_in_anew"))
        return
    st.caption(t("proving.again"))
    way = f"/sign-in/university?again=yes&next={back}"
    st.link_button(t("proving.again_button"), way, icon=":material/login:")


def _field(key: str, label: str, *, remembers: str) -> str:
    typed = st.text_input(label, type="password", key=key, max_chars=200, autocomplete=remembers)
    return typed or ""
