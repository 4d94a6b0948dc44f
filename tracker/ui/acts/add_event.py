"""Adding an event, or one that is part of another."""

from datetime import date

import streamlit as st

from tracker.access import User
from tracker.domain import events
from tracker.domain.models import Event, EventDraft, Kind
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav, unsent
from tracker.ui.forms import event as event_form

_NAME = "event.add"


def button(parent: Event | None = None) -> None:
    """The button; on an event's own page the new one is part of it and begins with it."""
    st.button(
        t("event.add_part") if parent else t("events.add"),
        key=_NAME,
        type="secondary" if parent else "primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={
            "parent_id": parent.id if parent else None,
            "begins": parent.starts_on.isoformat() if parent else None,
        },
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("events.add"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = event_form.show(
            f"{_NAME}.{about['key']}",
            user,
            EventDraft.model_construct(parent_id=about["parent_id"]),
            begins=date.fromisoformat(about["begins"]) if about["begins"] else None,
        )
        if typed is None:
            return
        draft, names = typed
        with flash.refusals(), unsent.saving(about["key"]) as session:
            added = events.create(session, draft, by=user, tag_names=names, key=about["key"])
        dialogs.close()
        flash.say(t("app.saved", name=added.name(user.language)))
        nav.go(Kind.EVENT, added.id or 0)

    draw()
