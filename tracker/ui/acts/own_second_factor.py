"""One's own second factor: how it is, and the way to its page."""

import html

import streamlit as st

from tracker.domain.second_factor import asking
from tracker.domain.second_factor.keeping import Standing
from tracker.i18n import t


def show(standing: Standing) -> None:
    """Nothing where it is not asked for: switched off, or single sign-on sees to it."""
    if not (asking.is_on() and standing.has_password):
        return
    st.header(t("second_factor.title"))
    if standing.is_on:
        st.caption(t("second_factor.state_on", n=standing.codes_left))
    else:
        st.caption(t("second_factor.state_off"))
    said = t("second_factor.change") if standing.is_on else t("second_factor.set_up")
    # Not a link of Streamlit's: those open a tab of their own.
    link = f'<a href="/second-factor" target="_self">{html.escape(said)}</a>'
    st.html(f'<p class="seriktes-languages">{link}</p>')
