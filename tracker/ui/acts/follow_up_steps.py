"""The steps of a follow-up: ticked at a press, several written down at once."""

from collections.abc import Sequence

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain.follow_ups import steps
from tracker.domain.follow_ups.steps import StepRow
from tracker.domain.models import FollowUp
from tracker.domain.models.records import NOTE
from tracker.errors import TrackerError
from tracker.i18n import sentence, t
from tracker.i18n.plain import plain
from tracker.ui import flash, unsent


def show(user: User, follow_up: FollowUp, rows: Sequence[StepRow]) -> None:
    """The section with the steps; closed work shows what was ticked."""
    may_edit = can(user, Action.EDIT) and not follow_up.status.is_closed
    if not rows and not may_edit:
        return
    ticked = sum(row.is_done for row in rows)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(t("steps.title"))
        if rows:
            st.caption(t("steps.ticked", n=ticked, of=len(rows)), width="content")
    for row in rows:
        _line(row, user, may_edit=may_edit)
    if may_edit:
        with st.expander(t("steps.add"), icon=":material/playlist_add:", expanded=False):
            _add(follow_up.id or 0, user)


def _line(row: StepRow, user: User, *, may_edit: bool) -> None:
    key = f"step.{row.id}.{row.is_done}"  # another state is another box: it shows what is stored
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = plain(row.name)
        st.checkbox(
            f"~~{name}~~" if row.is_done else name,
            value=row.is_done,
            key=key,
            disabled=not may_edit,
            on_change=_tick,
            args=(row.id, key, not row.is_done, user),
            width="stretch",
        )
        if may_edit:
            st.button(
                t("form.remove"),
                key=f"step.{row.id}.remove",
                type="tertiary",
                icon=":material/close:",
                on_click=_remove,
                args=(row.id, user),
            )


def _add(number: int, user: User) -> None:
    form = f"steps.{number}"
    turn = unsent.turn(form)
    key = f"{form}.{turn}"
    unsent.offer(key)
    typed = st.text_area(t("steps.lines"), key=f"{key}.lines", max_chars=NOTE, height=80)
    if not st.button(t("steps.save"), key=f"steps.{number}.save", icon=":material/check:"):
        return
    try:
        with unsent.saving(turn) as session:
            steps.add(session, number, typed.splitlines(), by=user, key=turn)
    except TrackerError as refused:  # said here; the rest of the page stays
        st.error(plain(sentence(refused)), icon=":material/error:")
        return
    unsent.turn_over(form)
    st.rerun()


def _tick(step_id: int, key: str, is_done: bool, user: User) -> None:
    st.session_state[key] = not is_done  # what is stored, should it be refused
    with flash.refusals_ahead(), db.transaction() as session:
        steps.tick(session, step_id, is_done=is_done, by=user)


def _remove(step_id: int, user: User) -> None:
    with flash.refusals_ahead(), db.transaction() as session:
        steps.remove(session, step_id, by=user)
