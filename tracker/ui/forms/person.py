"""The forms for a person: a new one with their position, and what is known of a known one."""

from typing import NamedTuple

import streamlit as st
from sqlmodel import Session

from tracker import db
from tracker.access import User
from tracker.domain import drafts, partners
from tracker.domain.models import Kind, PersonDraft, PositionDraft
from tracker.domain.models.records import NAME
from tracker.i18n import t
from tracker.ui.forms import hints, pickers
from tracker.ui.forms.fields import Fields


class Typed(NamedTuple):
    """A person, and where they work: a partner that is there, a new one, or none."""

    draft: PersonDraft
    title: str
    at: pickers.Picked
    new_partners: list[pickers.NewPartner]


def show_new(key: str, user: User, *, partner_id: int | None = None) -> Typed | None:
    """Draw the form for a new person; return what was typed once the person saves.

    Not a Streamlit form: a partner that is new asks for its sector at once.
    """
    with db.reading() as session:
        choices = pickers.keeping(
            session, partners.choices(session, by=user), Kind.PARTNER, [partner_id], user=user
        )
    fields = Fields(key)
    fields.line("name", t("field.person_name"), most=NAME, live=True)
    hints.people_like(fields.typed["name"], key=key, user=user)
    left, right = st.columns(2)
    with left:
        at = pickers.one(t("field.partner_id"), choices, key=f"{key}.partner", start=partner_id)
        at = pickers.known_partners(at, key=key, user=user)
        new = pickers.new_partners(at.names, key=key)
    with right:
        fields.line("title", t("field.positions_title"))
    _contacts(fields)
    if not st.button(t("form.save"), key=f"{key}.save", type="primary", icon=":material/check:"):
        return None
    draft = fields.checked(PersonDraft)
    return Typed(draft, fields.typed["title"], at, new) if draft else None


def show(key: str, start: PersonDraft) -> PersonDraft | None:
    """Draw the form for somebody who is known; return the checked draft once saved."""
    fields = Fields(key, start)
    with st.form(key, border=False, enter_to_submit=False):
        fields.line("name", t("field.person_name"), most=NAME)
        _contacts(fields)
        fields.words("other_names", t("field.other_names"), [], start.other_names)
        fields.paragraph("notes", t("field.notes"), height=100)
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        return fields.checked(PersonDraft)


def positions(
    session: Session, typed: Typed, *, user: User, key: str | None = None
) -> list[PositionDraft]:
    """The position of a new person; a partner that is new is written down first, once for each
    `key`.

    Raises InvalidDraft.
    """
    saved = pickers.save_partners(session, typed.new_partners, user=user, key=key)
    return [
        drafts.checked(PositionDraft, {"partner_id": number, "title": typed.title})
        for number in [*typed.at.ids, *saved.values()]
    ]


def _contacts(fields: Fields) -> None:
    left, right = st.columns(2)
    with left:
        fields.line("email", t("field.email"), most=254, keyboard="email")
    with right:
        fields.line("phone", t("field.phone"), most=60, keyboard="phone")
