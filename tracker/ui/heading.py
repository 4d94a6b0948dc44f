"""The head of a record's page: what it is called, its badges, and a line about it."""

import html
from collections.abc import Sequence

import streamlit as st

_TONES = {"gray", "blue", "green", "amber", "red", "violet"}


def show(
    title: str,
    *,
    badges: Sequence[dict[str, str] | None] = (),
    caption: str = "",
    back: tuple[str, str] | None = None,
) -> None:
    """Draw the head. Everything is shown as text, whatever was typed into it.

    `back` is the page and the words of the list that this record belongs to.
    """
    if back is not None:
        st.page_link(back[0], label=back[1], icon=":material/arrow_back:")
    pills = "".join(
        f'<span class="seriktes-badge {tone}">{html.escape(each["text"])}</span>'
        for each in badges
        if each
        for tone in [each["tone"] if each["tone"] in _TONES else "gray"]
    )
    about = f'<p class="seriktes-about">{html.escape(caption)}</p>' if caption else ""
    st.html(
        f'<div class="seriktes-heading"><h1>{html.escape(title)}</h1>'
        f'<div class="seriktes-badges">{pills}</div>{about}</div>'
    )
