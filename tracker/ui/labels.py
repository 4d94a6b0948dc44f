"""How records are called on the screen where their words depend on the reader's language."""

from datetime import date
from typing import Any

from tracker.domain.agreements import AgreementState, PromiseState, Verdict
from tracker.domain.agreements.promises import PromiseRow
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import (
    AgreementPromiseDraft,
    Attendance,
    Direction,
    EventKind,
    FollowUpKind,
    FollowUpStatus,
    Priority,
    Renewal,
    Stage,
    Tier,
)
from tracker.domain.titles import Title
from tracker.i18n import t
from tracker.i18n.labels import due as due
from tracker.i18n.labels import evidence_title as evidence_title
from tracker.i18n.labels import follow_up as follow_up
from tracker.i18n.labels import promise
from tracker.i18n.labels import town as town
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
    AgreementState.UPCOMING: "blue",
    AgreementState.ENDED: "gray",
    AgreementState.RENEWED: "blue",
    AgreementState.LAPSING: "gray",
    AgreementState.UNDATED: "gray",
}
_VERDICTS = {
    Verdict.ALIVE: "green",
    Verdict.PARTLY: "amber",
    Verdict.ON_PAPER: "red",
    Verdict.EARLY: "blue",
    Verdict.UNKNOWN: "gray",
}
_PROMISES = {
    PromiseState.KEPT: "green",
    PromiseState.UNDER_WAY: "blue",
    PromiseState.NOT_DUE: "gray",
    PromiseState.NOTHING: "red",
}
_NEAR = 30  # days before its end, in which an agreement catches the eye


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


def attendance(value: Attendance) -> dict[str, str]:
    return badge(t(f"attendance.{value}"), "green" if value is Attendance.CAME else "gray")


def attendances() -> dict[str, str]:
    """Whether somebody came, to choose from; the first is that nobody has said."""
    return {"": t("sheet.unknown"), **{str(each): t(f"attendance.{each}") for each in Attendance}}


def agreement(
    state: AgreementState, days: int | None = None, renewal: Renewal = Renewal.NONE
) -> list[dict[str, str]]:
    """Where it stands; and, where its end is near, in how many days that is."""
    shown = [badge(t(f"agreement_state.{state}"), _STATES[state])]
    if days is None:
        return shown
    word = "renews_in" if renewal is Renewal.AUTOMATIC else "ends_in"
    is_near = state is AgreementState.ENDING
    near = badge(t(f"agreement.{word}", n=days), _near(days) if is_near else "blue")
    return [near] if is_near else [*shown, near]


def _near(days: int) -> str:
    return "red" if days <= _NEAR else "amber"


def verdict(value: Verdict) -> dict[str, str]:
    return badge(t(f"verdict.{value}"), _VERDICTS[value])


def promised(row: PromiseRow | AgreementPromiseDraft) -> str:
    """The small print of a promise: who, of which kind, how many, until when."""
    kind = t(f"follow_up_kind.{row.kind}") if row.kind is not FollowUpKind.OTHER else ""
    more = promise(row).removeprefix(row.subject).removeprefix(" · ")
    return " · ".join(each for each in (t(f"promised_by.{row.promised_by}"), kind, more) if each)


def promise_state(value: PromiseState) -> dict[str, str]:
    return badge(t(f"promise_state.{value}"), _PROMISES[value])


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
