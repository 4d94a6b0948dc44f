"""Correcting an event."""

import streamlit as st

from tracker.access import User
from tracker.domain import events
from tracker.domain.models import Event
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import event as event_form

_NAME = "event.edit"


def button(event: Event) -> None:
    editing.button(_NAME, event)


def dialog(user: User, event: Event, own_tags: list[str]) -> None:
    if (about := dialogs.opened(_NAME)) is None or event.id is None:
        return
    number = event.id

    @st.dialog(t("event.edit"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = event_form.show(
            f"{_NAME}.{number}.{about['key']}", user, event, event_id=number, own_tags=own_tags
        )
        if typed is None:
            return
        draft, names = typed
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=draft), unsent.saving(about["key"]) as session:
            events.update(session, number, draft, revision=revision, by=user, tag_names=names)
        dialogs.close()
        flash.say(t("app.saved", name=draft.name(user.language)))
        st.rerun()

    draw()
