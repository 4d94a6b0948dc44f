"""What an event led to: from those who were expected to what was signed."""

from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain import agreements, follow_ups, interactions, partners
from tracker.domain.models import Attendance, FollowUpStatus


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
    partner = partners.PartnerFilter(event_id=event_id)
    step = follow_ups.FollowUpFilter(event_id=event_id, shown=follow_ups.Shown.ALL)
    done = step._replace(status=FollowUpStatus.DONE)
    still_open = step._replace(shown=follow_ups.Shown.OPEN)
    lists = (
        *map(_partners, (partner, *(partner._replace(came=each) for each in Attendance))),
        interactions.fitting(interactions.InteractionFilter(event_id=event_id), False),
        *(_follow_ups(each) for each in (step, done, still_open)),
        agreements.fitting(
            session,
            agreements.AgreementFilter(event_id=event_id),
            agreements.Sort.SIGNED_ON,
            True,
        ),
    )
    counts = [
        select(func.count()).select_from(ids.order_by(None).subquery()).scalar_subquery()
        for ids in lists
    ]
    return Yield(*session.execute(select(*counts)).one())


def _partners(wanted: partners.PartnerFilter) -> Any:
    return partners.fitting(wanted, "en", partners.Sort.NAME, False)


def _follow_ups(wanted: follow_ups.FollowUpFilter) -> Any:
    return follow_ups.fitting(wanted, "en", follow_ups.Sort.DUE, False)
