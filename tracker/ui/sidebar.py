"""The sidebar under the list of pages: the name of the house, who is here, language, the door."""

import html
from time import monotonic

import streamlit as st

from tracker import clock, db
from tracker.access import Action, User, can
from tracker.api import logo
from tracker.domain import follow_ups
from tracker.i18n import t
from tracker.ui import languages

_DUE = "due"
_COUNTED_ANEW = 60  # seconds: a question less for every page; a step of one's own counts at once


def recount() -> None:
    """Something was done: the number beside Home is another one."""
    st.session_state.pop(_DUE, None)


def show(user: User) -> None:
    st.logo(logo.WORDMARK, icon_image=logo.ICON, size="large")
    number = _pressing(user) if can(user, Action.EDIT) else ""
    st.sidebar.html(_foot(user) + number)


def _pressing(user: User) -> str:
    """A number beside the word Home: how much of one's own is due. Entries have no place for it."""
    counted, due = st.session_state.get(_DUE, (-_COUNTED_ANEW, None))
    if due is None or monotonic() - counted >= _COUNTED_ANEW:
        with db.reading() as session:
            due = follow_ups.pressing(session, by=user, today=clock.today())
        st.session_state[_DUE] = monotonic(), due
    late, today = due
    if not late + today:
        return ""
    said = html.escape(t("home.pressing", n=late + today))
    colour = "#b3261e" if late else "#0b6e7f"
    return (
        f'<style>[data-testid="stSidebarNavItems"]>div:first-child>li:first-of-type a::after'
        f"{{content:'{late + today}' / '';margin-inline-start:auto;padding:0 .5rem;color:#fff;"
        f"border-radius:1rem;font-size:.8rem;background:{colour}}}</style>"
        f'<span class="seriktes-read-aloud">{said}</span>'
    )


def _foot(user: User) -> str:
    """Plain links and a form: both are full page loads."""
    return (
        '<div class="seriktes-foot">'
        f"<p><strong>{html.escape(user.name)}</strong><br>"
        f"<small>{html.escape(t(f'role.{user.role}'))}</small></p>"
        f"<p>{languages.links(user.language)}</p>"
        '<form method="post" action="/sign-out">'
        f"<button>{html.escape(t('app.sign_out'))}</button></form></div>"
    )
