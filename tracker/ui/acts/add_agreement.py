"""Recording an agreement."""

import streamlit as st

from tracker.access import User
from tracker.domain import agreements
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav, unsent
from tracker.ui.forms import agreement as agreement_form
from tracker.ui.forms import pickers

_NAME = "agreement.add"


def button() -> None:
    st.button(
        t("agreements.add"),
        key=_NAME,
        type="primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_NAME,),
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("agreements.add"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = agreement_form.show(f"{_NAME}.{about['key']}", user)
        if typed is None:
            return
        with flash.refusals(), unsent.saving(about["key"]) as session:
            saved = pickers.save_partners(session, typed.new_partners, user=user, key=about["key"])
            added = agreements.create(
                session,
                typed.draft,
                partner_ids=[*typed.partners.ids, *saved.values()],
                by=user,
                key=about["key"],
            )
        dialogs.close()
        flash.say(t("app.saved", name=added.title))
        nav.go(Kind.AGREEMENT, added.id or 0)

    draw()
