"""Correcting an agreement."""

from collections.abc import Sequence

import streamlit as st

from tracker.access import User
from tracker.domain import agreements
from tracker.domain.models import Agreement
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import agreement as agreement_form
from tracker.ui.forms import pickers

_NAME = "agreement.edit"


def button(agreement: Agreement) -> None:
    editing.button(_NAME, agreement)


def dialog(user: User, agreement: Agreement, parties: Sequence[tuple[int, str]]) -> None:
    if (about := dialogs.opened(_NAME)) is None or agreement.id is None:
        return
    number = agreement.id

    @st.dialog(t("agreement.edit"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = agreement_form.show(
            f"{_NAME}.{number}.{about['key']}",
            user,
            agreement,
            partner_ids=[party for party, _ in parties],
        )
        if typed is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=typed.draft), unsent.saving(about["key"]) as session:
            saved = pickers.save_partners(session, typed.new_partners, user=user)
            agreements.update(
                session,
                number,
                typed.draft,
                partner_ids=[*typed.partners.ids, *saved.values()],
                revision=revision,
                by=user,
            )
        dialogs.close()
        flash.say(t("app.saved", name=typed.draft.title))
        st.rerun()

    draw()
