"""The parts of a follow-up's page: its facts, where it came from, what came of it."""

import streamlit as st
from sqlmodel import Session

from tracker import clock
from tracker.access import User
from tracker.domain import titles
from tracker.domain.models import FollowUp, Kind
from tracker.i18n import t
from tracker.i18n.formats import day, long_day
from tracker.ui import feeds, labels

Names = dict[Kind, str]


def names(session: Session, follow_up: FollowUp, user: User) -> Names:
    """What everything is called that the follow-up points at, in one query."""
    wanted = {
        Kind.PARTNER: follow_up.partner_id,
        Kind.UNIT: follow_up.unit_id,
        Kind.ACCOUNT: follow_up.owner_id,
        Kind.INTERACTION: follow_up.interaction_id,
        Kind.EVENT: follow_up.event_id,
        Kind.NEWS_ITEM: follow_up.news_item_id,
    }
    asked = [(kind, number) for kind, number in wanted.items() if number is not None]
    found = titles.titles(session, asked, by=user)
    return {kind: labels.title(title) for (kind, _), title in found.items()}


def facts(follow_up: FollowUp, named: Names, tags: list[str]) -> list[tuple[str, str | None]]:
    closed = clock.local(follow_up.closed_at).date() if follow_up.closed_at else None
    return [
        (t("field.owner_id"), named.get(Kind.ACCOUNT)),
        (t("field.due_on"), long_day(follow_up.due_on) if follow_up.due_on else t("due.none")),
        (t("follow_up.closed_on"), long_day(closed) if closed else None),
        (t("field.unit_id"), named.get(Kind.UNIT)),
        (t("field.direction"), t(f"direction.{follow_up.direction}")),
        (t("field.wish"), t(f"wish.{follow_up.wish}") if follow_up.wish else None),
        (t("field.priority"), t(f"priority.{follow_up.priority}")),
        (t("field.tags"), ", ".join(tags)),
        (t("field.notes"), follow_up.notes),
    ]


def partner(follow_up: FollowUp, named: Names) -> None:
    item = feeds.Item(named.get(Kind.PARTNER, ""), follow_up.partner_id, Kind.PARTNER)
    feeds.show([item], key="follow_up.partner", caption=t("field.partner_id"))


def origin(follow_up: FollowUp, named: Names) -> None:
    """Where it came from, with the words that were said or written."""
    sources = (
        (Kind.INTERACTION, follow_up.interaction_id),
        (Kind.EVENT, follow_up.event_id),
        (Kind.NEWS_ITEM, follow_up.news_item_id),
    )
    item = next(
        (
            feeds.Item(
                named.get(kind, ""),
                number,
                kind,
                meta=t(f"nav.{kind}"),
                quote=follow_up.quote or "",
                at=f"{Kind.FOLLOW_UP}.{follow_up.id}" if kind is Kind.NEWS_ITEM else "",
            )
            for kind, number in sources
            if number is not None
        ),
        None,
    )
    if item is None and follow_up.quote:
        item = feeds.Item(t("field.quote"), icon="format_quote", quote=follow_up.quote)
    if item is None:
        st.caption(t("follow_up.no_origin"))
        return
    feeds.show([item], key="follow_up.origin", caption=t("follow_up.origin"))


def outcome(follow_up: FollowUp) -> None:
    if follow_up.outcome and follow_up.closed_at:
        st.subheader(t("follow_up.outcome"))
        with st.container(border=True):
            st.text(follow_up.outcome)
            st.caption(day(clock.local(follow_up.closed_at).date()))
