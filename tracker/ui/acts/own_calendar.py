"""The key of one's own calendar: making one, shown once; replacing; switching off."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import calendars
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.settings import settings
from tracker.ui import dialogs, flash
from tracker.ui.house import base

_SHOWN = "calendar.address"


def show(user: User, feed: calendars.Feed | None) -> None:
    """What is known of the address, and what can be done with it."""
    if feed is None:
        st.caption(t("calendar.explained"))
    else:
        read = t("calendar.read_at", when=moment(feed.read_at)) if feed.read_at else ""
        way = t("calendar.by_address" if feed.in_address else "calendar.by_password")
        since = t("calendar.since", when=moment(feed.since))
        st.caption(" · ".join((since, way, read or t("calendar.unread"))))
    with st.container(horizontal=True):
        if feed is None:
            _button("calendar.make", "calendar_add_on", user)
        else:
            _button("calendar.renew", "autorenew", user)
        if settings().calendar_addresses:
            _button("calendar.make_keyed", "link", user, in_address=True)
        if feed is not None:
            st.button(
                t("calendar.switch_off"),
                key="calendar.switch_off",
                icon=":material/link_off:",
                on_click=_switch_off,
                args=(user,),
            )
    if settings().calendar_addresses:
        st.caption(t("calendar.keyed_means"))


def dialog(user: User) -> None:
    """The new key. Afterwards nobody can look it up, only make another."""
    if (about := dialogs.opened(_SHOWN)) is None:
        return

    @st.dialog(t("calendar.title"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        if about["in_address"]:
            st.markdown(t("calendar.how"))
            _copied(f"{base()}/calendar/{about['token']}.ics")
            st.caption(t("calendar.once"))
        else:
            st.markdown(t("calendar.how_password"))
            _copied(f"{base()}/calendar/own.ics", t("calendar.address"))
            _copied(user.email, t("calendar.name"))
            _copied(about["token"], t("sign_in.password"))
            st.caption(t("calendar.once_password"))
        if st.button(t("calendar.noted"), key=f"{_SHOWN}.close", type="primary"):
            dialogs.close()
            st.rerun()

    draw()


def take(kind: str, number: int) -> None:
    """A link to one entry, for whatever calendar the reader has."""
    st.link_button(
        t("calendar.take"), f"/download/{kind}/{number}.ics", icon=":material/calendar_add_on:"
    )


def _copied(text: str, label: str = "") -> None:
    if label:
        st.caption(label)
    st.code(text, language=None, wrap_lines=True)


def _button(word: str, icon: str, user: User, *, in_address: bool = False) -> None:
    st.button(
        t(word),
        key=word,
        icon=f":material/{icon}:",
        on_click=_renew,
        args=(user, in_address),
    )


def _renew(user: User, in_address: bool) -> None:
    with db.transaction() as session:
        token = calendars.renew(session, by=user, in_address=in_address)
    dialogs.open(_SHOWN, token=token, in_address=in_address)


def _switch_off(user: User) -> None:
    with db.transaction() as session:
        calendars.switch_off(session, by=user)
    flash.say(t("calendar.is_off"))
