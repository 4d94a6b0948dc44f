"""Calendars: what another program reads is what was written, whatever was typed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from tracker.domain.calendars import EventDate, FollowUpDate
from tracker.domain.models import FollowUpKind, FollowUpStatus
from tracker.export.calendar import write
from tracker.i18n import LANGUAGES, speaking

BASE = "https://tracker.uni.example/"
MOMENT = datetime(2024, 4, 8, 9, 30, tzinfo=UTC)
DUE = FollowUpDate(
    7,
    FollowUpKind.RETRAINING,
    "Ветеринария",
    "EMC",
    date(2024, 2, 29),
    FollowUpStatus.OPEN,
    "қайта даярлау курстары",
    3,
    MOMENT,
)
MEETUP = EventDate(5, "Meetup", date(2024, 4, 8), None, time(10, 30), "Семей", None, 1, MOMENT)


def read(content: bytes) -> Calendar:
    """By a parser that is not our writer, and checks what RFC 5545 asks for."""
    return IcsCalendarStream.calendar_from_ics(content.decode())


def only(content: bytes) -> Event:
    (found,) = read(content).events
    return found


def test_a_follow_up_stands_on_the_whole_day_it_is_due() -> None:
    with speaking("en"):
        entry = only(write([DUE], base=BASE))
    assert (entry.dtstart, entry.dtend) == (date(2024, 2, 29), date(2024, 3, 1))
    assert entry.summary == "Retraining – Ветеринария · EMC"
    assert entry.description == DUE.quote
    assert str(entry.url) == "https://tracker.uni.example/follow_up?id=7"
    assert (entry.uid, entry.sequence) == ("follow_up-7@tracker.uni.example", 3)


def test_a_meeting_at_ten_is_at_ten_in_almaty_before_and_after_the_clocks_moved() -> None:
    for day, hours in ((date(2024, 2, 1), 6), (date(2024, 4, 8), 5)):
        entry = only(write([MEETUP._replace(starts_on=day)], base=BASE))
        assert isinstance(entry.dtstart, datetime)
        assert entry.dtstart.utcoffset() == timedelta(hours=hours)
        assert entry.dtstart.astimezone(UTC).time() == time(10 - hours, 30)
    assert b"BEGIN:VTIMEZONE" in write([MEETUP], base=BASE)


def test_days_without_a_time_and_several_days_are_whole_days() -> None:
    week = MEETUP._replace(ends_on=date(2024, 4, 12))
    for event, last in ((MEETUP._replace(starts_at=None), 9), (week, 13)):
        entry = only(write([event], base=BASE))
        assert (entry.dtstart, entry.dtend) == (date(2024, 4, 8), date(2024, 4, last))


@pytest.mark.parametrize(
    "far",
    [
        DUE._replace(due_on=date.max),
        MEETUP._replace(starts_on=date.max),
        MEETUP._replace(starts_on=date.max, starts_at=time(23, 30)),
        MEETUP._replace(ends_on=date.max),
        MEETUP._replace(ends_on=date(9999, 12, 30)),
    ],
)
def test_what_stands_on_the_last_day_of_all_costs_nobody_the_rest(
    far: FollowUpDate | EventDate,
) -> None:
    found = read(write([far, MEETUP._replace(id=6)], base=BASE)).events
    assert {entry.uid for entry in found} == {
        f"{'follow_up' if isinstance(far, FollowUpDate) else 'event'}-{far.id}@tracker.uni.example",
        "event-6@tracker.uni.example",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_calendar_has_a_name_and_every_entry(language: str) -> None:
    with speaking(language):
        content = write([DUE, MEETUP], base=BASE, name="Серіктес – Айгерім")
    assert "X-WR-CALNAME:Серіктес – Айгерім" in content.decode()
    assert len(read(content).events) == 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_whatever_a_title_holds_stays_a_title(title: str) -> None:
    entry = only(write([MEETUP._replace(name=f"x{title}x", description=title)], base=BASE))
    assert entry.summary == f"x{title}x"
