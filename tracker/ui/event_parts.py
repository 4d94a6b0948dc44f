"""The parts of an event's page: its programme, who took part, what came of it."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.access import User
from tracker.domain.events import EventRow, ParticipantRow
from tracker.domain.follow_ups import OfEvent
from tracker.domain.interactions import InteractionRow
from tracker.domain.models import Event, EventKind, Kind
from tracker.domain.news import NewsRow
from tracker.domain.titles import Title
from tracker.i18n import t
from tracker.i18n.formats import hour, long_period
from tracker.ui import event_items, feeds, news_items
from tracker.ui.acts import (
    add_event,
    add_news_item,
    add_participants,
    edit_participation,
    keep_sheet,
    log_meeting,
    work_through,
)

_LARGE = (EventKind.UMBRELLA, EventKind.CONFERENCE, EventKind.FORUM, EventKind.EXHIBITION)


def when_and_where(event: Event) -> str:
    """The line under the title: its days, its hour, its place."""
    days = long_period(event.starts_on, event.ends_on)
    begins = hour(event.starts_at) if event.starts_at else None
    return " · ".join(part for part in (days, begins, event.place) if part)


def part_of(event: Event, titles: Mapping[tuple[Kind, int], Title]) -> None:
    """The larger event that this one belongs to."""
    number = event.parent_id or 0
    parent = titles.get((Kind.EVENT, number))
    if parent is not None and not parent.trashed:
        line = feeds.Item(parent.text, number, Kind.EVENT, meta=t("event.part_of"))
        feeds.show([line], key="part_of", caption=t("event.part_of"))


def follow_ups(rows: Sequence[OfEvent], user: User) -> None:
    """What came of it, also what was read in articles about it."""
    st.header(t("event.follow_ups"))
    work_through.last_step(user, "event.follow_ups")
    if not rows:
        st.caption(t("event.no_follow_ups"))
        return
    work_through.show(
        [each.row for each in rows],
        user,
        key="event.follow_ups",
        caption=t("event.follow_ups"),
        articles={each.row.id: each.article for each in rows if each.article},
    )


def participants(rows: Sequence[ParticipantRow], event_id: int, *, may_edit: bool) -> None:
    """Who took part, a list for each role: in one role a partner stands once."""
    with _head(t("event.participants")):
        if may_edit:
            with st.container(horizontal=True, width="content"):
                keep_sheet.button(event_id)
                add_participants.button(event_id)
    if not rows:
        st.caption(t("event.no_participants"))
    for role, group in groupby(rows, key=lambda row: row.role):
        word, members = t(f"participants.{role}"), list(group)
        st.caption(f"{word} · {len(members)}")
        lines = event_items.participants(members, with_actions=may_edit)
        act = feeds.show(lines, key=f"event.{event_id}.{role}", caption=word)
        if act is not None:
            edit_participation.open(next(row for row in members if row.partner_id == act.id))


def programme(rows: Sequence[EventRow], event: Event, *, may_edit: bool) -> None:
    """What takes place within this event. A signing needs no empty programme."""
    if not rows and event.kind not in _LARGE:
        return
    with _head(t("event.programme")):
        if may_edit:
            add_event.button(event)
    if rows:
        feeds.show(event_items.events(rows), key="programme", caption=t("event.programme"))
    else:
        st.caption(t("event.no_programme"))


def meetings(
    rows: Sequence[InteractionRow], event_id: int, partner_ids: Sequence[int], *, may_edit: bool
) -> None:
    with _head(t("event.meetings")):
        if may_edit:
            log_meeting.button(partner_ids=partner_ids, event_id=event_id, is_primary=False)
    if rows:
        feeds.show(event_items.interactions(rows), key="meetings", caption=t("event.meetings"))
    else:
        st.caption(t("event.no_meetings"))


def news(
    rows: Sequence[NewsRow],
    quotes: Mapping[int, str],
    event_id: int,
    partner_ids: Sequence[int],
    *,
    may_edit: bool,
) -> None:
    with _head(t("nav.news")):
        if may_edit:
            add_news_item.button(event_id=event_id, partner_ids=partner_ids)
    if rows:
        lines = news_items.items(rows, quotes, at=f"{Kind.EVENT}.{event_id}")
        feeds.show(lines, key="event.news", caption=t("nav.news"))
    else:
        st.caption(t("event.no_news"))


def dialogs(user: User) -> None:
    """The dialogs of the buttons above; at most one of them is open."""
    for act in (add_event, add_news_item, add_participants, work_through, edit_participation):
        act.dialog(user)


def _head(words: str) -> DeltaGenerator:
    """A section's heading with the section's own button beside it."""
    row = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    row.header(words)
    return row
