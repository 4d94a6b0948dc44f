"""Where somebody works: adding a position, correcting or ending one, removing a mistake."""

from typing import Any

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import people
from tracker.domain.models import PositionDraft
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.forms import position as position_form

_ADD = "position.add"
_EDIT = "position.edit"


def button(person_id: int) -> None:
    st.button(
        t("person.add_position"),
        key=_ADD,
        type="tertiary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_ADD,),
        kwargs={"person_id": person_id},
    )


def open(row: people.PositionRow) -> None:
    """Open the dialog about one position, as it is on show."""
    start = {name: getattr(row, name) for name in PositionDraft.model_fields}
    dialogs.open(_EDIT, id=row.id, partner=row.partner, start=start)


def dialog(user: User) -> None:
    if (about := dialogs.opened(_ADD)) is not None:
        _add(about["person_id"], about["key"], user)
    elif (about := dialogs.opened(_EDIT)) is not None:
        _edit(about, user)


def _add(person_id: int, key: str, user: User) -> None:
    @st.dialog(t("person.add_position"), on_dismiss=dialogs.close)
    def draw() -> None:
        draft = position_form.show(f"{_ADD}.{person_id}.{key}", user)
        if draft is None:
            return
        with flash.refusals(), db.transaction() as session:
            people.add_position(session, person_id, draft, by=user)
        _done(t("app.saved", name=draft.title or t("field.positions_title")))

    draw()


def _edit(about: dict[str, Any], user: User) -> None:
    number, partner = about["id"], about["partner"]

    @st.dialog(t("person.edit_position"), on_dismiss=dialogs.close)
    def draw() -> None:
        # Unchecked: what an import has stored must open, to be mended.
        start = PositionDraft.model_construct(**about["start"])
        draft = position_form.show(f"{_EDIT}.{number}.{about['key']}", user, start)
        if draft is not None:
            # What the colleague saved, once the person has chosen to save over it.
            theirs = (dialogs.opened(_EDIT) or about).get("theirs")
            opened = PositionDraft.model_construct(**theirs) if theirs else start
            with flash.refusals(mine=draft), db.transaction() as session:
                people.update_position(session, number, draft, opened=opened, by=user)
            _done(t("app.saved", name=draft.title or partner))
        if st.button(t("person.remove_position"), key=f"{_EDIT}.remove", type="tertiary"):
            with flash.refusals(), db.transaction() as session:
                people.remove_position(session, number, by=user)
            _done(t("person.position_removed", name=partner))

    draw()


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
