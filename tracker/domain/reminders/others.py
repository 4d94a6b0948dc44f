"""Sections of a digest: what colleagues say to the reader, wait for, and whom one has forgotten."""

from sqlmodel import Session

from tracker.access import ALLOWED, Action, User, guarded
from tracker.domain import follow_ups, people, quiet
from tracker.domain.follow_ups import FollowUpRow, comments
from tracker.domain.follow_ups.comments import MentionRow
from tracker.domain.models import Upkeep
from tracker.domain.people import PersonFilter, PersonRow
from tracker.domain.quiet import QuietRow
from tracker.domain.reminders.look import MOST, Look


@guarded(Action.READ)
def mentioned(session: Session, look: Look, *, by: User) -> list[MentionRow]:
    """Comments since the last digest that call the reader, the latest first."""
    found = comments.mentioning(session, since=look.since, by=by, most=MOST)
    return [each for each in found if look.since < each.said_at <= look.until]


@guarded(Action.READ)
def to_confirm(session: Session, look: Look, *, by: User) -> list[FollowUpRow]:
    """What others say is done and waits for a second person; told to those who steer."""
    return follow_ups.to_confirm(session, by=by) if Action.ASSIGN in ALLOWED[by.role] else []


@guarded(Action.READ)
def gone_quiet(session: Session, look: Look, *, by: User) -> list[QuietRow]:
    """The reader's partners that have become quiet since the last digest; at first all of them."""
    found = quiet.mine(session, by=by)
    if look.told_on is None:
        return found
    since = quiet.counted(look.told_on, quiet.rule(session, by=by).pauses)
    return [row for row in found if row.why.days - since <= row.why.allowed]


@guarded(Action.READ)
def past_keeping(session: Session, look: Look, *, by: User) -> list[PersonRow]:
    """People whose data is kept for longer than was meant; told to those who may erase it."""
    if Action.DELETE not in ALLOWED[by.role]:
        return []
    return people.search(session, PersonFilter(upkeep=Upkeep.PAST), by=by).rows
