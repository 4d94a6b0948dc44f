"""The sidebar under the list of pages: the name of the house, who is here, language, the door."""

import html

import streamlit as st

from tracker.access import User
from tracker.api import logo
from tracker.i18n import t
from tracker.ui import languages


def show(user: User) -> None:
    st.logo(logo.WORDMARK, icon_image=logo.ICON, size="large")
    with st.sidebar:
        st.html(_foot(user))


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
