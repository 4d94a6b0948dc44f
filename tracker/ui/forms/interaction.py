"""The form for a meeting, call, letter or visit: two things to type, the rest is chosen.

Not a Streamlit form: who can be chosen as a person depends on the partners chosen before.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import streamlit as st
from sqlmodel import Session

from tracker import clock, db
from tracker.access import User
from tracker.domain import accounts, choosing_people, follow_ups, partners
from tracker.domain.models import InteractionDraft, InteractionKind, Kind
from tracker.i18n import current, t
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import DATES, Fields


class Typed(NamedTuple):
    """Everything about one contact, ready to be saved."""

    draft: InteractionDraft
    partners: pickers.Picked
    new_partners: list[pickers.NewPartner]
    people: pickers.Picked
    new_people: list[pickers.NewPerson]
    colleague_ids: list[int]
    next_step: follow_ups.NextStep | None


def show(
    key: str,
    user: User,
    *,
    start: InteractionDraft | None = None,
    partner_ids: Sequence[int] = (),
    person_ids: Sequence[int] = (),
    colleague_ids: Sequence[int] | None = None,
    event_id: int | None = None,
    takes_next_step: bool = True,
) -> Typed | None:
    """Draw the form; return what was typed once it is complete and the person saves."""
    # Home draws this form at every rerun: as few messages as can be.
    fields = Fields(key, start, is_checked=bool(st.session_state.get(f"{key}.save")))
    with db.reading() as session:
        partner_choices = pickers.keeping(
            session, partners.choices(session, by=user), Kind.PARTNER, partner_ids, user=user
        )
        colleagues = pickers.keeping(
            session,
            accounts.colleagues(session, by=user),
            Kind.ACCOUNT,
            colleague_ids or [],
            user=user,
        )
        person_choices = _people(session, [], person_ids, user)
    chosen = pickers.several(
        t("interaction.partners"), partner_choices, key=f"{key}.partners", start=partner_ids
    )
    chosen = pickers.known_partners(chosen, key=key, user=user)
    no_partner = fields.place()
    new_partners = pickers.new_partners(chosen.names, key=key)

    fields.paragraph("summary", t("interaction.summary"), height=100)
    step = due = None
    if takes_next_step:
        left, right = st.columns([3, 2])
        with left:
            step = st.text_input(
                t("interaction.next_step"),
                key=f"{key}.step",
                max_chars=300,
                help=t("interaction.next_step_help"),
            )
        with right:
            due = st.date_input(
                t("field.due_on"),
                clock.today() + timedelta(days=7),
                key=f"{key}.due",
                format=DATES[current()],
            )

    if chosen.ids:
        with db.reading() as session:
            person_choices = _people(session, chosen.ids, person_ids, user)
    met = pickers.several(
        t("interaction.people"), person_choices, key=f"{key}.people", start=person_ids
    )
    names = dict(partner_choices)
    at: list[tuple[int | str, str]] = [(each, names.get(each, str(each))) for each in chosen.ids]
    new_people = pickers.new_people(
        met.names, at + [(name, name) for name in chosen.names], key=key
    )
    ours = pickers.several(
        t("interaction.colleagues"),
        colleagues,
        key=f"{key}.colleagues",
        start=[user.id] if colleague_ids is None else colleague_ids,
        takes_new=False,
    )
    left, right = st.columns(2)
    with left:
        fields.word("kind", t("interaction.kind"), InteractionKind)
    with right:
        fields.day("happened_on", t("field.happened_on"), default=clock.today())
    if start is not None:
        fields.paragraph("outcome", t("field.outcome"), height=80)
        fields.line("place", t("field.place"))

    if not st.button(t("form.save"), key=f"{key}.save", type="primary", icon=":material/check:"):
        return None
    if not chosen:
        fields.refuse(no_partner, t("error.no_partner"))
    kept = {"event_id": event_id, "unit_id": None}
    if start is not None:
        kept = {"event_id": start.event_id, "unit_id": start.unit_id}
    draft = fields.checked(InteractionDraft, **kept)
    if draft is None:
        return None
    return Typed(
        draft, chosen, new_partners, met, new_people, ours.ids, _next_step(step, due, user)
    )


def _people(
    session: Session, partner_ids: Sequence[int], person_ids: Sequence[int], user: User
) -> list[tuple[int, str]]:
    known = pickers.willing_first(
        choosing_people.to_meet(session, by=user, partner_ids=partner_ids)
    )
    return pickers.keeping(session, known, Kind.PERSON, person_ids, user=user)


def save_new(
    session: Session, typed: Typed, *, user: User, key: str | None = None
) -> tuple[list[int], list[int]]:
    """Write down whoever is new, once for each `key`; all partners' and all people's ids."""
    saved = pickers.save_partners(session, typed.new_partners, user=user, key=key)
    met = pickers.save_people(session, typed.new_people, saved, user=user, key=key)
    return [*typed.partners.ids, *saved.values()], [*typed.people.ids, *met]


def _next_step(subject: str | None, due: date | None, user: User) -> follow_ups.NextStep | None:
    if not (subject or "").strip():
        return None
    return follow_ups.NextStep(subject=subject or "", due_on=due, owner_id=user.id)
