"""Correcting what is known of a person."""

import streamlit as st

from tracker.access import User
from tracker.domain import people
from tracker.domain.models import Person
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import person as person_form

_NAME = "person.edit"


def button(person: Person) -> None:
    editing.button(_NAME, person)


def dialog(user: User, person: Person) -> None:
    if (about := dialogs.opened(_NAME)) is None or person.id is None:
        return
    number = person.id

    @st.dialog(t("person.edit"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        draft = person_form.show(f"{_NAME}.{number}.{about['key']}", person)
        if draft is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=draft), unsent.saving(about["key"]) as session:
            people.update(session, number, draft, revision=revision, by=user)
        dialogs.close()
        flash.say(t("app.saved", name=draft.name))
        st.rerun()

    draw()
