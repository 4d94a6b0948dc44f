"""What an event led to, step by step; every number leads to the list of which it is the length."""

import html
from urllib.parse import urlencode

import streamlit as st

from tracker.domain.after_event import Yield
from tracker.domain.follow_ups import Shown
from tracker.domain.models import Attendance, FollowUpStatus
from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.ui import nav


def show(counts: Yield, event_id: int) -> None:
    """Draw the numbers; nothing while nobody takes part and nothing came of it."""
    if not any(counts):
        return
    steps = [
        _step(t("field.participants"), counts.participants, nav.PARTNERS, event_id),
        _came(counts, event_id),
        _step(t("event.meetings"), counts.meetings, nav.INTERACTIONS, event_id),
        _step(
            t("nav.follow_ups"), counts.follow_ups, nav.FOLLOW_UPS, event_id, shown=Shown.ALL.value
        )
        + _follow_ups(counts, event_id),
        _step(t("nav.agreements"), counts.agreements, nav.AGREEMENTS, event_id),
    ]
    lines = "".join(f'<li><span class="step">{each}</span></li>' for each in steps)
    label = html.escape(t("sheet.led_to"))
    st.html(f'<ol class="seriktes-yield" aria-label="{label}">{lines}</ol>')


def _step(label: str, count: int, page: str, event_id: int, **narrowed: str) -> str:
    shown = _link(number(count), count, page, event_id, **narrowed)
    return f"<span>{shown}</span><small>{html.escape(label)}</small>"


def _came(counts: Yield, event_id: int) -> str:
    """Who came, and how many did not; where nobody has said it, it is not nobody who came."""
    label = t("attendance.came")
    if not counts.came and not counts.absent:
        return f"<span>–</span><small>{html.escape(label)}</small>"
    came, absent = (each.value for each in (Attendance.CAME, Attendance.ABSENT))
    step = _step(label, counts.came, nav.PARTNERS, event_id, came=came)
    if not counts.absent:
        return step
    missed = t("sheet.absent", n=counts.absent)
    return step + f"<small>{_link(missed, 1, nav.PARTNERS, event_id, came=absent)}</small>"


def _follow_ups(counts: Yield, event_id: int) -> str:
    """How many of them are open and done."""
    parts = (
        (t("sheet.steps_open", n=counts.open), counts.open, {"shown": Shown.OPEN.value}),
        (t("sheet.steps_done", n=counts.done), counts.done, {"status": FollowUpStatus.DONE.value}),
    )
    links = [
        _link(label, count, nav.FOLLOW_UPS, event_id, **narrowed)
        for label, count, narrowed in parts
        if count
    ]
    return f"<small>{' · '.join(links)}</small>" if links else ""


def _link(text: str, count: int, page: str, event_id: int, **narrowed: str) -> str:
    if not count:
        return html.escape(text)
    address = f"{nav.address(page)}?{urlencode({'event': event_id, **narrowed})}"
    return f'<a href="{html.escape(address)}" target="_self">{html.escape(text)}</a>'
