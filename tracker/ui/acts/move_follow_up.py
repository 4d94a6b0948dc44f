"""Moving a follow-up on: accept, start, wait, confirm, reopen, decline, postpone, hand over."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts, follow_ups
from tracker.domain.models import FollowUp, FollowUpStatus
from tracker.errors import Stale
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import dialogs, flash, labels, sidebar, unsent
from tracker.ui.forms.fields import Fields
from tracker.ui.forms.follow_up import Delay, Outcome, Owner

_ICONS = {
    "accept": "thumb_up",
    "start": "play_arrow",
    "resume": "play_arrow",
    "wait": "hourglass_top",
    "postpone": "event_repeat",
    "hand_over": "person_add",
    "decline": "block",
    "confirm": "verified",
    "send_back": "undo",
    "reopen": "restart_alt",
}
# What is done at once, without a question.
_AT_ONCE: dict[str, Callable[..., FollowUp]] = {
    "accept": follow_ups.accept,
    "start": follow_ups.start,
    "resume": follow_ups.start,
    "wait": follow_ups.wait,
    "reopen": follow_ups.reopen,
    "confirm": follow_ups.confirm,
}
_USUAL = ("postpone", "hand_over", "decline")
_ASKED = (*_USUAL, "send_back")
_OF_ANOTHER = ("confirm",)  # than the one who said that it is done
_OFFERED: dict[FollowUpStatus, tuple[str, ...]] = {
    FollowUpStatus.PROPOSED: ("accept", *_USUAL),
    FollowUpStatus.OPEN: ("start", "wait", *_USUAL),
    FollowUpStatus.IN_PROGRESS: ("wait", *_USUAL),
    FollowUpStatus.WAITING: ("resume", *_USUAL),
    FollowUpStatus.TO_CONFIRM: ("confirm", "send_back", "hand_over"),
    FollowUpStatus.DONE: ("reopen",),
    FollowUpStatus.DECLINED: ("reopen",),
}


def buttons(follow_up: FollowUp, user: User) -> None:
    """What can be done with a follow-up in its status. Each remembers the revision on show."""
    is_mine = follow_up.reported_by == user.id
    for verb in _OFFERED[follow_up.status]:
        if is_mine and verb in _OF_ANOTHER:
            continue
        st.button(
            t(f"follow_up.{verb}"),
            key=f"follow_up.{verb}.{follow_up.id}",
            icon=f":material/{_ICONS[verb]}:",
            on_click=open,
            args=(verb, follow_up.id, follow_up.revision),
        )


def is_asked_for() -> bool:
    """Whether a button without a question was pressed, and nothing was done yet."""
    return any(dialogs.opened(f"follow_up.{verb}") is not None for verb in _AT_ONCE)


def settle(user: User) -> None:
    """Do what a button without a question asked for. Call before the page reads the follow-up."""
    for verb, act in _AT_ONCE.items():
        if (about := dialogs.opened(f"follow_up.{verb}")) is None:
            continue
        dialogs.close()
        try:
            with db.transaction() as session:
                moved = act(session, about["id"], revision=about["revision"], by=user)
        except Stale:
            st.warning(t("follow_up.changed_meanwhile"), icon=":material/sync_problem:")
            return
        said = t("follow_up.moved", status=t(f"follow_up_status.{moved.status}"))
        st.toast(said, icon=":material/check_circle:")


def open(verb: str, id: int, revision: int) -> None:
    """Open the question of a verb for a follow-up as the reader saw it."""
    dialogs.open(f"follow_up.{verb}", id=id, revision=revision)


def dialog(user: User) -> None:
    """Ask what the button that was pressed needs to know."""
    for verb in _ASKED:
        if (about := dialogs.opened(f"follow_up.{verb}")) is not None:
            with flash.refusals(), db.reading() as session:
                follow_up = follow_ups.get(session, about["id"], by=user)
            _ask(verb, about, user, follow_up)


def _ask(verb: str, about: dict[str, Any], user: User, follow_up: FollowUp) -> None:
    titled = ("decline", "send_back")
    title = t(f"follow_up.{verb}_title") if verb in titled else t(f"follow_up.{verb}")

    @st.dialog(title, on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(labels.follow_up(follow_up.kind, follow_up.subject))
        said = _QUESTIONS[verb](f"{verb}.{about['id']}.{about['key']}", about, user, follow_up)
        if said is None:
            return
        dialogs.close()
        sidebar.recount()
        flash.say(said)
        st.rerun()

    draw()


def _because(verb: str, act: Callable[..., FollowUp], asked: str, told: str) -> "_Question":
    """The question of a verb that wants its reason in words."""

    def ask(key: str, about: dict[str, Any], user: User, follow_up: FollowUp) -> str | None:
        fields = Fields(key)
        fields.paragraph("outcome", t(f"follow_up.{asked}"), height=120)
        if not _saves(key) or (typed := fields.checked(Outcome)) is None:
            return None
        revision = _revision(verb, about)
        with flash.refusals(mine=typed), unsent.saving(about["key"]) as session:
            act(session, about["id"], reason=typed.outcome, revision=revision, by=user)
        name = labels.follow_up(follow_up.kind, follow_up.subject)
        return t(f"follow_up.{told}", name=name)

    return ask


def _postpone(key: str, about: dict[str, Any], user: User, follow_up: FollowUp) -> str | None:
    fields = Fields(key)
    fields.day("due_on", t("follow_up.new_due"), default=follow_up.due_on)
    fields.line("reason", t("follow_up.why_later"), placeholder=t("follow_up.why_later_hint"))
    if not _saves(key) or (typed := fields.checked(Delay)) is None:
        return None
    with flash.refusals(mine=typed), db.transaction() as session:
        follow_ups.postpone(
            session,
            about["id"],
            due_on=typed.due_on,
            reason=typed.reason or "",
            revision=_revision("postpone", about),
            by=user,
        )
    return t("follow_up.postponed", day=day(typed.due_on))


def _hand_over(key: str, about: dict[str, Any], user: User, follow_up: FollowUp) -> str | None:
    with db.reading() as session:
        colleagues = accounts.colleagues(session, by=user)
    others = [each for each in colleagues if each[0] != follow_up.owner_id]
    fields = Fields(key)
    fields.one_of("owner_id", t("follow_up.new_owner"), others)
    if not _saves(key) or (typed := fields.checked(Owner)) is None:
        return None
    with flash.refusals(mine=typed), db.transaction() as session:
        follow_ups.hand_over(
            session,
            about["id"],
            owner_id=typed.owner_id,
            revision=_revision("hand_over", about),
            by=user,
        )
    return t("follow_up.handed_over", name=dict(others)[typed.owner_id])


_Question = Callable[[str, dict[str, Any], User, FollowUp], str | None]
_QUESTIONS: dict[str, _Question] = {
    "decline": _because("decline", follow_ups.decline, "reason", "declined"),
    "postpone": _postpone,
    "hand_over": _hand_over,
    "send_back": _because("send_back", follow_ups.send_back, "what_is_missing", "sent_back"),
}


def _saves(key: str) -> bool:
    return st.button(t("form.save"), key=f"{key}.save", type="primary", icon=":material/check:")


def _revision(verb: str, about: dict[str, Any]) -> int:
    """The revision on show when the dialog opened, or the one that the person chose to replace."""
    number: int = (dialogs.opened(f"follow_up.{verb}") or about)["revision"]
    return number
