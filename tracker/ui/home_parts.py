"""The parts of the home page: the quick meeting log, one's own follow-ups, colleagues' changes."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import streamlit as st
from sqlmodel import Session

from tracker import clock, db
from tracker.access import User
from tracker.domain import accounts, follow_ups
from tracker.domain.follow_ups import comments
from tracker.domain.follow_ups.comments import MentionRow
from tracker.domain.history import News
from tracker.domain.models import Kind
from tracker.domain.saved_views import ViewRow
from tracker.errors import TrackerError
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.ui import empty, feeds, labels, nav, unsent
from tracker.ui.acts import log_meeting, saved_views, take_list, work_through
from tracker.ui.forms import interaction as interaction_form
from tracker.ui.tables import badge

_FORM = "home"
_MOST_VIEWS = 12
_MOST_OVERDUE = 30  # drawn here; below stands the way to all
_RECENT = timedelta(days=7)  # in which a comment that calls one stands here


def note_visit(user: User) -> None:
    """Note that the person is here."""
    # A database that cannot be written to just now is no reason not to show it.
    with suppress(TrackerError), db.transaction() as session:
        accounts.visit(session, by=user)


@st.fragment
def quick_log(user: User) -> None:
    """The meeting form on the page itself: choosing in it redraws nothing else."""
    key = unsent.turn(_FORM)
    typed = interaction_form.show(f"{_FORM}.{key}", user)
    if typed is None:
        return
    log_meeting.save(typed, user, key=key)
    unsent.turn_over(_FORM)
    st.rerun()


def views(rows: Sequence[ViewRow], last: take_list.Again | None) -> None:
    """The views that one keeps, and those shared by colleagues, each opened by one click; and the
    list that one took as a file."""
    if rows:
        st.header(t("saved_views.title"))
        links = (
            saved_views.link(row, f"{t(f'nav.{nav.address(nav.LIST_OF[row.kind])}')}: {row.name}")
            for row in rows[:_MOST_VIEWS]
        )
        st.html(f'<div class="seriktes-tags">{"".join(links)}</div>')
    take_list.again(last)


def mentioned(session: Session, user: User) -> list[MentionRow]:
    """What colleagues said to the reader in the last days."""
    return comments.mentioning(session, since=clock.now() - _RECENT, by=user)


def mentions(rows: Sequence[MentionRow]) -> None:
    if not rows:
        return
    st.header(t("home.mentions"))
    items = [
        feeds.Item(
            labels.follow_up(row.kind, row.subject),
            row.follow_up_id,
            Kind.FOLLOW_UP,
            icon="alternate_email",
            meta=row.who,
            text=row.text,
            when=moment(row.said_at),
        )
        for row in rows
    ]
    feeds.show(items, key="home.mentions", caption=t("home.mentions"))


def duties(mine: follow_ups.Mine, user: User) -> None:
    """One's own open follow-ups by how soon they are due, with what can be done."""
    work_through.last_step(user, "mine")
    if not mine.total:
        empty.show(t("home.nothing_mine"), icon="task_alt", topic="follow_ups")
        return
    parts = (
        ("overdue", mine.overdue[:_MOST_OVERDUE]),
        ("today", mine.today),
        ("this_week", mine.this_week),
        ("waiting", mine.waiting[:10]),
        ("to_confirm", mine.to_confirm[:10]),
        ("later", mine.later[:10]),
    )
    groups = [
        feeds.Group(
            t(f"home.{word}"), len(mine.overdue) if word == "overdue" else len(rows), len(rows)
        )
        for word, rows in parts
        if rows
    ]
    work_through.show(
        [row for _, rows in parts for row in rows],
        user,
        key="mine",
        caption=t("home.mine"),
        names_owner=False,
        groups=groups,
    )
    st.page_link(
        nav.FOLLOW_UPS, label=t("home.all_mine", n=mine.total), icon=":material/arrow_forward:"
    )


def changes(rows: Sequence[News]) -> None:
    """What colleagues recorded or changed since one was last here."""
    if not rows:
        st.caption(t("home.no_changes"))
        return
    items = [
        feeds.Item(
            labels.title(row.title),
            row.id,
            row.kind,
            badges=(badge(t("home.new"), "green"),) if row.is_new else (),
            meta=" · ".join(part for part in (t(f"nav.{row.kind}"), row.who) if part),
            when=moment(row.when),
        )
        for row in rows
    ]
    feeds.show(items, key="home.changes", caption=t("home.changes"))
