"""Correcting one promise of an agreement, or taking it off the list."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain.agreements import promises
from tracker.domain.agreements.promises import PromiseRow
from tracker.domain.models import AgreementPromiseDraft
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.forms import promise as promise_form

_NAME = "promise.edit"


def open(row: PromiseRow) -> None:
    """Open the dialog about one promise, as it is on show."""
    start = {name: getattr(row, name) for name in AgreementPromiseDraft.model_fields}
    dialogs.open(_NAME, id=row.id, revision=row.revision, start=start)


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return
    number = about["id"]

    @st.dialog(t("promise.edit"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        start = AgreementPromiseDraft(**about["start"])
        draft = promise_form.show(f"{_NAME}.{number}.{about['key']}", start)
        revision = (dialogs.opened(_NAME) or about)["revision"]
        if draft is not None:
            with flash.refusals(mine=draft), db.transaction() as session:
                promises.update(session, number, draft, revision=revision, by=user)
            _done(t("app.saved", name=draft.subject))
        if st.button(t("promise.remove"), key=f"{_NAME}.remove", type="tertiary"):
            with flash.refusals(), db.transaction() as session:
                promises.remove(session, number, revision=revision, by=user)
            _done(t("promise.removed", name=start.subject))

    draw()


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
