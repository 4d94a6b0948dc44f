"""Letting an agreement go, and going on with it after all."""

from datetime import date

import streamlit as st
from sqlmodel import Field

from tracker import clock, db
from tracker.access import User
from tracker.domain import agreements
from tracker.domain.models import Agreement, Draft
from tracker.domain.models.records import LINE
from tracker.errors import Stale
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.forms.fields import Fields

_NAME = "agreement.let_lapse"
_BACK = "agreement.keep_on"


class Lapse(Draft):
    """The last day of an agreement that is not continued, and why it is not."""

    lapses_on: date
    lapse_reason: str = Field(min_length=1, max_length=LINE)


def button(agreement: Agreement) -> None:
    name, icon = (
        (_BACK, "restart_alt") if agreement.lapses_on is not None else (_NAME, "event_busy")
    )
    st.button(
        t(name),
        key=name,
        icon=f":material/{icon}:",
        on_click=dialogs.open,
        args=(name,),
        kwargs={"revision": agreement.revision},
    )


def settle(user: User, agreement_id: int) -> None:
    """Go on with it after all, if that was pressed. Call before the page reads the agreement."""
    if (about := dialogs.opened(_BACK)) is None:
        return
    dialogs.close()
    try:
        with db.transaction() as session:
            agreements.keep_on(session, agreement_id, revision=about["revision"], by=user)
    except Stale:
        st.warning(t("conflict.meanwhile"), icon=":material/sync_problem:")
        return
    st.toast(t("agreement.kept_on"), icon=":material/check_circle:")


def dialog(user: User, agreement: Agreement) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("agreement.let_lapse"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("agreement.let_lapse_help"))
        fields = Fields(f"{_NAME}.{agreement.id}.{about['key']}")
        fields.line("lapse_reason", t("field.lapse_reason"))
        usual = agreement.valid_until or clock.today()
        fields.day("lapses_on", t("field.lapses_on"), default=usual)
        if not st.button(t("agreement.let_lapse"), key=f"{_NAME}.save", type="primary"):
            return
        if (typed := fields.checked(Lapse)) is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=typed), db.transaction() as session:
            agreements.let_lapse(
                session,
                agreement.id or 0,
                on=typed.lapses_on,
                reason=typed.lapse_reason,
                revision=revision,
                by=user,
            )
        dialogs.close()
        flash.say(t("agreement.lapse_saved"))
        st.rerun()

    draw()
