"""Three looks at the follow-ups that fit: list, board, calendar. The address says which."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from tracker.access import Action, User, can
from tracker.domain import follow_ups
from tracker.domain.addresses import Asked
from tracker.domain.follow_ups import FollowUpRow, Layout, Look, OwnerCount, Span
from tracker.domain.lists import Page
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import boards, calendars, empty, filters, labels, tables
from tracker.ui.acts import reassign_follow_ups

Found = Page[FollowUpRow] | Sequence[follow_ups.Lane] | calendars.Shown


def switch() -> Look:
    """The switch, and what the address says."""
    view = filters.segments("view", t("follow_ups.look"), Layout, Layout.LIST)
    return Look(view, filters.asked_word("span", Span) or Span.MONTH, filters.asked_day("day"))


def read(session: Session, asked: Asked, user: User) -> Found:
    """What the look needs, of what fits."""
    wanted, sort, descending, look = asked
    if look.view is Layout.BOARD:
        return follow_ups.board(session, wanted, by=user)
    if look.view is Layout.CALENDAR:
        return calendars.read(session, asked, user)
    page = tables.page_number()
    return follow_ups.search(session, wanted, by=user, sort=sort, descending=descending, page=page)


def owners(session: Session, asked: Asked, user: User) -> list[OwnerCount]:
    """Who has how much of what fits, above the list: a board and a calendar need the room."""
    if asked.look.view is not Layout.LIST:
        return []
    return follow_ups.by_owner(session, asked.wanted._replace(owner_id=None), by=user)


def show(found: Found, asked: Asked, user: User) -> None:
    if isinstance(found, calendars.Shown):
        calendars.show(found, asked)
    elif isinstance(found, Page):
        _list(found, asked, user)
    else:
        if not any(lane.total for lane in found):
            _nothing(asked)
        boards.show(found, asked, user)


def _list(page: Page[FollowUpRow], asked: Asked, user: User) -> None:
    if not page.rows:
        _nothing(asked)
        return
    picking = st.container()
    picked = tables.show(
        page.rows,
        [
            tables.Column(
                t("follow_ups.what"), lambda row: labels.follow_up(row.kind, row.subject)
            ),
            tables.Column(t("field.partner_id"), lambda row: row.partner, "partner"),
            tables.Column(t("field.due_on"), labels.due_cell, "due", "date"),
            tables.Column(
                t("field.status"),
                lambda row: [labels.status(row.status), labels.high(row.priority)],
                "status",
            ),
            tables.Column(t("field.direction"), lambda row: labels.direction(row.direction)),
            tables.Column(t("field.owner_id"), lambda row: row.owner, "owner"),
        ],
        key="follow_ups",
        kind=Kind.FOLLOW_UP,
        caption=t("nav.follow_ups"),
        sort=asked.sort,
        descending=asked.descending,
        note=lambda row: row.unit,
        pick=can(user, Action.ASSIGN),
    )
    tables.pager(page)
    with picking:
        reassign_follow_ups.buttons(picked)


def _nothing(asked: Asked) -> None:
    is_all = asked.wanted == follow_ups.FollowUpFilter()
    empty.show(t("follow_ups.none") if is_all else t("list.nothing_fits"), icon="task_alt")
