"""Adding a partner."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import partners
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav
from tracker.ui.forms import partner as partner_form

_NAME = "partner.add"


def button() -> None:
    st.button(
        t("partners.add"),
        key=_NAME,
        type="primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_NAME,),
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("partners.add"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = partner_form.show(f"{_NAME}.{about['key']}", user)
        if typed is None:
            return
        draft, names = typed
        with flash.refusals(), db.transaction() as session:
            added = partners.create(session, draft, by=user, tag_names=names, key=about["key"])
        dialogs.close()
        flash.say(t("app.saved", name=added.name(user.language)))
        nav.go(Kind.PARTNER, added.id or 0)

    draw()
