"""Correcting a partner."""

import streamlit as st

from tracker.access import User
from tracker.domain import partners
from tracker.domain.models import Partner
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import partner as partner_form

_NAME = "partner.edit"


def button(partner: Partner) -> None:
    editing.button(_NAME, partner)


def dialog(user: User, partner: Partner, own_tags: list[str]) -> None:
    if (about := dialogs.opened(_NAME)) is None or partner.id is None:
        return
    number = partner.id

    @st.dialog(t("partner.edit"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = partner_form.show(
            f"{_NAME}.{number}.{about['key']}",
            user,
            partner,
            partner_id=number,
            own_tags=own_tags,
        )
        if typed is None:
            return
        draft, names = typed
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=draft), unsent.saving(about["key"]) as session:
            partners.update(session, number, draft, revision=revision, by=user, tag_names=names)
        dialogs.close()
        flash.say(t("app.saved", name=draft.name(user.language)))
        st.rerun()

    draw()
