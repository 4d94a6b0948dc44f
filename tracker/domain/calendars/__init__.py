"""What a colleague's own calendar shows. `feeds` are the addresses, `dates` what stands in them."""

from tracker.domain.calendars.dates import EventDate, FollowUpDate, due, event, follow_up, happening
from tracker.domain.calendars.feeds import Feed, feed, owner, renew, switch_off, with_password

__all__ = [
    "EventDate",
    "Feed",
    "FollowUpDate",
    "due",
    "event",
    "feed",
    "follow_up",
    "happening",
    "owner",
    "renew",
    "switch_off",
    "with_password",
]
