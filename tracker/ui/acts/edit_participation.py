"""Correcting a partner's role at an event, noting what came of it, or taking it off the list."""

import streamlit as st

from tracker.access import User
from tracker.domain import events
from tracker.domain.models import ParticipationDraft
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.forms import participation as participation_form

_NAME = "event.participation.edit"


def open(row: events.ParticipantRow) -> None:
    """Open the dialog about one line of the participants."""
    dialogs.open(
        _NAME,
        participation_id=row.id,
        partner_id=row.partner_id,
        partner=row.name,
        role=row.role,
        outcome=row.outcome,
        came=row.came,
        revision=row.revision,
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return
    number = about["participation_id"]

    @st.dialog(t("event.edit_participation"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(about["partner"])
        start = ParticipationDraft(
            partner_id=about["partner_id"],
            role=about["role"],
            outcome=about["outcome"],
            came=about["came"],
        )
        draft = participation_form.show(f"{_NAME}.{number}.{about['key']}", start)
        revision = (dialogs.opened(_NAME) or about)["revision"]
        if draft is not None:
            with flash.refusals(mine=draft), unsent.saving(about["key"]) as session:
                events.set_participation(session, number, draft, revision=revision, by=user)
            _done(t("app.saved", name=about["partner"]))
        if st.button(t("event.remove_participant"), key=f"{_NAME}.remove", type="tertiary"):
            with flash.refusals(mine=start), unsent.saving(about["key"]) as session:
                events.remove_participant(session, number, revision=revision, by=user)
            _done(t("event.participant_removed", name=about["partner"]))

    draw()


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
