"""Moving a card of the board: at once, or after the question that the step asks.

Done in a callback, before the page is read: what was moved is then read where it was put, and what
was refused where it was, with the reason.
"""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, NamedTuple
from uuid import uuid4

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import follow_ups
from tracker.domain.follow_ups import MOVES, FollowUpRow
from tracker.domain.models import FollowUp, FollowUpStatus
from tracker.errors import Stale, TrackerError
from tracker.i18n import sentence, t
from tracker.ui import dialogs, labels
from tracker.ui.acts import complete_follow_up, move_follow_up, work_through

KEY = "board"
_SAID = "board.said"
_NEWS = 20  # seconds
Open = Callable[[int, int], None]
_AT_ONCE: dict[FollowUpStatus, Callable[..., FollowUp]] = {
    FollowUpStatus.OPEN: follow_ups.accept,
    FollowUpStatus.IN_PROGRESS: follow_ups.start,
    FollowUpStatus.WAITING: follow_ups.wait,
    FollowUpStatus.DONE: follow_ups.confirm,
}
_OPENS: dict[FollowUpStatus, Open] = {
    FollowUpStatus.DONE: complete_follow_up.open,
    FollowUpStatus.DECLINED: lambda id, revision: move_follow_up.open("decline", id, revision),
}
# What a second person says of a card that others hold to be done.
_OPENS_CONFIRMING: dict[FollowUpStatus, Open] = {
    FollowUpStatus.IN_PROGRESS: lambda id, revision: move_follow_up.open("send_back", id, revision),
}
_QUESTIONS = ("complete", "decline", "send_back")


class Said(NamedTuple):
    """What came of the last move, which it was, and when."""

    text: str
    is_refused: bool
    at: str
    since: float


def take(asked: Any, rows: Mapping[int, FollowUpRow], user: User) -> None:
    """Do what the browser asks for, which may be anything: a callback of the board.

    `rows` are the cards as the reader saw them.
    """
    match asked:
        case {"id": int(number), "to": str(to), "revision": int(revision)} if number in rows:
            row = rows[number]
        case _:
            return
    name = labels.follow_up(row.kind, row.subject)
    if to not in MOVES[row.status]:
        _say(t("board.stale", name=name), is_refused=True)
        return
    aim = FollowUpStatus(to)
    if (ask := _opens(row.status).get(aim)) is not None:
        ask(number, revision)
        return
    act = follow_ups.reopen if row.status.is_closed else _AT_ONCE[aim]
    try:
        with db.transaction() as session:
            moved = act(session, number, revision=revision, by=user)
    except TrackerError as refused:
        late = isinstance(refused, Stale)
        why = t("board.stale", name=name) if late else sentence(refused)
        _say(why, is_refused=True)
        return
    lane = t(f"follow_up_status.{aim}")
    work_through.remember(moved, t("follow_up.moved", status=lane), KEY)
    _say(t("board.moved", name=name, lane=lane))


def asks(row: FollowUpRow) -> list[FollowUpStatus]:
    """The lanes that ask something before a card is put into them."""
    return [aim for aim in MOVES[row.status] if aim in _opens(row.status)]


def _opens(status: FollowUpStatus) -> Mapping[FollowUpStatus, Open]:
    return _OPENS_CONFIRMING if status is FollowUpStatus.TO_CONFIRM else _OPENS


def last_said() -> dict[str, Any] | None:
    """What the board says of the last move; it is no news to somebody who comes back later."""
    said: Said | None = st.session_state.get(_SAID)
    if said is None or monotonic() - said.since > _NEWS:
        return None
    return {"text": said.text, "is_refused": said.is_refused, "at": said.at}


def asked_about() -> int | None:
    """The card about which a question is open."""
    for verb in _QUESTIONS:
        if (about := dialogs.opened(f"follow_up.{verb}")) is not None:
            return int(about["id"])
    return None


def _say(text: str, *, is_refused: bool = False) -> None:
    st.session_state[_SAID] = Said(text, is_refused, uuid4().hex, monotonic())
