"""How records are called on the screen where their words depend on the reader's language."""

from datetime import date
from typing import Any

from tracker import clock
from tracker.domain.agreements import AgreementState
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import (
    Direction,
    EventKind,
    FollowUpKind,
    FollowUpStatus,
    Priority,
    Stage,
    Tier,
)
from tracker.domain.titles import Title
from tracker.i18n import t
from tracker.i18n.formats import day, short_day
from tracker.ui.tables import badge, loud

_STAGES = {
    Stage.IDENTIFIED: "gray",
    Stage.IN_CONTACT: "blue",
    Stage.IN_DIALOGUE: "violet",
    Stage.AGREED: "amber",
    Stage.ACTIVE: "green",
    Stage.DORMANT: "gray",
}
_STATUSES = {
    FollowUpStatus.PROPOSED: "gray",
    FollowUpStatus.OPEN: "blue",
    FollowUpStatus.IN_PROGRESS: "violet",
    FollowUpStatus.WAITING: "amber",
    FollowUpStatus.TO_CONFIRM: "amber",
    FollowUpStatus.DONE: "green",
    FollowUpStatus.DECLINED: "gray",
}

_STATES = {
    AgreementState.IN_FORCE: "green",
    AgreementState.ENDING: "amber",
    AgreementState.ENDED: "gray",
    AgreementState.UNDATED: "gray",
}


def stage(value: Stage) -> dict[str, str]:
    return badge(t(f"stage.{value}"), _STAGES[value])


def tier(value: Tier) -> dict[str, str] | None:
    """Only partners out of the ordinary wear their tier."""
    tones = {Tier.STRATEGIC: "violet", Tier.KEY: "blue"}
    return badge(t(f"tier.{value}"), tones[value]) if value in tones else None


def status(value: FollowUpStatus) -> dict[str, str]:
    return badge(t(f"follow_up_status.{value}"), _STATUSES[value])


def direction(value: Direction) -> dict[str, str]:
    return badge(t(f"direction.{value}"), "blue" if value == Direction.WE_OWE else "gray")


def event_kind(value: EventKind) -> dict[str, str]:
    return badge(t(f"event_kind.{value}"), "violet" if value == EventKind.UMBRELLA else "gray")


def agreement(state: AgreementState) -> dict[str, str]:
    return badge(t(f"agreement_state.{state}"), _STATES[state])


def follow_up(kind: FollowUpKind, subject: str | None) -> str:
    """The title of a follow-up: its kind, and what exactly. "Other" says nothing of its own."""
    if subject and kind == FollowUpKind.OTHER:
        return subject
    return f"{t(f'follow_up_kind.{kind}')}: {subject}" if subject else t(f"follow_up_kind.{kind}")


def due(on: date | None, *, is_closed: bool = False) -> tuple[str, bool]:
    """A due date in words, and whether it has passed for something still open."""
    if on is None:
        return t("due.none"), False
    days = (on - clock.today()).days
    if is_closed:
        return day(on), False
    if days < 0:
        return t("due.overdue", n=-days, day=short_day(on)), True
    if days == 0:
        return t("due.today"), False
    if days == 1:
        return t("due.tomorrow"), False
    return short_day(on), False


def late(on: date | None, *, is_closed: bool) -> dict[str, str] | None:
    """Only what is overdue wears it."""
    shown, is_late = due(on, is_closed=is_closed)
    return badge(shown, "red") if is_late else None


def due_cell(row: FollowUpRow) -> str | dict[str, Any] | None:
    """The due date of a follow-up in a list; a late one catches the eye."""
    if row.due_on is None:
        return None
    shown, is_late = due(row.due_on, is_closed=row.status.is_closed)
    return loud(shown) if is_late else shown


def high(value: Priority) -> dict[str, str] | None:
    """Only follow-ups out of the ordinary wear their priority."""
    return badge(t("follow_up.high"), "red") if value == Priority.HIGH else None


def title(of: Title) -> str:
    """The title of any record: the word of its kind where it has one, and its text."""
    says_nothing = of.text and of.word in ("follow_up_kind.other", "interaction_kind.other")
    word = t(of.word) if of.word and not says_nothing else ""
    shown = f"{word}: {of.text}" if word and of.text else word or of.text
    return t("trash.marked", title=shown) if of.trashed else shown
