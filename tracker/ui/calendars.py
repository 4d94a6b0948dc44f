"""The calendar of what is due and what happens: a month or a week, on a phone day by day."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st
from sqlmodel import Session

from tracker import clock
from tracker.access import User
from tracker.domain import addresses
from tracker.domain.addresses import Asked
from tracker.domain.calendars import spans
from tracker.domain.calendars.spans import Due, Happening
from tracker.domain.follow_ups import FollowUpRow, Look, Span
from tracker.domain.models import FollowUpStatus, Kind
from tracker.i18n import t
from tracker.i18n.formats import day_of_week, hour, long_period, month, number, period, weekdays
from tracker.ui import labels, nav

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "calendar.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "calendar.js").read_text(encoding="utf-8")
_KEY = "calendar"
_MOST = {Span.MONTH: 8, Span.WEEK: 12}  # of one day that are sent; on a phone all are seen
_SEEN = {Span.MONTH: 4, Span.WEEK: 12}  # of one day that a grid has room for, events included
_NO_DUE = Due([], 0)


class Shown(NamedTuple):
    """What one span holds, as it was read."""

    days: Sequence[date]
    due: Mapping[date, Due]
    events: Sequence[Happening]


def read(session: Session, asked: Asked, user: User) -> Shown:
    days = days_of(asked.look)
    first, last, most = days[0], days[-1], _MOST[asked.look.span]
    due = spans.due_by_day(session, asked.wanted, first, last, by=user, most=most)
    events = spans.happening_between(session, asked.wanted, first, last, by=user)
    return Shown(days, due, events)


def show(shown: Shown, asked: Asked) -> None:
    """Draw the span; what is pressed opens its page, or leads to another span."""
    look = asked.look
    days = [_day(day, shown, asked) for day in shown.days]
    opened = {(each["kind"], each["id"]) for day in days for each in day["items"]}

    def go() -> None:
        _go((st.session_state.get(_KEY) or {}).get("go"), look)

    drawn = st.components.v2.component(
        "seriktes.calendar", html="<div class='calendar'></div>", css=_CSS, js=_JS
    )
    done = drawn(
        key=_KEY,
        data={
            "title": _title(shown.days, look.span, _anchor(look)),
            "span": str(look.span),
            "spans": [{"id": str(span), "title": t(f"span.{span}")} for span in Span],
            "weekdays": weekdays(),
            "days": days,
            "nothing": "" if opened else t(f"due_calendar.nothing_{look.span}"),
            "words": {
                "previous": t(f"due_calendar.previous_{look.span}"),
                "next": t(f"due_calendar.next_{look.span}"),
                "today": t("due_calendar.today"),
                "span": t("due_calendar.span"),
            },
        },
        on_go_change=go,
        on_open_change=_nothing,
    )
    if done.open and (done.open.get("kind"), done.open.get("id")) in opened:
        nav.go(done.open["kind"], done.open["id"])


def days_of(look: Look) -> list[date]:
    """The days of the asked week; of a month whole weeks, from a Monday to a Sunday."""
    day = _anchor(look)
    if look.span is Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return [monday + timedelta(days=place) for place in range(7)]
    return list(Calendar().itermonthdates(day.year, day.month))


def _anchor(look: Look) -> date:
    return look.day or clock.today()


def _title(days: Sequence[date], span: Span, anchor: date) -> str:
    if span is Span.MONTH:
        return month(anchor)
    return long_period(days[0], days[-1])


def _go(way: Any, look: Look) -> None:
    """Another span, in the address: a callback."""
    if way in list(Span):
        st.query_params["span"] = str(way)
    elif way == "today":
        st.query_params.pop("day", None)
    elif way in ("previous", "next"):
        st.query_params["day"] = _beside(look, 1 if way == "next" else -1).isoformat()


def _beside(look: Look, step: int) -> date:
    """The first day of the span before or after."""
    day = _anchor(look)
    if look.span is Span.WEEK:
        return day + timedelta(days=7 * step - day.weekday())
    return (day.replace(day=1) + timedelta(days=31 if step > 0 else -1)).replace(day=1)


def _day(day: date, shown: Shown, asked: Asked) -> dict[str, Any]:
    due = shown.due.get(day, _NO_DUE)
    events = [each for each in shown.events if each.starts_on <= day <= _last_day(each)]
    room = max(1, _SEEN[asked.look.span] - len(events))
    items = [_event(each, day) for each in events]
    items += [_follow_up(row, place >= room) for place, row in enumerate(due.rows)]
    only = asked._replace(wanted=asked.wanted._replace(due_from=day, due_to=day), look=Look())
    return {
        "date": day.isoformat(),
        "number": day.day,
        "label": day_of_week(day),
        "is_today": day == clock.today(),
        "today": t("due_calendar.is_today"),
        "is_outside": asked.look.span is Span.MONTH and day.month != _anchor(asked.look).month,
        "items": items,
        "more": {"wide": _more(due.total - room), "narrow": _more(due.total - len(due.rows))},
        "more_href": f"{nav.address(nav.FOLLOW_UPS)}?{addresses.query(Kind.FOLLOW_UP, only)}",
    }


def _more(rest: int) -> str:
    return t("due_calendar.more", n=rest, count=number(rest)) if rest > 0 else ""


def _event(event: Happening, day: date) -> dict[str, Any]:
    begins = event.starts_at if event.starts_on == day else None
    around = (
        hour(begins) if begins else None,
        period(event.starts_on, event.ends_on) if event.ends_on else None,
        event.place,
    )
    return {
        "kind": Kind.EVENT,
        "id": event.id,
        "href": nav.href(Kind.EVENT, event.id),
        "title": event.name,
        "note": t(f"event_kind.{event.kind}"),
        "meta": " · ".join(part for part in around if part),
        "tone": "event",
        "is_beyond": False,
    }


def _follow_up(row: FollowUpRow, is_beyond: bool) -> dict[str, Any]:
    status = t(f"follow_up_status.{row.status}")
    return {
        "kind": Kind.FOLLOW_UP,
        "id": row.id,
        "href": nav.href(Kind.FOLLOW_UP, row.id),
        "title": labels.follow_up(row.kind, row.subject),
        "note": t("due_calendar.late") if row.is_overdue else status,
        "meta": f"{row.partner} · {row.owner}",
        "tone": _tone(row),
        "is_beyond": is_beyond,
    }


def _tone(row: FollowUpRow) -> str:
    if row.is_overdue:
        return "late"
    if row.status.is_closed:
        return "done"
    return "waiting" if row.status is FollowUpStatus.WAITING else ""


def _last_day(event: Happening) -> date:
    return event.ends_on or event.starts_on


def _nothing() -> None:
    """Events are read after the component has run; the callback only makes them arrive."""
