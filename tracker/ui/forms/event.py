"""The event form: a title and a day are enough, everything else can wait."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker import clock, db
from tracker.access import User
from tracker.domain import events, tags
from tracker.domain.models import EventDraft, EventKind, Kind
from tracker.domain.models.records import NAME
from tracker.i18n import LANGUAGES, t
from tracker.ui.forms import pickers
from tracker.ui.forms.fields import Fields


def show(
    key: str,
    user: User,
    start: EventDraft | None = None,
    *,
    event_id: int | None = None,
    own_tags: Sequence[str] = (),
    begins: date | None = None,
) -> tuple[EventDraft, list[str]] | None:
    """Draw the form; return the checked draft and its tags once the person saves.

    `begins` is the day offered for a new event, today when nothing better is known.
    """
    with db.reading() as session:
        above = start.parent_id if start else None
        choices = events.choices(session, by=user)
        parents = pickers.keeping(session, choices, Kind.EVENT, [above], user=user)
        known_tags = tags.names(session, by=user)
    parents = [choice for choice in parents if choice[0] != event_id]
    fields = Fields(key, start)
    with st.form(key, border=False, enter_to_submit=False):
        own = user.language
        fields.line(f"name_{own}", t("event.title"), most=NAME)
        left, middle, right = st.columns(3)
        with left:
            fields.word("kind", t("field.kind"), EventKind, default=EventKind.MEETUP)
        with middle:
            fields.day("starts_on", t("field.starts_on"), default=begins or clock.today())
        with right:
            fields.day("ends_on", t("field.ends_on"), help=t("event.ends_on_help"))
        left, right = st.columns(2)
        with left:
            fields.line("place", t("field.place"))
        with right:
            fields.one_of("parent_id", t("event.part_of"), parents)
        with st.expander(t("event.more"), expanded=event_id is not None):
            others = [code for code in LANGUAGES if code != own]
            for column, code in zip(st.columns(2), others, strict=True):
                with column:
                    fields.line(f"name_{code}", t(f"field.name_{code}"), most=NAME)
            left, right = st.columns([1, 3])
            with left:
                fields.hour("starts_at", t("field.starts_at"))
            with right:
                fields.words("tags", t("field.tags"), known_tags, own_tags)
            fields.paragraph("description", t("field.description"))
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        draft = fields.checked(EventDraft)
    return (draft, fields.typed["tags"]) if draft else None
