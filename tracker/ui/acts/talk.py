"""What colleagues say to one another about a follow-up."""

from collections.abc import Sequence

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain.follow_ups import comments
from tracker.domain.follow_ups.comments import CommentRow
from tracker.domain.models.records import NOTE
from tracker.errors import TrackerError
from tracker.i18n import sentence, t
from tracker.i18n.formats import moment
from tracker.i18n.plain import plain
from tracker.ui import feeds, flash, unsent
from tracker.ui.forms.fields import unambiguous

_REMOVE = "remove"


def show(
    user: User,
    follow_up_id: int,
    rows: Sequence[CommentRow],
    colleagues: Sequence[tuple[int, str]],
) -> None:
    """The section with the comments; who may record can add to them, and call `colleagues`."""
    may_edit = can(user, Action.EDIT)
    st.header(t("comments.title"))
    if rows:
        lines = [_line(row, user) for row in rows]
        act = feeds.show(lines, key=f"comments.{follow_up_id}", caption=t("comments.title"))
        if act is not None:
            with flash.refusals(), db.transaction() as session:
                comments.remove(session, act.id, by=user)
            st.rerun()
    elif not may_edit:
        st.caption(t("comments.none"))
    if may_edit:
        _say(user, follow_up_id, [each for each in colleagues if each[0] != user.id])


def _line(row: CommentRow, user: User) -> feeds.Item:
    return feeds.Item(
        row.who,
        row.id,
        "comment",
        icon="chat",
        text=row.text,
        meta=t("comments.called", names=", ".join(row.called)) if row.called else "",
        when=moment(row.said_at),
        actions=((_REMOVE, t("form.remove")),) if row.said_by == user.id else (),
    )


def _say(user: User, follow_up_id: int, colleagues: list[tuple[int, str]]) -> None:
    form = f"comment.{follow_up_id}"
    # Also the key of the save: the same words sent twice are stored once.
    turn = unsent.turn(form)
    key = f"{form}.{turn}"
    unsent.offer(key)
    text = st.text_area(
        t("comments.yours"),
        key=f"{key}.text",
        max_chars=NOTE,
        height=80,
        placeholder=t("comments.hint"),
    )
    names = unambiguous(colleagues)
    called = st.multiselect(
        t("comments.call"),
        list(names),
        format_func=lambda number: names[number],
        key=f"{key}.called",
        placeholder=t("form.choose"),
        select_all=False,
    )
    if not st.button(t("comments.say"), key=f"comment.{follow_up_id}.say", icon=":material/send:"):
        return
    try:
        with unsent.saving(turn) as session:
            count = comments.say(session, follow_up_id, text, called=called, by=user, key=turn)
    except TrackerError as refused:  # said here; the rest of the page stays
        st.error(plain(sentence(refused)), icon=":material/error:")
        return
    unsent.turn_over(form)
    flash.say(t("comments.said_to", n=count) if count else t("comments.said"))
    st.rerun()
