"""Quiet partners: why one counts as quiet, those of one's own, and the setting behind it."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from sqlmodel import Session

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import quiet
from tracker.domain.models import Kind, Partner, Tier
from tracker.domain.partners import PartnerRow
from tracker.domain.quiet import QuietRow
from tracker.i18n import current, t
from tracker.i18n.labels import silence
from tracker.ui import feeds, flash, labels, nav
from tracker.ui.forms.fields import DATES
from tracker.ui.tables import badge

_SHOWN = 5


def reasons(session: Session, rows: Sequence[PartnerRow], user: User) -> dict[int, str]:
    """For the lines of the list of partners."""
    found = quiet.why(session, {row.id: row.tier for row in rows}, by=user)
    return {number: silence(why) for number, why in found.items()}


def mark(session: Session, partner: Partner, user: User) -> tuple[dict[str, str] | None, str]:
    """For the head of a partner's page: a badge and the reason, where it is quiet."""
    found = quiet.why(session, {partner.id or 0: partner.tier}, by=user)
    if not found:
        return None, ""
    return badge(t("quiet.badge"), "amber"), silence(found[partner.id or 0])


def mine(rows: Sequence[QuietRow]) -> None:
    """One's own, on Home."""
    if not rows:
        return
    st.header(t("quiet.mine"))
    items = [
        feeds.Item(
            row.name,
            row.id,
            Kind.PARTNER,
            badges=[mark for mark in (labels.tier(row.tier),) if mark],
            meta=silence(row.why),
        )
        for row in rows[:_SHOWN]
    ]
    feeds.show(items, key="home.quiet", caption=t("quiet.mine"))
    if len(rows) > _SHOWN:
        st.page_link(nav.PARTNERS, label=t("quiet.all"), query_params={"quiet": "true"})


def setting(user: User, known: quiet.Rule) -> None:
    """How long each tier may be left alone, and the holidays; for those who steer."""
    if not can(user, Action.ASSIGN):
        return
    st.header(t("quiet.setting"))
    st.caption(t("quiet.setting_help"))
    days = {
        tier: st.number_input(
            t("quiet.days", tier=t(f"tier.{tier}")),
            quiet.LEAST,
            quiet.MOST,
            known.days[tier],
            key=f"quiet.{tier}",
        )
        for tier in Tier
    }
    pauses = [
        pause
        for place in range(min(len(known.pauses) + 1, quiet.MOST_PAUSES))
        if (pause := _pause(place, known)) is not None
    ]
    wanted = quiet.Rule(days, tuple(pauses))
    if wanted != known and st.button(t("form.save"), key="quiet.save"):
        with flash.refusals(), db.transaction() as session:
            quiet.set_rule(session, wanted, by=user)
        flash.say(t("quiet.saved"))
        st.rerun()


def _pause(place: int, known: quiet.Rule) -> tuple[quiet.Day, quiet.Day] | None:
    """One of the holidays; the year of the days does not matter. None while it is not whole."""
    there = known.pauses[place] if place < len(known.pauses) else (None, None)
    typed = []
    for word, column, start in zip(("from", "to"), st.columns(2), there, strict=True):
        with column:
            label = t(f"quiet.pause_{word}", n=place + 1)
            key = f"quiet.{word}.{place}"
            typed.append(st.date_input(label, _some(start), key=key, format=DATES[current()]))
    first, last = typed
    return ((first.month, first.day), (last.month, last.day)) if first and last else None


def _some(day: quiet.Day | None) -> date | None:
    """The day in a year that has all of them."""
    return date(2028, *day) if day else None
