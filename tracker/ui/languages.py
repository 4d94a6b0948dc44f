"""The three languages as links: another one is a full page load, so that every word changes."""

import html
from urllib.parse import quote

import streamlit as st

from tracker.i18n import LANGUAGES, OWN_NAMES


def links(chosen: str) -> str:
    """The links as HTML; the chosen one is marked."""
    here = quote(st.context.url or "/", safe="")
    return " · ".join(
        f'<a href="/language/{code}?next={here}" lang="{code}"'
        + (' aria-current="true"' if code == chosen else "")
        + f">{html.escape(OWN_NAMES[code])}</a>"
        for code in LANGUAGES
    )


def show(chosen: str) -> None:
    st.html(f'<p class="seriktes-languages">{links(chosen)}</p>')
