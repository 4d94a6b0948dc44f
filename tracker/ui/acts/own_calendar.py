"""The private address of one's own calendar: making one, shown once; replacing; switching off."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import calendars
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.ui import dialogs, flash
from tracker.ui.house import base

_SHOWN = "calendar.address"


def show(user: User, feed: calendars.Feed | None) -> None:
    """What is known of the address, and what can be done with it."""
    if feed is None:
        st.caption(t("calendar.explained"))
        _button("calendar.make", "calendar_add_on", user)
        return
    read = (
        t("calendar.read_at", when=moment(feed.read_at)) if feed.read_at else t("calendar.unread")
    )
    st.caption(f"{t('calendar.since', when=moment(feed.since))} · {read}")
    with st.container(horizontal=True):
        _button("calendar.renew", "autorenew", user)
        st.button(
            t("calendar.switch_off"),
            key="calendar.switch_off",
            icon=":material/link_off:",
            on_click=_switch_off,
            args=(user,),
        )


def dialog() -> None:
    """The new address. Afterwards nobody can look it up, only make another."""
    if (about := dialogs.opened(_SHOWN)) is None:
        return

    @st.dialog(t("calendar.title"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        st.markdown(t("calendar.how"))
        st.code(f"{base()}/calendar/{about['token']}.ics", language=None, wrap_lines=True)
        st.caption(t("calendar.once"))
        if st.button(t("calendar.noted"), key=f"{_SHOWN}.close", type="primary"):
            dialogs.close()
            st.rerun()

    draw()


def take(kind: str, number: int) -> None:
    """A link to one entry, for whatever calendar the reader has."""
    st.link_button(
        t("calendar.take"), f"/download/{kind}/{number}.ics", icon=":material/calendar_add_on:"
    )


def _button(word: str, icon: str, user: User) -> None:
    st.button(t(word), key=word, icon=f":material/{icon}:", on_click=_renew, args=(user,))


def _renew(user: User) -> None:
    with db.transaction() as session:
        token = calendars.renew(session, by=user)
    dialogs.open(_SHOWN, token=token)


def _switch_off(user: User) -> None:
    with db.transaction() as session:
        calendars.switch_off(session, by=user)
    flash.say(t("calendar.is_off"))
