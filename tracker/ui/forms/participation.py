"""The forms for who took part in an event: many partners in one go, and one partner in detail."""

from typing import NamedTuple

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import partners
from tracker.domain.models import ParticipationDraft, ParticipationRole
from tracker.i18n import t
from tracker.ui import labels
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import Fields


class Typed(NamedTuple):
    """Partners to add, some of them new, and the role they all had."""

    partners: pickers.Picked
    new_partners: list[pickers.NewPartner]
    role: ParticipationRole


def show_new(key: str, user: User) -> Typed | None:
    """Draw the form for several partners; return what was chosen once the person saves.

    Not a Streamlit form: a name that is new asks for its sector at once.
    """
    with db.reading() as session:
        choices = partners.choices(session, by=user)
    fields = Fields(key)
    chosen = pickers.several(t("event.who"), choices, key=f"{key}.partners")
    chosen = pickers.known_partners(chosen, key=key, user=user)
    missing = st.empty()
    new = pickers.new_partners(chosen.names, key=key)
    fields.word("role", t("field.role"), ParticipationRole, default=ParticipationRole.PARTICIPANT)
    if not st.button(t("form.save"), key=f"{key}.save", type="primary"):
        return None
    if not chosen:
        missing.error(t("error.no_partner"))
        return None
    return Typed(chosen, new, fields.typed["role"])


def show(key: str, start: ParticipationDraft) -> ParticipationDraft | None:
    """Draw the form for one partner's part in the event; return the draft once saved."""
    fields = Fields(key, start)
    with st.form(key, border=False, enter_to_submit=False):
        fields.word("role", t("field.role"), ParticipationRole)
        fields.option("came", t("field.came"), labels.attendances())
        fields.paragraph("outcome", t("field.outcome"), height=120)
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(ParticipationDraft, partner_id=start.partner_id)
