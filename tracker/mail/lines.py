"""What stands in a digest, in the reader's words: one line a row, whatever it is of."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tracker import clock
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.follow_ups.comments import MentionRow
from tracker.domain.models import FollowUpStatus, Kind, Renewal
from tracker.domain.people import PersonRow
from tracker.domain.quiet import QuietRow
from tracker.domain.reminders import Assigned, Ending, Escalated, Given, Heading
from tracker.i18n import t, word
from tracker.i18n.formats import day
from tracker.i18n.labels import due, follow_up, silence


class Line(NamedTuple):
    """A record: what it is called, what else there is to know, by when, and where it is."""

    title: str
    about: str
    when: str
    is_late: bool
    place: str  # its address within the house


def line(row: Any) -> Line:
    """The line for a row of any section."""
    return _LINES[type(row)](row)


def more(heading: Heading, owner_id: int) -> str:
    """The list that has all of a section, when it is too long for a mail; empty: there is none."""
    return _LISTS.get(heading, "").format(owner_id)


# What stands in these addresses is what `domain/addresses.py` says; a test asks it.
_LISTS = {
    Heading.ASSIGNED: "follow_ups?owner={0}",
    Heading.GIVEN: "partners?owner={0}",
    Heading.TO_CONFIRM: "follow_ups?status=to_confirm",
    Heading.QUIET: "partners?owner={0}&quiet=true",
    Heading.PAST: "people?upkeep=past",
    Heading.OVERDUE: "follow_ups?owner={0}&overdue=true",
    Heading.SOON: "follow_ups?owner={0}",
    Heading.ENDING: "agreements?sort=valid_until",
    Heading.ESCALATED: "follow_ups?overdue=true",
}


_WAITING = (FollowUpStatus.WAITING, FollowUpStatus.TO_CONFIRM)


def _of_follow_up(row: FollowUpRow, *more: str | None) -> Line:
    when, is_late = due(row.due_on)
    waits = word(row.status) if row.status in _WAITING else None
    about = (row.partner, row.unit, *more, waits)
    title = follow_up(row.kind, row.subject)
    return Line(title, _joined(*about), when, is_late, f"{Kind.FOLLOW_UP}?id={row.id}")


def _of_escalated(late: Escalated) -> Line:
    return _of_follow_up(late.row, late.row.owner)


def _of_assigned(given: Assigned) -> Line:
    who = t("digest.from", name=given.who) if given.who else None
    return _of_follow_up(given.row, who)


def _of_given(given: Given) -> Line:
    who = t("digest.from", name=given.who) if given.who else ""
    return Line(given.name, who, "", False, f"{Kind.PARTNER}?id={given.id}")


def _of_mention(row: MentionRow) -> Line:
    when = day(clock.local(row.said_at).date())
    place = f"{Kind.FOLLOW_UP}?id={row.follow_up_id}"
    return Line(follow_up(row.kind, row.subject), f"{row.who}: {row.text}", when, False, place)


def _of_quiet(row: QuietRow) -> Line:
    return Line(row.name, silence(row.why), word(row.tier), False, f"{Kind.PARTNER}?id={row.id}")


def _of_person(row: PersonRow) -> Line:
    last = day(row.last_contact) if row.last_contact else ""
    return Line(row.name, row.positions, last, False, f"{Kind.PERSON}?id={row.id}")


def _of_ending(row: Ending) -> Line:
    days = (row.valid_until - clock.today()).days
    renewed = None if row.renewal == Renewal.NONE else t(f"digest.renewal_{row.renewal}")
    when = t("digest.ends", day=day(row.valid_until), n=days) if days else t("digest.ends_today")
    place = f"{Kind.AGREEMENT}?id={row.id}"
    return Line(row.title, _joined(word(row.kind), *row.partners, renewed), when, False, place)


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


_LINES: dict[type, Callable[..., Line]] = {
    FollowUpRow: _of_follow_up,
    Assigned: _of_assigned,
    Given: _of_given,
    Escalated: _of_escalated,
    Ending: _of_ending,
    MentionRow: _of_mention,
    QuietRow: _of_quiet,
    PersonRow: _of_person,
}
