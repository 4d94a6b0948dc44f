"""Adding, changing and removing the rows that administrators add to what the program knows."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.i18n import t
from tracker.ui import dialogs, flash

EDIT, DELETE = "edit", "delete"
_ADD = "add"


@dataclass(frozen=True, slots=True)
class Words:
    """What the dialogs say, in the reader's language."""

    add: str
    edit: str
    delete: str
    delete_explained: str


@dataclass(frozen=True, slots=True)
class OwnRows:
    """The dialogs of one table. `verbs` gets, creates, updates, deletes; `called` names a row."""

    name: str
    verbs: ModuleType
    form: Callable[..., Any]
    called: Callable[[Any], str]
    words: Callable[[], Words]
    deleted: Callable[[str], str]

    def add_button(self) -> None:
        st.button(
            self.words().add,
            key=self._of(_ADD),
            type="primary",
            icon=":material/add:",
            on_click=dialogs.open,
            args=(self._of(_ADD),),
        )

    def open(self, act: str, row_id: int, user: User) -> None:
        """Open the dialog for one of the acts, about the row as it is now."""
        with flash.refusals(), db.reading() as session:
            row = self.verbs.get(session, row_id, by=user)
        dialogs.open(self._of(act), row=row, revision=row.revision)

    def dialog(self, user: User) -> None:
        """Whichever of the dialogs is open."""
        if dialogs.opened(self._of(_ADD)) is not None:
            self._add(user)
        if dialogs.opened(self._of(EDIT)) is not None:
            self._edit(user)
        if dialogs.opened(self._of(DELETE)) is not None:
            self._delete(user)

    def _of(self, act: str) -> str:
        return f"{self.name}.{act}"

    def _add(self, user: User) -> None:
        @st.dialog(self.words().add, width="large", on_dismiss=dialogs.close)
        def draw() -> None:
            key = (dialogs.opened(self._of(_ADD)) or {})["key"]
            draft = self.form(f"{self._of(_ADD)}.{key}")
            if draft is None:
                return
            with flash.refusals(), db.transaction() as session:
                self.verbs.create(session, draft, by=user, key=key)
            _done(t("app.saved", name=self.called(draft)))

        draw()

    def _edit(self, user: User) -> None:
        @st.dialog(self.words().edit, width="large", on_dismiss=dialogs.close)
        def draw() -> None:
            about = dialogs.opened(self._of(EDIT)) or {}
            row = about["row"]
            draft = self.form(f"{self._of(EDIT)}.{row.id}.{about['key']}", row)
            if draft is None:
                return
            revision = (dialogs.opened(self._of(EDIT)) or about)["revision"]
            with flash.refusals(mine=draft), db.transaction() as session:
                self.verbs.update(session, row.id, draft, revision=revision, by=user)
            _done(t("app.saved", name=self.called(draft)))

        draw()

    def _delete(self, user: User) -> None:
        words = self.words()

        @st.dialog(words.delete, on_dismiss=dialogs.close)
        def draw() -> None:
            about = dialogs.opened(self._of(DELETE)) or {}
            row = about["row"]
            st.text(self.called(row))
            st.caption(words.delete_explained)
            if not st.button(words.delete, key=f"{self._of(DELETE)}.confirm", type="primary"):
                return
            with flash.refusals(), db.transaction() as session:
                self.verbs.delete(session, row.id, revision=about["revision"], by=user)
            _done(self.deleted(self.called(row)))

        draw()


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
