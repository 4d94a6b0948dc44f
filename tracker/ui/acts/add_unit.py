"""Adding a unit of the university, or one inside another."""

import streamlit as st

from tracker.access import User
from tracker.domain import units
from tracker.domain.models import Kind, Unit, UnitDraft
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav, unsent
from tracker.ui.forms import unit as unit_form

_NAME = "unit.add"


def button(parent: Unit | None = None) -> None:
    st.button(
        t("unit.add_part") if parent else t("units.add"),
        key=_NAME,
        type="secondary" if parent else "primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"parent_id": parent.id if parent else None},
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("units.add"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        start = UnitDraft.model_construct(parent_id=about["parent_id"])
        draft = unit_form.show(f"{_NAME}.{about['key']}", user, start)
        if draft is None:
            return
        with flash.refusals(), unsent.saving(about["key"]) as session:
            added = units.create(session, draft, by=user, key=about["key"])
        dialogs.close()
        flash.say(t("app.saved", name=added.name(user.language)))
        nav.go(Kind.UNIT, added.id or 0)

    draw()
