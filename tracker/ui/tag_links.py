"""The tags of a record; each leads to the list of everything that carries it."""

import html
from collections.abc import Iterable
from urllib.parse import quote

import streamlit as st


def show(names: Iterable[str], *, of: str) -> None:
    """Draw the tags. `of` is the last part of the list's address, such as `events`."""
    links = "".join(
        f'<a href="{of}?tag={quote(name, safe="")}">{html.escape(name)}</a>' for name in names
    )
    if links:
        st.html(f'<div class="seriktes-tags">{links}</div>')
