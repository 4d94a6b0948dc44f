"""Correcting a unit."""

import streamlit as st

from tracker.access import User
from tracker.domain import units
from tracker.domain.models import Unit
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import unit as unit_form

_NAME = "unit.edit"


def button(unit: Unit) -> None:
    editing.button(_NAME, unit)


def dialog(user: User, unit: Unit) -> None:
    if (about := dialogs.opened(_NAME)) is None or unit.id is None:
        return
    number = unit.id

    @st.dialog(t("unit.edit"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        draft = unit_form.show(f"{_NAME}.{number}.{about['key']}", user, unit, unit_id=number)
        if draft is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=draft), unsent.saving(about["key"]) as session:
            units.update(session, number, draft, revision=revision, by=user)
        dialogs.close()
        flash.say(t("app.saved", name=draft.name(user.language)))
        st.rerun()

    draw()
