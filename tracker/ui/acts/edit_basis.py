"""Saying why somebody's data is kept, and how they are reached at home."""

from typing import Any

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import keeping
from tracker.domain.keeping import Kept
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.forms import data_basis as form

_BASIS, _CONTACT = "person.basis", "person.contact"


def buttons(kept: Kept) -> None:
    for name, word, row in (
        (_BASIS, "personal.set_basis", kept.basis),
        (_CONTACT, "personal.set_contact", kept.contact),
    ):
        st.button(
            t(word),
            key=name,
            type="tertiary",
            icon=":material/edit:",
            on_click=dialogs.open,
            args=(name,),
            kwargs={"revision": row.revision if row else 0},
        )


def dialog(user: User, kept: Kept) -> None:
    number = kept.person.id or 0
    if (about := dialogs.opened(_BASIS)) is not None:
        _draw(_BASIS, t("personal.set_basis"), about, number, kept, user)
    elif (about := dialogs.opened(_CONTACT)) is not None:
        _draw(_CONTACT, t("personal.set_contact"), about, number, kept, user)


def _draw(
    name: str, title: str, about: dict[str, Any], number: int, kept: Kept, user: User
) -> None:
    @st.dialog(title, on_dismiss=dialogs.close)
    def draw() -> None:
        key = f"{name}.{number}.{about['key']}"
        is_basis = name == _BASIS
        typed: Any = (
            form.basis(key, kept.basis, months=kept.months)
            if is_basis
            else form.contact(key, kept.contact)
        )
        if typed is None:
            return
        revision = (dialogs.opened(name) or about)["revision"]
        verb: Any = keeping.set_basis if is_basis else keeping.set_contact
        with flash.refusals(mine=typed), db.transaction() as session:
            verb(session, number, typed, revision=revision, by=user)
        dialogs.close()
        flash.say(t("personal.saved"))
        st.rerun()

    draw()
