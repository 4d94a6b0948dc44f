"""Giving several follow-ups to a colleague, another day, or tags, from their list.

Each is one piece of work, which `take_back_bulk` takes back at one press.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from sqlmodel import Session

from tracker import clock, db
from tracker.access import User
from tracker.domain import accounts, follow_ups, tags
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import dialogs, flash, sidebar
from tracker.ui.acts import take_back_bulk
from tracker.ui.forms.fields import Fields
from tracker.ui.forms.follow_up import Due, Owner

_REASSIGN = "follow_ups.reassign"
_POSTPONE = "follow_ups.postpone"
_TAG = "follow_ups.tag"
_ICONS = {_REASSIGN: "person_add", _POSTPONE: "event_repeat", _TAG: "label"}


def buttons(ids: Sequence[int]) -> None:
    """What can be done with the picked ones; nothing while none is picked."""
    if not ids:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="picked"):
        st.markdown(f"**{t('follow_ups.picked', n=len(ids))}**", width="content")
        for name, icon in _ICONS.items():
            st.button(
                t(name),
                key=name,
                icon=f":material/{icon}:",
                on_click=dialogs.open,
                args=(name,),
                kwargs={"ids": list(ids)},
            )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_REASSIGN)) is not None:
        _reassign(about["key"], about["ids"], user)
    elif (about := dialogs.opened(_POSTPONE)) is not None:
        _postpone(about["key"], about["ids"], user)
    elif (about := dialogs.opened(_TAG)) is not None:
        _tag(about["key"], about["ids"], user)


def _reassign(key: str, ids: list[int], user: User) -> None:
    @st.dialog(t("follow_ups.reassign"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("follow_ups.picked", n=len(ids)))
        with db.reading() as session:
            colleagues = accounts.colleagues(session, by=user)
        fields = Fields(f"{_REASSIGN}.{key}")
        fields.one_of("owner_id", t("follow_up.new_owner"), colleagues)
        if not _saves(_REASSIGN) or (typed := fields.checked(Owner)) is None:
            return
        name = dict(colleagues)[typed.owner_id]
        _finish(
            user,
            lambda session: follow_ups.reassign(session, ids, owner_id=typed.owner_id, by=user),
            lambda n: t("follow_ups.reassigned", n=n, name=name),
        )

    draw()


def _postpone(key: str, ids: list[int], user: User) -> None:
    @st.dialog(t("follow_ups.postpone"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("follow_ups.picked", n=len(ids)))
        fields = Fields(f"{_POSTPONE}.{key}")
        fields.day("due_on", t("follow_up.new_due"), default=clock.today())
        if not _saves(_POSTPONE) or (typed := fields.checked(Due)) is None:
            return
        _finish(
            user,
            lambda session: follow_ups.postpone_many(session, ids, due_on=typed.due_on, by=user),
            lambda n: t("follow_ups.postponed", n=n, day=day(typed.due_on)),
        )

    draw()


def _tag(key: str, ids: list[int], user: User) -> None:
    @st.dialog(t("follow_ups.tag"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("follow_ups.picked", n=len(ids)))
        with db.reading() as session:
            known = tags.names(session, by=user)
        fields = Fields(f"{_TAG}.{key}")
        fields.words("tags", t("field.tags"), known, [])
        if not _saves(_TAG):
            return
        names: list[str] = fields.typed["tags"]
        _finish(
            user,
            lambda session: follow_ups.tag_many(session, ids, names=names, by=user),
            lambda n: t("follow_ups.tagged", n=n, tags=", ".join(names)),
        )

    draw()


def _saves(name: str) -> bool:
    return st.button(t("form.save"), key=f"{name}.save", type="primary", icon=":material/check:")


def _finish(user: User, act: Callable[[Session], int], says: Callable[[int], str]) -> None:
    with flash.refusals():
        said = take_back_bulk.recorded(user, act, says)
    dialogs.close()
    sidebar.recount()
    flash.say(said)
    st.rerun()
