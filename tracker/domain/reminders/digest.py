"""What a colleague's digest holds: sections of rows, each a function of its own, in reading order.

Whatever needs nobody's attention has no section, so an empty digest is no digest.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.reminders.endings import ending
from tracker.domain.reminders.look import Look
from tracker.domain.reminders.others import gone_quiet, mentioned, past_keeping, to_confirm
from tracker.domain.reminders.own import assigned, given, overdue, soon
from tracker.domain.reminders.units import escalated


class Heading(StrEnum):
    """What a section is about; its words are `digest.<heading>` of the catalogue."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    GIVEN = "given"
    TO_CONFIRM = "to_confirm"
    OVERDUE = "overdue"
    SOON = "soon"
    ENDING = "ending"
    ESCALATED = "escalated"
    QUIET = "quiet"
    PAST = "past"


SECTIONS: dict[Heading, Callable[..., Sequence[Any]]] = {
    Heading.MENTIONED: mentioned,
    Heading.ASSIGNED: assigned,
    Heading.GIVEN: given,
    Heading.TO_CONFIRM: to_confirm,
    Heading.OVERDUE: overdue,
    Heading.SOON: soon,
    Heading.ENDING: ending,
    Heading.ESCALATED: escalated,
    Heading.QUIET: gone_quiet,
    Heading.PAST: past_keeping,
}


class Section(NamedTuple):
    """Rows under one heading, the most urgent first."""

    heading: Heading
    rows: Sequence[Any]


Digest = list[Section]


@guarded(Action.READ)
def gather(session: Session, look: Look, *, by: User) -> Digest:
    """What concerns the reader now. A follow-up stands once, under the first heading it has."""
    told: set[int] = set()
    found = []
    for heading, section in SECTIONS.items():
        rows = list(_untold(section(session, look, by=by), told))
        if rows:
            found.append(Section(heading, rows))
    return found


def _untold(rows: Iterable[Any], told: set[int]) -> Iterable[Any]:
    for row in rows:
        follow_up = getattr(row, "row", row)
        if isinstance(follow_up, FollowUpRow):
            if follow_up.id in told:
                continue
            told.add(follow_up.id)
        yield row
