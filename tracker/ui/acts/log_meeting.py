"""Logging a meeting, call, letter or visit: on the home page, or in a dialog on every page."""

from collections.abc import Sequence

import streamlit as st

from tracker.access import User
from tracker.domain import interactions
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.forms import interaction as interaction_form

_NAME = "interaction.add"


def button(
    *,
    partner_ids: Sequence[int] = (),
    person_ids: Sequence[int] = (),
    event_id: int | None = None,
    is_primary: bool = True,
) -> None:
    """The button; what is known already on this page is filled in."""
    st.button(
        t("interaction.log"),
        key=_NAME,
        type="primary" if is_primary else "secondary",
        icon=":material/add_comment:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={
            "partner_ids": list(partner_ids),
            "person_ids": list(person_ids),
            "event_id": event_id,
        },
    )


def anywhere() -> None:
    """The same in the header of every page, about nobody yet. Only a phone shows it: there the form
    of the home page would stand above the day's work."""
    st.button(
        t("interaction.new"),
        key="log_anywhere",
        icon=":material/add_comment:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"partner_ids": [], "person_ids": [], "event_id": None},
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("interaction.log"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = interaction_form.show(
            f"{_NAME}.{about['key']}",
            user,
            partner_ids=about["partner_ids"],
            person_ids=about["person_ids"],
            event_id=about["event_id"],
        )
        if typed is None:
            return
        save(typed, user, key=about["key"])
        dialogs.close()
        st.rerun()

    draw()


def save(typed: interaction_form.Typed, user: User, *, key: str) -> None:
    """Store the contact with everybody new and the next step in one transaction, and say so."""
    with flash.refusals(), unsent.saving(key) as session:
        partner_ids, person_ids = interaction_form.save_new(session, typed, user=user, key=key)
        interactions.log(
            session,
            typed.draft,
            partner_ids=partner_ids,
            person_ids=person_ids,
            colleague_ids=typed.colleague_ids,
            next_step=typed.next_step,
            by=user,
            key=key,
        )
    flash.say(t("interaction.logged_with_step") if typed.next_step else t("interaction.logged"))
