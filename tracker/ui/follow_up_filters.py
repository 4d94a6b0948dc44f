"""What narrows the list of follow-ups. The address is the truth; the rare filters are folded away.

Folded ones are drawn, and their choices read, only while their drawer is open.
"""

from datetime import date
from enum import StrEnum

import streamlit as st
from sqlmodel import Session

from tracker.access import User
from tracker.domain import accounts, events, partners, titles, units
from tracker.domain.follow_ups import FollowUpFilter, Shown
from tracker.domain.models import (
    Direction,
    FollowUpKind,
    FollowUpStatus,
    Kind,
    Promise,
    Sector,
    Tier,
)
from tracker.i18n import t, word
from tracker.i18n.formats import day
from tracker.names.regions import Region
from tracker.ui import filters, labels
from tracker.ui.forms import pickers

_RECORDS = {
    "owner": ("field.owner_id", Kind.ACCOUNT),
    "partner": ("field.partner_id", Kind.PARTNER),
    "unit": ("field.unit_id", Kind.UNIT),
    "event": ("field.event_id", Kind.EVENT),
}
# What only a link sets.
_LINKED = {
    "sector": "field.sector",
    "tier": "field.tier",
    "region": "field.region",
    "promise": "field.promise",
    "recorded_from": "field.recorded_from",
    "recorded_to": "field.recorded_to",
    "closed_from": "field.closed_from",
    "closed_to": "field.closed_to",
}
_FOLDED = ("partner", "unit", "event", "kind", "direction", "from", "to", "tag")


def show(session: Session, user: User) -> FollowUpFilter:
    """Draw the filters; what they say."""
    asked = _asked()
    colleagues = pickers.keeping(
        session, accounts.colleagues(session, by=user), Kind.ACCOUNT, [asked.owner_id], user=user
    )
    wanted = [
        (kind, number)
        for name, (_, kind) in _RECORDS.items()
        if name in _FOLDED and (number := filters.asked_number(name))
    ]
    named = titles.titles(session, wanted, by=user)
    with filters.bar():
        text = filters.text(t("follow_ups.search"))
        filters.one_word("shown", t("follow_ups.shown"), Shown, Shown.OPEN)
        filters.record("owner", t("field.owner_id"), colleagues)
        filters.word("status", t("field.status"), FollowUpStatus)
        drawer = st.popover(
            t("list.more_filters"), icon=":material/tune:", key="more_filters", on_change="rerun"
        )
        overdue = filters.flag("overdue", t("follow_ups.overdue"))
    if drawer.open:
        with drawer:
            _folded(session, user, asked)
    _active({kind: labels.title(title) for (kind, _), title in named.items()}, asked)
    return asked._replace(text=text, overdue=overdue)


def _asked() -> FollowUpFilter:
    """What the address says, but for the two that Streamlit keeps there; nonsense says nothing."""
    return FollowUpFilter(
        shown=filters.asked_word("shown", Shown) or Shown.OPEN,
        status=filters.asked_word("status", FollowUpStatus),
        owner_id=filters.asked_number("owner"),
        partner_id=filters.asked_number("partner"),
        unit_id=filters.asked_number("unit"),
        event_id=filters.asked_number("event"),
        kind=filters.asked_word("kind", FollowUpKind),
        direction=filters.asked_word("direction", Direction),
        due_from=filters.asked_day("from"),
        due_to=filters.asked_day("to"),
        tag=st.query_params.get("tag", "")[:200] or None,
        sector=filters.asked_word("sector", Sector),
        tier=filters.asked_word("tier", Tier),
        region=filters.asked_word("region", Region),
        promise=filters.asked_word("promise", Promise),
        recorded_from=filters.asked_day("recorded_from"),
        recorded_to=filters.asked_day("recorded_to"),
        closed_from=filters.asked_day("closed_from"),
        closed_to=filters.asked_day("closed_to"),
    )


def _folded(session: Session, user: User, asked: FollowUpFilter) -> None:
    known = {
        name: pickers.keeping(session, choices, _RECORDS[name][1], [number], user=user)
        for name, choices, number in (
            ("partner", partners.choices(session, by=user), asked.partner_id),
            ("unit", units.choices(session, by=user), asked.unit_id),
            ("event", events.choices(session, by=user), asked.event_id),
        )
    }
    left, right = st.columns(2)
    with left:
        filters.word("kind", t("field.kind"), FollowUpKind)
        filters.record("partner", t("field.partner_id"), known["partner"])
        filters.own_day("from", t("follow_ups.due_from"), asked.due_from)
    with right:
        filters.word("direction", t("field.direction"), Direction)
        filters.record("unit", t("field.unit_id"), known["unit"])
        filters.own_day("to", t("follow_ups.due_to"), asked.due_to)
    filters.record("event", t("field.event_id"), known["event"])


def _active(named: dict[Kind, str], asked: FollowUpFilter) -> None:
    """The folded filters that narrow the list, each with a way to drop it."""
    records = {name: named.get(kind) for name, (_, kind) in _RECORDS.items() if name in _FOLDED}
    shown: dict[str, tuple[str, str | None]] = {
        **{name: (t(_RECORDS[name][0]), value) for name, value in records.items()},
        "kind": (t("field.kind"), asked.kind and t(f"follow_up_kind.{asked.kind}")),
        "direction": (t("field.direction"), asked.direction and t(f"direction.{asked.direction}")),
        "from": (t("follow_ups.due_from"), _said(asked.due_from)),
        "to": (t("follow_ups.due_to"), _said(asked.due_to)),
        "tag": (t("field.tags"), asked.tag),
        **{name: (t(label), _said(getattr(asked, name))) for name, label in _LINKED.items()},
    }
    chosen = {name: (label, value) for name, (label, value) in shown.items() if value}
    if not chosen:
        return
    with st.container(horizontal=True, key="active_filters"):
        for name, (label, value) in chosen.items():
            filters.drop(name, label, value)


def _said(value: StrEnum | date | None) -> str | None:
    if value is None:
        return None
    return word(value) if isinstance(value, StrEnum) else day(value)
