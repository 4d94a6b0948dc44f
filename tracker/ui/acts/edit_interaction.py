"""Correcting a contact, or writing down what came of it."""

import streamlit as st

from tracker.access import User
from tracker.domain import interactions
from tracker.domain.interactions import InteractionDetail
from tracker.domain.models import Interaction
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import interaction as interaction_form

_NAME = "interaction.edit"


def button(interaction: Interaction) -> None:
    editing.button(_NAME, interaction)


def dialog(user: User, detail: InteractionDetail) -> None:
    about, number = dialogs.opened(_NAME), detail.interaction.id
    if about is None or number is None:
        return

    @st.dialog(t("interactions.edit"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = interaction_form.show(
            f"{_NAME}.{number}.{about['key']}",
            user,
            start=detail.interaction,
            partner_ids=[each for each, _ in detail.partners],
            person_ids=[each for each, _ in detail.people],
            colleague_ids=[each for each, _ in detail.colleagues],
            takes_next_step=False,
        )
        if typed is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=typed.draft), unsent.saving(about["key"]) as session:
            partner_ids, person_ids = interaction_form.save_new(session, typed, user=user)
            interactions.update(
                session,
                number,
                typed.draft,
                partner_ids=partner_ids,
                person_ids=person_ids,
                colleague_ids=typed.colleague_ids,
                revision=revision,
                by=user,
            )
        dialogs.close()
        flash.say(t("interactions.saved"))
        st.rerun()

    draw()
