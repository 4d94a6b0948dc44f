"""When each part of the example was written down, so that its history reads like one."""

from datetime import UTC, date, datetime, time, timedelta

from tracker import clock
from tracker.domain.models import FollowUp
from tracker.example.content import NAMES, Entry, World

_BEGINNING = date(2024, 3, 11)  # when the office began to keep its partners here
_NOON = time(7, 0)  # of the university's clock, in UTC
_OWN_DAY = (
    "happened_on",
    "published_on",
    "signed_on",
    "starts_on",
)  # written down on the day itself
_LATE = (-6, -3, -1, 0, 2, -4, 5, -2, 0, 9)  # days between the promise and the deed


def recorded(world: World, noun: str, entry: Entry, place: int, present: datetime) -> datetime:
    """When an entry was written down; `place` is its place in its file."""
    if noun in ("colleagues", "units"):
        return _on(_BEGINNING, place, present)
    if noun == "people":
        place = list(world["partners"]).index(entry["positions"][0]["partner"])
    if noun in ("partners", "people"):
        begun = _BEGINNING + timedelta(days=3 + place // 3)
        heard = _first_heard(world, list(world["partners"])[place], present)
        return _on(max(begun, heard - timedelta(days=3)), place, present)
    if noun == "events":
        return _on(_day(entry["starts_on"], present) - timedelta(days=14), place, present)
    if noun == "follow_ups":
        for origin in ("event", "interaction", "news_item"):
            if origin in entry:
                source = world[NAMES[origin]][entry[origin]]
                return _on(_day(_own_day(source), present), place, present) + timedelta(hours=1)
        before = timedelta(days=35 + place % 30)
        return _on(_day(entry.get("due_on", 0), present) - before, place, present)
    return _on(_day(_own_day(entry), present), place, present)


def on(day: int | date, present: datetime) -> datetime:
    """When something was written down that a colleague did on that day."""
    return _on(_day(day, present), 0, present)


def rose(recorded_at: datetime, place: int, present: datetime) -> datetime:
    """When a partner came to the stage where it stands: some time since it was recorded."""
    return recorded_at + (present - recorded_at) * ((place * 37 % 89 + 8) / 100)


def moved(follow_up: FollowUp, present: datetime) -> datetime:
    """When a follow-up was last moved: mostly in time, sometimes late, never in the future."""
    number = follow_up.id or 0
    due = follow_up.due_on or clock.local(present).date()
    moment = _on(due + timedelta(days=_LATE[number % len(_LATE)]), number, present)
    return max(moment, follow_up.created_at + timedelta(hours=3))


def _first_heard(world: World, partner: str, present: datetime) -> date:
    """The day of the first thing that names a partner; the beginning where nothing does."""
    days = [
        _day(_own_day(entry), present)
        for noun in ("events", "news", "agreements", "interactions")
        for entry in world[noun].values()
        if partner in entry.get("partners", ())
        or any(each["partner"] == partner for each in entry.get("participants", ()))
    ]
    return min(days, default=_BEGINNING)


def _own_day(entry: Entry) -> int | date:
    return next((entry[field] for field in _OWN_DAY if field in entry), 0)


def _day(value: int | date, present: datetime) -> date:
    # Days are the university's: for five hours of each it is still yesterday in UTC.
    today = clock.local(present).date()
    return today + timedelta(days=value) if isinstance(value, int) else value


def _on(day: date, place: int, present: datetime) -> datetime:
    """That day in working hours, minutes apart for each place; not later than an hour ago."""
    moment = datetime.combine(day, _NOON, UTC) + timedelta(minutes=7 * (place % 40) - 120)
    return min(moment, present - timedelta(hours=4) + timedelta(minutes=place % 60))
