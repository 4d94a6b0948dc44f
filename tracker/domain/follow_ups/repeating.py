"""A follow-up that comes again: on which day, and what of it is carried over."""

from datetime import date, datetime, time

from dateutil import rrule
from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import User
from tracker.domain import saving
from tracker.domain.models import (
    Account,
    FollowUp,
    FollowUpDraft,
    FollowUpStep,
    FollowUpTag,
    Rhythm,
)
from tracker.errors import Invalid

_IN_EVERY_MONTH = 28  # the last day that each of them has


def check(draft: FollowUpDraft) -> None:
    """Refuse half a repetition. Raises Invalid at the field that is missing."""
    if draft.repeat_every is None and draft.rhythm is None and draft.repeat_until is None:
        return
    for field in ("repeat_every", "rhythm"):
        if getattr(draft, field) is None:
            raise Invalid(field, "required")
    if draft.due_on is None:
        raise Invalid("due_on", "repeat_needs_day")
    if draft.repeat_until and draft.repeat_until < draft.due_on:
        raise Invalid("repeat_until", "before_due")


def next_day(first: date, every: int, rhythm: Rhythm, *, after: date) -> date | None:
    """The first day of the repetition that is later than `after`.

    The 31st is the last day in a shorter month, and the 31st again in a longer one: days are
    counted from `first`, never from the one before. None beyond the calendar's last year.
    """
    days = range(_IN_EVERY_MONTH, first.day + 1) if first.day > _IN_EVERY_MONTH else None
    is_monthly = rhythm is Rhythm.MONTHS
    rule = rrule.rrule(
        rrule.MONTHLY if is_monthly else rrule.WEEKLY,
        dtstart=datetime.combine(first, time()),
        interval=every,
        bymonthday=days if is_monthly else None,
        bysetpos=-1 if is_monthly and days else None,
    )
    found = rule.after(datetime.combine(after, time()))
    return found.date() if found else None


def again(session: Session, done: FollowUp, *, by: User) -> FollowUp | None:
    """The next one of a repetition, once this one is done: with its tags, and its steps anew.

    What was missed is not made up for: it is due on the next day that is still to come. None where
    there is no repetition, it has ended, or the next one is there already.
    """
    if done.repeat_every is None or done.rhythm is None or done.due_on is None:
        return None
    after = max(done.due_on, clock.today())
    day = next_day(done.repeats_from or done.due_on, done.repeat_every, done.rhythm, after=after)
    if day is None or (done.repeat_until and day > done.repeat_until) or _is_there(session, done):
        return None
    kept = done.model_dump(include=set(FollowUpDraft.model_fields))
    following = FollowUp(
        **kept | {"due_on": day, "owner_id": owner(session, done.owner_id, by)},
        wish=done.wish,
        repeats_from=done.repeats_from,
        after_id=done.id,
    )
    session.add(following)
    session.flush()
    tagged = select(col(FollowUpTag.tag_id)).where(col(FollowUpTag.follow_up_id) == done.id)
    steps = select(col(FollowUpStep.name)).where(col(FollowUpStep.follow_up_id) == done.id)
    number = saving.id_of(following)
    session.add_all(FollowUpTag(follow_up_id=number, tag_id=tag) for tag in session.scalars(tagged))
    session.add_all(
        FollowUpStep(follow_up_id=number, name=name)
        for name in session.scalars(steps.order_by(col(FollowUpStep.id)))
    )
    session.flush()
    return following


def owner(session: Session, before: int, by: User) -> int:
    """Whose the next one is: the same colleague's, or one's own when that one has left."""
    works_here = select(col(Account.id)).where(col(Account.id) == before, col(Account.active))
    return session.scalar(works_here) or by.id


def _is_there(session: Session, done: FollowUp) -> bool:
    query = select(col(FollowUp.id)).where(
        col(FollowUp.after_id) == done.id,
        col(FollowUp.repeat_every).is_not(None),
        col(FollowUp.deleted_at).is_(None),
    )
    return session.scalar(query.limit(1)) is not None
