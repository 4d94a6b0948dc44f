"""The form for an agreement, with one partner or several."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import events, partners, units
from tracker.domain.models import AgreementDraft, AgreementKind, Kind, Renewal
from tracker.i18n import t
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import Fields


class Typed(NamedTuple):
    """An agreement ready to be saved, and its parties."""

    draft: AgreementDraft
    partners: pickers.Picked
    new_partners: list[pickers.NewPartner]


class _Choices(NamedTuple):
    partners: list[tuple[int, str]]
    units: list[tuple[int, str]]
    events: list[tuple[int, str]]


def show(
    key: str, user: User, start: AgreementDraft | None = None, *, partner_ids: Sequence[int] = ()
) -> Typed | None:
    """Draw the form; return what was typed once it is complete and the person saves."""
    fields = Fields(key, start)
    choices = _choices(user, start, partner_ids)
    fields.line("title", t("agreement.title"))
    chosen = pickers.several(
        t("agreement.partners"), choices.partners, key=f"{key}.partners", start=partner_ids
    )
    no_partner = st.empty()
    chosen = pickers.known_partners(chosen, key=key, user=user)
    new_partners = pickers.new_partners(chosen.names, key=key)
    left, middle, right = st.columns(3)
    with left:
        fields.word("kind", t("field.kind"), AgreementKind)
        fields.day("valid_from", t("field.valid_from"))
    with middle:
        fields.line("number", t("field.number"), most=100)
        fields.day("valid_until", t("field.valid_until"))
    with right:
        fields.day("signed_on", t("field.signed_on"))
        fields.word("renewal", t("field.renewal"), Renewal)
    fields.paragraph("promised", t("field.promised"), height=120)
    left, right = st.columns(2)
    with left:
        fields.one_of("unit_id", t("field.unit_id"), choices.units)
    with right:
        fields.one_of("event_id", t("field.event_id"), choices.events)
    if not st.button(t("form.save"), key=f"{key}.save", type="primary", icon=":material/check:"):
        return None
    if not chosen:
        fields.refuse(no_partner, t("error.no_partner"))
    draft = fields.checked(AgreementDraft)
    return Typed(draft, chosen, new_partners) if draft else None


def _choices(user: User, start: AgreementDraft | None, partner_ids: Sequence[int]) -> _Choices:
    unit_id, event_id = (start.unit_id, start.event_id) if start else (None, None)
    with db.reading() as session:
        known = (
            (partners.choices(session, by=user), Kind.PARTNER, partner_ids),
            (units.choices(session, by=user), Kind.UNIT, [unit_id]),
            (events.choices(session, by=user), Kind.EVENT, [event_id]),
        )
        return _Choices(*(pickers.keeping(session, *each, user=user) for each in known))
