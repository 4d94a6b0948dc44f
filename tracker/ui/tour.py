"""The tour of a new colleague: a few steps on Home, each with the page that it speaks of."""

import streamlit as st

from tracker import db
from tracker.access import Role, User
from tracker.domain import tours
from tracker.i18n import t
from tracker.ui import flash, nav

_KEY = "tour"  # which step the reader is at; `_OVER` once nothing is to be shown
_OVER = -1

# By role: the word that says what to do, and where.
STEPS = {
    Role.VIEWER: (
        ("dashboard", nav.DASHBOARD),
        ("story", nav.PARTNERS),
        ("map", nav.MAP),
        ("reports", nav.REPORTS),
        ("help", nav.HELP),
    ),
    Role.LIAISON: (
        ("log", nav.HOME),
        ("partner", nav.PARTNERS),
        ("article", nav.READ_ARTICLE),
        ("follow_ups", nav.FOLLOW_UPS),
        ("help", nav.HELP),
    ),
    Role.MANAGER: (
        ("dashboard", nav.DASHBOARD),
        ("team", nav.FOLLOW_UPS),
        ("import", nav.IMPORTS),
        ("reports", nav.REPORTS),
        ("help", nav.HELP),
    ),
    Role.ADMINISTRATOR: (
        ("accounts", nav.ACCOUNTS),
        ("units", nav.UNITS),
        ("import", nav.IMPORTS),
        ("partner", nav.PARTNERS),
        ("help", nav.HELP),
    ),
}


def show(user: User) -> None:
    """The step that the reader is at, on Home; nothing for whoever has seen the tour."""
    at = _place(user)
    steps = STEPS[user.role]
    if not 0 <= at < len(steps):
        return
    word, page = steps[at]
    with st.container(border=True, key="tour"):
        st.caption(t("tour.title", n=at + 1, of=len(steps)))
        st.markdown(t(f"tour.{word}"))
        with st.container(horizontal=True, vertical_alignment="center"):
            if page != nav.HOME and st.button(
                t(f"nav.{nav.address(page)}"), key="tour.go", icon=":material/arrow_forward:"
            ):
                _turn(user, at + 1)
                st.switch_page(page)
            is_last = at + 1 == len(steps)
            if not is_last:
                st.button(t("tour.next"), key="tour.next", on_click=_turn, args=(user, at + 1))
            st.button(
                t("tour.end") if is_last else t("tour.skip"),
                key="tour.end",
                type="tertiary",
                on_click=_turn,
                args=(user, len(steps)),
            )


def again(user: User) -> None:
    """The button that starts it once more."""
    if st.button(t("tour.again"), key="tour.again", icon=":material/tour:"):
        with flash.refusals(), db.transaction() as session:
            tours.begin(session, by=user)
        st.session_state[_KEY] = 0
        st.switch_page(nav.HOME)


def _place(user: User) -> int:
    if _KEY not in st.session_state:
        with db.reading() as session:
            st.session_state[_KEY] = 0 if tours.is_wanted(session, by=user) else _OVER
    return int(st.session_state[_KEY])


def _turn(user: User, step: int) -> None:
    """Go to another step; past the last one the tour is over, for good."""
    st.session_state[_KEY] = step
    if step >= len(STEPS[user.role]):
        with flash.refusals(), db.transaction() as session:
            tours.end(session, by=user)
