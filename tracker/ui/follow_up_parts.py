"""The parts of a follow-up's page: its facts, where it came from, what came of it."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st
from sqlmodel import Session

from tracker import clock
from tracker.access import User
from tracker.domain import competences, titles
from tracker.domain.agreements import promises
from tracker.domain.competences import Fit, Need
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import FollowUp, Kind
from tracker.i18n import t
from tracker.i18n.formats import day, long_day
from tracker.i18n.plain import plain
from tracker.ui import feeds, follow_up_items, labels
from tracker.ui.forms import rhythm


class Names(NamedTuple):
    """What everything is called that a follow-up points at: `of` a kind, of it there is one."""

    of: dict[Kind, str]
    colleagues: dict[int, str]


def names(session: Session, follow_up: FollowUp, user: User) -> Names:
    """What everything is called that the follow-up points at, in one query."""
    wanted = {
        Kind.PARTNER: follow_up.partner_id,
        Kind.UNIT: follow_up.unit_id,
        Kind.INTERACTION: follow_up.interaction_id,
        Kind.EVENT: follow_up.event_id,
        Kind.NEWS_ITEM: follow_up.news_item_id,
    }
    asked = [(kind, number) for kind, number in wanted.items() if number is not None]
    people = (follow_up.owner_id, follow_up.reported_by, follow_up.confirmed_by)
    asked += [(Kind.ACCOUNT, number) for number in people if number is not None]
    found = titles.titles(session, asked, by=user)
    said = {each: labels.title(title) for each, title in found.items()}
    return Names(
        {kind: name for (kind, _), name in said.items() if kind is not Kind.ACCOUNT},
        {number: name for (kind, number), name in said.items() if kind is Kind.ACCOUNT},
    )


def able(session: Session, follow_up: FollowUp, user: User) -> list[Fit]:
    """The units that can do it, where none has it yet."""
    if follow_up.unit_id is not None or follow_up.status.has_outcome:
        return []
    need = Need(follow_up.subject or "", follow_up.quote or "", follow_up.kind)
    return competences.fitting(session, need, by=user)


def facts(follow_up: FollowUp, named: Names, tags: list[str]) -> list[tuple[str, str | None]]:
    closed = clock.local(follow_up.closed_at).date() if follow_up.closed_at else None
    return [
        (t("field.owner_id"), named.colleagues.get(follow_up.owner_id)),
        (t("field.due_on"), long_day(follow_up.due_on) if follow_up.due_on else t("due.none")),
        (t("field.postponed_because"), None if closed else follow_up.postponed_because),
        (t("follow_up.closed_on"), long_day(closed) if closed else None),
        (t("field.repeat_every"), _repeats(follow_up)),
        (t("field.unit_id"), named.of.get(Kind.UNIT)),
        (t("field.direction"), t(f"direction.{follow_up.direction}")),
        (t("field.wish"), t(f"wish.{follow_up.wish}") if follow_up.wish else None),
        (t("field.priority"), t(f"priority.{follow_up.priority}")),
        (t("field.tags"), ", ".join(tags)),
        (t("field.notes"), follow_up.notes),
    ]


def _repeats(follow_up: FollowUp) -> str | None:
    said = rhythm.told(follow_up.repeat_every, follow_up.rhythm)
    if said and follow_up.repeat_until:
        return t("repeats.until", said=said, day=day(follow_up.repeat_until))
    return said


def partner(follow_up: FollowUp, named: Names) -> None:
    item = feeds.Item(named.of.get(Kind.PARTNER, ""), follow_up.partner_id, Kind.PARTNER)
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
                named.of.get(kind, ""),
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


def fulfilled(session: Session, follow_up: FollowUp, user: User) -> feeds.Item | None:
    """The agreement in which it was promised."""
    if follow_up.promise_id is None:
        return None
    told = promises.told(session, follow_up.promise_id, by=user)
    return told and feeds.Item(told[1], told[0], Kind.AGREEMENT, meta=told[2])


def fulfils(agreement: feeds.Item | None) -> None:
    if agreement is not None:
        st.header(t("follow_up.fulfils"))
        feeds.show([agreement], key="follow_up.fulfils", caption=t("follow_up.fulfils"))


def outcome(follow_up: FollowUp, named: Names) -> None:
    """What came of it, who said so, and who confirmed it."""
    if not (follow_up.outcome and follow_up.status.has_outcome):
        return
    st.header(t("follow_up.outcome"))
    with st.container(border=True):
        st.text(follow_up.outcome)
        reported, confirmed = (
            named.colleagues.get(each or 0)
            for each in (follow_up.reported_by, follow_up.confirmed_by)
        )
        said = (
            day(clock.local(follow_up.closed_at).date()) if follow_up.closed_at else None,
            reported,
            t("follow_up.confirmed_by", name=confirmed) if confirmed else None,
        )
        st.caption(plain(" · ".join(each for each in said if each)))


def chain(before: Sequence[FollowUpRow], after: Sequence[FollowUpRow]) -> None:
    """What it followed from, and what followed from it."""
    for word, rows in (("followed_from", before), ("led_to", after)):
        if rows:
            st.header(t(f"follow_up.{word}"))
            lines = follow_up_items.items(rows, names_partner=False)
            feeds.show(lines, key=f"follow_up.{word}", caption=t(f"follow_up.{word}"))
