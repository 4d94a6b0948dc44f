"""The news item form: the article, and the partners, events, people and units it speaks of.

Not a Streamlit form: a partner or person that is not there yet asks for the one thing missing.
"""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st
from sqlmodel import Session

from tracker import clock, db
from tracker.access import User
from tracker.domain import choosing_people, events, news, partners, tags, units
from tracker.domain.models import Kind, Language, NewsItemDraft
from tracker.domain.models.records import NAME
from tracker.i18n import t
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import Fields


class Mentioned(NamedTuple):
    """The ids of everything an article speaks of."""

    partner_ids: Sequence[int] = ()
    event_ids: Sequence[int] = ()
    person_ids: Sequence[int] = ()
    unit_ids: Sequence[int] = ()


class Typed(NamedTuple):
    """Everything about one article, ready to be saved."""

    draft: NewsItemDraft
    tags: list[str]
    mentioned: Mentioned
    new_partners: list[pickers.NewPartner]
    new_people: list[pickers.NewPerson]


class _Choices(NamedTuple):
    partners: list[tuple[int, str]]
    events: list[tuple[int, str]]
    people: list[tuple[int, str]]
    units: list[tuple[int, str]]
    stories: list[tuple[int, str]]
    tags: list[str]


def show(
    key: str,
    user: User,
    start: NewsItemDraft | None = None,
    *,
    news_item_id: int | None = None,
    mentioned: Mentioned = Mentioned(),
    own_tags: Sequence[str] = (),
) -> Typed | None:
    """Draw the form; return what was typed once it is complete and the person saves."""
    choices = _choices(user, mentioned, start, news_item_id)
    fields = Fields(key, start)
    fields.line("title", t("news_item.title"), most=NAME)
    fields.line("address", t("field.address"), most=2000, keyboard="url", placeholder="https://")
    left, middle, right = st.columns(3)
    with left:
        fields.day("published_on", t("field.published_on"), default=clock.today())
    with middle:
        fields.word("language", t("field.language"), Language, default=Language(user.language))
    with right:
        fields.line("source", t("field.source"))
    fields.paragraph("text", t("field.text"), most=200_000, height=140)

    chosen = pickers.several(
        t("news_item.partners"),
        choices.partners,
        key=f"{key}.partners",
        start=mentioned.partner_ids,
    )
    chosen = pickers.known_partners(chosen, key=key, user=user)
    new_partners = pickers.new_partners(chosen.names, key=key)
    held = pickers.several(
        t("news_item.events"),
        choices.events,
        key=f"{key}.events",
        start=mentioned.event_ids,
        takes_new=False,
    )
    fields.words("tags", t("field.tags"), choices.tags, own_tags)
    with st.expander(t("news_item.more"), expanded=_has_more(start, mentioned)):
        met = pickers.several(
            t("news_item.people"),
            choices.people,
            key=f"{key}.people",
            start=mentioned.person_ids,
        )
        at: list[tuple[int | str, str]] = [
            (number, name) for number, name in choices.partners if number in chosen.ids
        ]
        new_people = pickers.new_people(
            met.names, at + [(name, name) for name in chosen.names], key=key
        )
        ours = pickers.several(
            t("news_item.units"),
            choices.units,
            key=f"{key}.units",
            start=mentioned.unit_ids,
            takes_new=False,
        )
        fields.one_of(
            "original_id",
            t("field.original_id"),
            choices.stories,
            help=t("news_item.original_help"),
        )

    if not st.button(t("form.save"), key=f"{key}.save", type="primary", icon=":material/check:"):
        return None
    draft = fields.checked(NewsItemDraft)
    if draft is None:
        return None
    all_mentioned = Mentioned(chosen.ids, held.ids, met.ids, ours.ids)
    return Typed(draft, fields.typed["tags"], all_mentioned, new_partners, new_people)


def save_new(session: Session, typed: Typed, *, user: User, key: str | None = None) -> Mentioned:
    """Write down whoever is new, once for each `key`; everything the article speaks of."""
    saved = pickers.save_partners(session, typed.new_partners, user=user, key=key)
    met = pickers.save_people(session, typed.new_people, saved, user=user, key=key)
    known = typed.mentioned
    return known._replace(
        partner_ids=[*known.partner_ids, *saved.values()], person_ids=[*known.person_ids, *met]
    )


def _choices(
    user: User, mentioned: Mentioned, start: NewsItemDraft | None, own_id: int | None
) -> _Choices:
    story = start.original_id if start else None
    with db.reading() as session:
        found: list[tuple[list[tuple[int, str]], Kind, Sequence[int | None]]] = [
            (partners.choices(session, by=user), Kind.PARTNER, mentioned.partner_ids),
            (events.choices(session, by=user), Kind.EVENT, mentioned.event_ids),
            (choosing_people.choices(session, by=user), Kind.PERSON, mentioned.person_ids),
            (units.choices(session, by=user), Kind.UNIT, mentioned.unit_ids),
            (news.choices(session, by=user), Kind.NEWS_ITEM, [story]),
        ]
        partners_, events_, people_, units_, stories = [
            pickers.keeping(session, choices, kind, ids, user=user) for choices, kind, ids in found
        ]
        others = [choice for choice in stories if choice[0] != own_id]
        known_tags = tags.names(session, by=user)
    return _Choices(partners_, events_, people_, units_, others, known_tags)


def _has_more(start: NewsItemDraft | None, mentioned: Mentioned) -> bool:
    """Whether something under the fold is filled in already, and must be seen."""
    return bool((start and start.original_id) or mentioned.person_ids or mentioned.unit_ids)
