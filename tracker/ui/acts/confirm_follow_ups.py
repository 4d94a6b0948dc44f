"""What others say is done: confirmed or sent back, line by line; and which kinds need that."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import follow_ups
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import FollowUpKind, FollowUpStatus
from tracker.i18n import t
from tracker.ui import feeds, flash, follow_up_items, labels, nav
from tracker.ui.acts import move_follow_up

_CONFIRM, _SEND_BACK = "confirm", "send_back"
_MOST = 15  # drawn on Home; the list of follow-ups has all of them


def reported(session: Session, user: User) -> list[FollowUpRow]:
    """What others say is done, for those who steer; one more than is shown says that it goes on."""
    if not can(user, Action.ASSIGN):
        return []
    return follow_ups.to_confirm(session, by=user, limit=_MOST + 1)


def show(user: User, rows: Sequence[FollowUpRow]) -> None:
    """The section of those who steer; nothing where nothing waits. The page draws the dialog."""
    if not rows:
        return
    st.header(t("home.confirm"))
    can_do = ((_CONFIRM, t("follow_up.confirm")), (_SEND_BACK, t("follow_up.send_back")))
    lines = [line._replace(actions=can_do) for line in follow_up_items.items(rows[:_MOST])]
    act = feeds.show(lines, key="to_confirm", caption=t("home.confirm"))
    if len(rows) > _MOST:
        st.page_link(
            nav.FOLLOW_UPS,
            label=t("home.all_to_confirm"),
            icon=":material/arrow_forward:",
            query_params={"status": FollowUpStatus.TO_CONFIRM.value},
        )
    if act is None:
        return
    if act.action == _SEND_BACK:
        move_follow_up.open(_SEND_BACK, act.id, act.revision)
        return
    with flash.refusals_ahead():
        with db.transaction() as session:
            done = follow_ups.confirm(session, act.id, revision=act.revision, by=user)
        flash.say(t("follow_up.completed", name=labels.follow_up(done.kind, done.subject)))
    st.rerun()


def kinds(user: User, asked: frozenset[FollowUpKind]) -> None:
    """The setting: which kinds a second person confirms."""
    if not can(user, Action.ASSIGN):
        return
    st.header(t("settings.second_person"))
    wanted = st.multiselect(
        t("settings.second_person_kinds"),
        list(FollowUpKind),
        default=sorted(asked),
        format_func=lambda kind: t(f"follow_up_kind.{kind}"),
        key="second_person",
        placeholder=t("form.choose"),
        select_all=False,
    )
    st.caption(t("settings.second_person_help"))
    if frozenset(wanted) != asked and st.button(t("form.save"), key="second_person.save"):
        with flash.refusals(), db.transaction() as session:
            follow_ups.ask_second(session, wanted, by=user)
        flash.say(t("settings.second_person_saved", n=len(wanted)))
        st.rerun()
