"""Follow-ups and events for calendar programs (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar
from icalendar import Event as Entry

from tracker import clock
from tracker.domain.calendars import EventDate, FollowUpDate
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.settings import settings

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LENGTH = timedelta(hours=1)  # of what has a beginning and no end
_A_DAY = timedelta(days=1)
_ASKED_AGAIN = timedelta(hours=1)  # a wish that most programs follow


def write(dates: Iterable[FollowUpDate | EventDate], *, base: str, name: str = "") -> bytes:
    """All of them in one calendar, in the reader's language. `base` is the address of the house.

    The zone of timed entries is told along, so that no program has to know Almaty's.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Seriktes//Seriktes//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", _ASKED_AGAIN, {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for each in dates:
        entry = _due(each, base) if isinstance(each, FollowUpDate) else _event(each, base)
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _due(due: FollowUpDate, base: str) -> Entry:
    what = " – ".join(part for part in (t(f"follow_up_kind.{due.kind}"), due.subject) if part)
    entry = _entry(Kind.FOLLOW_UP, due.id, f"{what} · {due.partner}", base, due)
    _whole_days(entry, due.due_on, due.due_on)  # a day on which something is due is no busy day
    if due.quote:
        entry.add("description", due.quote)
    return entry


def _event(event: EventDate, base: str) -> Entry:
    entry = _entry(Kind.EVENT, event.id, event.name, base, event)
    last = event.ends_on or event.starts_on
    if event.starts_at is not None and event.starts_on == last < date.max:
        begins = datetime.combine(event.starts_on, event.starts_at, settings().zone)
        entry.add("dtstart", begins)
        entry.add("dtend", begins + _LENGTH)
    else:
        _whole_days(entry, event.starts_on, last)
    if event.place:
        entry.add("location", event.place)
    if event.description:
        entry.add("description", event.description)
    return entry


def _whole_days(entry: Entry, first: date, last: date) -> None:
    """Both included. No day follows the last that there is: what stands on it ends by itself, and
    does not cost everybody the rest of their calendar."""
    entry.add("dtstart", first)
    after = min(last, date.max - _A_DAY) + _A_DAY
    if after > first:
        entry.add("dtend", after)
    entry.add("transp", "TRANSPARENT")


def _entry(kind: Kind, number: int, title: str, base: str, of: FollowUpDate | EventDate) -> Entry:
    """What every entry has. The same record is the same entry, whoever reads it and when."""
    entry = Entry()
    entry.add("uid", f"{kind}-{number}@{urlsplit(base).hostname or 'seriktes'}")
    entry.add("dtstamp", clock.now())
    entry.add("last-modified", of.updated_at)
    entry.add("sequence", of.revision)
    entry.add("summary", title)
    entry.add("url", f"{base.rstrip('/')}/{kind}?id={number}")
    return entry
