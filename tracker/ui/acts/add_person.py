"""Adding a person, with the position they hold at a partner."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import people
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav
from tracker.ui.forms import person as person_form

_NAME = "person.add"


def button(partner_id: int | None = None) -> None:
    """The button; on a partner's page the partner is filled in, and the reader stays there."""
    st.button(
        t("people.add"),
        key=_NAME,
        type="primary" if partner_id is None else "tertiary",
        icon=":material/person_add:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"partner_id": partner_id},
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("people.add"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = person_form.show_new(
            f"{_NAME}.{about['key']}", user, partner_id=about["partner_id"]
        )
        if typed is None:
            return
        with flash.refusals(), db.transaction() as session:
            positions = person_form.positions(session, typed, user=user, key=about["key"])
            added = people.create(
                session, typed.draft, positions=positions, by=user, key=about["key"]
            )
        dialogs.close()
        flash.say(t("app.saved", name=added.name))
        if about["partner_id"] is None:
            nav.go(Kind.PERSON, added.id or 0)
        st.rerun()

    draw()
