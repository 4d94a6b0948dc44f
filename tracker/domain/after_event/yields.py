"""What an event led to: from those who were expected to what was signed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain import agreements, follow_ups, interactions, partners
from tracker.domain.counting import fitting, length
from tracker.domain.models import Attendance, FollowUpStatus, Kind

Listed = tuple[Kind, Any]  # a list, and its filter


class Yield(NamedTuple):
    """Counts of an event with its whole programme; without what is in the trash.

    Each is the length of a list, and is counted by what that list shows (`?event=`).
    """

    participants: int  # partners, each once
    came: int  # those of them who came to at least one part
    absent: int  # those who did not come to at least one; of the others nobody has said
    meetings: int  # interactions of any kind that took place there, also with several partners
    follow_ups: int  # recorded there, agreed in those meetings, or read in an article about it
    done: int  # those of them that are done; a declined one is neither done nor open
    open: int
    agreements: int  # that name the event as where they come from


@guarded(Action.READ)
def yield_of(session: Session, event_id: int, *, by: User) -> Yield:
    """All of them in one query."""
    counts = [length(fitting(*each)) for each in lists_of(event_id).values()]
    return Yield(*session.execute(select(*counts)).one())


def lists_of(event_id: int, narrowed: Mapping[str, Any] | None = None) -> dict[str, Listed]:
    """The list behind each number of a yield, in their order; `narrowed`: to some partners."""
    of_event = {"event_id": event_id, **(narrowed or {})}
    partner = partners.PartnerFilter(**of_event)
    step = follow_ups.FollowUpFilter(shown=follow_ups.Shown.ALL, **of_event)
    return {
        "participants": (Kind.PARTNER, partner),
        "came": (Kind.PARTNER, partner._replace(came=Attendance.CAME)),
        "absent": (Kind.PARTNER, partner._replace(came=Attendance.ABSENT)),
        "meetings": (Kind.INTERACTION, interactions.InteractionFilter(**of_event)),
        "follow_ups": (Kind.FOLLOW_UP, step),
        "done": (Kind.FOLLOW_UP, step._replace(status=FollowUpStatus.DONE)),
        "open": (Kind.FOLLOW_UP, step._replace(shown=follow_ups.Shown.OPEN)),
        "agreements": (Kind.AGREEMENT, agreements.AgreementFilter(**of_event)),
    }
