"""Correcting what was written about a follow-up."""

import streamlit as st

from tracker.access import User
from tracker.domain import follow_ups
from tracker.domain.models import FollowUp
from tracker.i18n import t
from tracker.ui import dialogs, flash, labels, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import follow_up as follow_up_form

_NAME = "follow_up.edit"


def button(follow_up: FollowUp) -> None:
    editing.button(_NAME, follow_up)


def dialog(user: User, follow_up: FollowUp, own_tags: list[str]) -> None:
    if (about := dialogs.opened(_NAME)) is None or follow_up.id is None:
        return
    number = follow_up.id

    @st.dialog(t("follow_up.edit"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = follow_up_form.show(
            f"{_NAME}.{number}.{about['key']}", user, follow_up, own_tags=own_tags, is_new=False
        )
        if typed is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=typed.draft), unsent.saving(about["key"]) as session:
            draft = follow_up_form.save_partner(session, typed, user=user)
            follow_ups.update(
                session, number, draft, revision=revision, by=user, tag_names=typed.tag_names
            )
        dialogs.close()
        flash.say(t("app.saved", name=labels.follow_up(draft.kind, draft.subject)))
        st.rerun()

    draw()
