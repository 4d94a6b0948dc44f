"""The person in front of the screen, and the language they read."""

import html

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker import db, i18n
from tracker.access import User
from tracker.api import logs
from tracker.domain import sign_ins
from tracker.i18n import t

_KEY = "user"


def current_user() -> User:
    """Who is here, as the frame found at the beginning of this run."""
    user: User = st.session_state[_KEY]
    return user


def arrive() -> User:
    """Find the signed-in user with the role as it is now, or stop the page. The frame does this.

    Nobody is here only when a sign-in ended while its tab stayed open; the script that the gate
    puts into every page then moves the tab to the sign-in page.
    """
    here = st.user.to_dict()
    account, sign_in = (str(here.get(name) or "") for name in ("account", "sign_in"))
    user = None
    if account.isdecimal():
        number = int(sign_in) if sign_in.isdecimal() else None
        with db.reading() as session:
            user = sign_ins.user_of(session, int(account), number)
    if user is None:
        told, way = (html.escape(t(key)) for key in ("error.signed_out", "sign_in.button"))
        st.html(f'<p>{told} <a href="/sign-in" target="_self">{way}</a></p>')
        st.stop()
    st.session_state[_KEY] = user
    i18n.speak(user.language)
    return user


def _language() -> str | None:
    # A fragment reruns without the frame, in a thread of its own: only the session remembers.
    user = st.session_state.get(_KEY)
    if user is None:
        return None
    i18n.speak(user.language)
    return str(user.language)


def _account() -> int | None:
    user = st.session_state.get(_KEY) if get_script_run_ctx(suppress_warning=True) else None
    return user.id if user else None


i18n.provide(_language)
logs.provide(_account)
