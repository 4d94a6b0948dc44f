"""Noting which partners took part in an event: several at once, in one role."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import events
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.forms import participation as participation_form
from tracker.ui.forms import pickers

_NAME = "event.participants.add"


def button(event_id: int) -> None:
    st.button(
        t("event.add_participants"),
        key=_NAME,
        icon=":material/group_add:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"event_id": event_id},
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("event.add_participants"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = participation_form.show_new(f"{_NAME}.{about['key']}", user)
        if typed is None:
            return
        with flash.refusals(), db.transaction() as session:
            saved = pickers.save_partners(session, typed.new_partners, user=user)
            everybody = [*typed.partners.ids, *saved.values()]
            added = events.add_participants(
                session, about["event_id"], everybody, typed.role, by=user
            )
        dialogs.close()
        flash.say(t("event.participants_added", n=added))
        st.rerun()

    draw()
