"""The form for a follow-up, and the small ones that close it or move it on.

Not a Streamlit form: a partner that is new asks for its sector at once.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, NamedTuple

import streamlit as st
from sqlmodel import Field, Session

from tracker import db
from tracker.access import User
from tracker.domain import accounts, partners, tags, units
from tracker.domain.agreements import promises
from tracker.domain.competences import Need
from tracker.domain.models import (
    Direction,
    Draft,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    Kind,
    Priority,
)
from tracker.domain.models.records import LINE, NAME, NOTE
from tracker.i18n import t
from tracker.ui import unit_hints
from tracker.ui.forms import pickers, rhythm
from tracker.ui.forms.fields import Fields

NOBODY = 0  # as the partner of a draft whose partner is still to be chosen


class Typed(NamedTuple):
    """A follow-up ready to be saved; its partner may still have to be written down."""

    draft: FollowUpDraft
    new_partners: list[pickers.NewPartner]
    tag_names: list[str]
    status: FollowUpStatus


class Outcome(Draft):
    """What came of a follow-up, or why it will not be done."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"outcome"})

    outcome: str = Field(min_length=1, max_length=NOTE)


class Completion(Outcome):
    """What came of a follow-up, and what is to be done next, if anything."""

    step: str | None = Field(default=None, max_length=NAME)
    step_due_on: date | None = None


class Due(Draft):
    """Another day for a follow-up."""

    due_on: date


class Delay(Due):
    """Another day, and why."""

    reason: str | None = Field(default=None, max_length=LINE)


class Owner(Draft):
    """Another colleague for a follow-up."""

    owner_id: int


def show(
    key: str,
    user: User,
    start: FollowUpDraft,
    *,
    first: Sequence[tuple[int, str]] = (),
    own_tags: Sequence[str] = (),
    is_new: bool = True,
) -> Typed | None:
    """Draw the form; return what was typed once it is complete and the person saves.

    `first` are the partners to offer before all others.
    """
    fields = Fields(key, start)
    with db.reading() as session:
        choices = _partners(session, first, start.partner_id, user)
        colleagues = pickers.keeping(
            session,
            accounts.colleagues(session, by=user),
            Kind.ACCOUNT,
            [start.owner_id],
            user=user,
        )
        our_units = pickers.keeping(
            session, units.choices(session, by=user), Kind.UNIT, [start.unit_id], user=user
        )
        known_tags = tags.names(session, by=user)
    left, right = st.columns(2)
    with left:
        fields.word("kind", t("field.kind"), FollowUpKind)
    with right:
        chosen = pickers.one(
            t("field.partner_id"), choices, key=f"{key}.partner", start=start.partner_id
        )
        no_partner = st.empty()
    chosen = pickers.known_partners(chosen, key=key, user=user)
    new_partners = pickers.new_partners(chosen.names, key=key)
    fields.line("subject", t("field.subject"), most=NAME, placeholder=t("follow_up.subject_hint"))
    left, middle, right = st.columns(3)
    with left:
        fields.word("direction", t("field.direction"), Direction)
    with middle:
        fields.day("due_on", t("field.due_on"))
    with right:
        fields.one_of("owner_id", t("field.owner_id"), colleagues)
    left, right = st.columns([2, 1])
    with left:
        fields.one_of("unit_id", t("field.unit_id"), our_units)
    with right:
        fields.word("priority", t("field.priority"), Priority)
    partner_id = next(iter(chosen.ids), NOBODY)
    fields.typed["promise_id"] = _promise(key, start, partner_id, user)
    can_do_it = st.container()
    fields.paragraph("quote", t("field.quote"), height=80, help=t("follow_up.quote_help"))
    if fields.typed["unit_id"] is None:
        subject, quote = (fields.typed[name] or "" for name in ("subject", "quote"))
        need = Need(subject, quote, FollowUpKind(fields.typed["kind"]))
        with can_do_it:
            unit_hints.choose(need, field=f"{key}.unit_id", key=key, user=user)
    with st.expander(t("follow_up.more")):
        fields.paragraph("notes", t("field.notes"), height=80)
        fields.words("tags", t("field.tags"), known_tags, own_tags)
        rhythm.show(fields, start)
        is_proposed = is_new and st.checkbox(
            t("follow_up.only_proposed"),
            key=f"{key}.proposed",
            help=t("follow_up.only_proposed_help"),
        )
    if not st.button(t("form.save"), key=f"{key}.save", type="primary", icon=":material/check:"):
        return None
    if not chosen:
        fields.refuse(no_partner, t("error.no_partner"))
    draft = fields.checked(
        FollowUpDraft,
        partner_id=partner_id,
        interaction_id=start.interaction_id,
        event_id=start.event_id,
        news_item_id=start.news_item_id,
    )
    if draft is None:
        return None
    status = FollowUpStatus.PROPOSED if is_proposed else FollowUpStatus.OPEN
    return Typed(draft, new_partners, fields.typed["tags"], status)


def _promise(key: str, start: FollowUpDraft, partner_id: int, user: User) -> int | None:
    """What it fulfils, where anything was promised in an agreement with the partner."""
    if partner_id == NOBODY:
        return None
    own = start.promise_id if partner_id == start.partner_id else None
    with db.reading() as session:
        known = promises.open_to(session, partner_id, but=own, by=user)
    if not known:
        return None
    fields = Fields(f"{key}.{partner_id}", start)
    choices = [(number, f"{subject} ({title})") for number, title, subject in known]
    fields.one_of("promise_id", t("field.promise_id"), choices, help=t("promise.fulfils_help"))
    chosen: int | None = fields.typed["promise_id"]
    return chosen


def save_partner(
    session: Session, typed: Typed, *, user: User, key: str | None = None
) -> FollowUpDraft:
    """The draft with its partner; one that is new is written down, once for each `key`."""
    saved = pickers.save_partners(session, typed.new_partners, user=user, key=key)
    for number in saved.values():
        return typed.draft.model_copy(update={"partner_id": number})
    return typed.draft


def _partners(
    session: Session, first: Sequence[tuple[int, str]], own: int, user: User
) -> list[tuple[int, str]]:
    ahead = dict(first)
    others = [each for each in partners.choices(session, by=user) if each[0] not in ahead]
    return pickers.keeping(session, [*ahead.items(), *others], Kind.PARTNER, [own], user=user)
