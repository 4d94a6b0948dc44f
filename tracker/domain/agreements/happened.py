"""What happened with the parties of an agreement since it was signed, whatever it was about."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.models import (
    Agreement,
    Attendance,
    Event,
    Interaction,
    InteractionPartner,
    Participation,
    Renewal,
)


class Activity(NamedTuple):
    """How many contacts and events with any of the parties, and when the last one was."""

    contacts: int
    last_contact: date | None
    events: int
    last_event: date | None


@guarded(Action.READ)
def activity(session: Session, agreement: Agreement, *, by: User) -> Activity:
    """From the day of signing (not known: from which it counts) to today or its last day.

    Events are those where a party took part, or at least nobody said that it did not come. In one
    query; all zero where no day is known from which to count.
    """
    since = agreement.signed_on or agreement.valid_from
    if since is None:
        return Activity(0, None, 0, None)
    ends = agreement.valid_until if agreement.renewal is not Renewal.AUTOMATIC else None
    until = min(each for each in (clock.today(), agreement.lapses_on, ends) if each)
    partners = [each.partner_id for each in agreement.partners]
    contacts = _counted(
        Interaction,
        Interaction.happened_on,
        select(col(InteractionPartner.interaction_id)).where(
            col(InteractionPartner.partner_id).in_(partners)
        ),
        since,
        until,
    )
    events = _counted(
        Event,
        Event.starts_on,
        select(col(Participation.event_id)).where(
            col(Participation.partner_id).in_(partners),
            col(Participation.came).is_distinct_from(Attendance.ABSENT),
        ),
        since,
        until,
    )
    return Activity(*session.execute(select(*contacts, *events)).one())


def _counted(record: Any, day: Any, ids: Any, since: date, until: date) -> tuple[Any, Any]:
    happened = (
        col(record.deleted_at).is_(None),
        col(record.id).in_(ids),
        col(day).between(since, until),
    )
    return tuple(
        select(figure).select_from(record).where(*happened).scalar_subquery()
        for figure in (func.count(), func.max(col(day)))
    )  # type: ignore[return-value]
