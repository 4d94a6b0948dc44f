"""Closing a follow-up as done, with what came of it."""

from datetime import timedelta

import streamlit as st

from tracker import clock, db
from tracker.access import User
from tracker.domain import follow_ups
from tracker.domain.follow_ups import NextStep
from tracker.domain.models import FollowUp, FollowUpStatus, Kind
from tracker.domain.models.records import NAME
from tracker.i18n import t
from tracker.ui import dialogs, flash, labels, sidebar, unsent
from tracker.ui.acts import files
from tracker.ui.forms.fields import Fields
from tracker.ui.forms.follow_up import Completion

_NAME = "follow_up.complete"
_SOON = timedelta(days=7)


def button(follow_up: FollowUp) -> None:
    st.button(
        t("follow_up.complete"),
        key=f"{_NAME}.{follow_up.id}",
        type="primary",
        icon=":material/task_alt:",
        on_click=open,
        args=(follow_up.id, follow_up.revision),
    )


def open(id: int, revision: int) -> None:
    """Open the dialog for a follow-up as the reader saw it, in this run or as a callback."""
    dialogs.open(_NAME, id=id, revision=revision)


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return
    number: int = about["id"]

    @st.dialog(t("follow_up.complete_title"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        with flash.refusals(), db.reading() as session:
            follow_up = follow_ups.get(session, number, by=user)
            confirmed = follow_ups.confirmed_kinds(session, by=user)
        name = labels.follow_up(follow_up.kind, follow_up.subject)
        st.text(name)
        fields = Fields(f"{_NAME}.{number}.{about['key']}")
        fields.paragraph("outcome", t("follow_up.what_came_of_it"), height=120)
        if follow_up.kind in confirmed:
            st.caption(t("follow_up.second_person"))
        given = files.evidence(f"{_NAME}.{number}.{about['key']}.file")
        with st.expander(t("follow_up.and_next")):
            fields.line("step", t("field.step"), most=NAME)
            fields.day("step_due_on", t("field.step_due_on"), default=clock.today() + _SOON)
        if not st.button(t("follow_up.done"), key=f"{_NAME}.save", type="primary"):
            return
        if (typed := fields.checked(Completion)) is None:
            return
        then = NextStep(typed.step, typed.step_due_on, kind=follow_up.kind) if typed.step else None
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=typed), unsent.saving(about["key"]) as session:
            done = follow_ups.complete(
                session, number, outcome=typed.outcome, revision=revision, by=user, then=then
            )
            if given is not None:
                files.keep(session, Kind.FOLLOW_UP, number, given, user)
        dialogs.close()
        sidebar.recount()
        word = "completed_next" if then else "completed"
        is_open = done.status is FollowUpStatus.TO_CONFIRM
        flash.say(t("follow_up.reported" if is_open else f"follow_up.{word}", name=name))
        st.rerun()

    draw()
