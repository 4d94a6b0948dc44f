"""Short facts about a record, a label and a value a line; empty ones are left out."""

import html
from collections.abc import Iterable

import streamlit as st


def show(facts: Iterable[tuple[str, str | None]]) -> None:
    """Draw label–value pairs. Values are shown as text; addresses of the web become links.

    What begins with `mailto:` or `tel:` is a link too, and shown without that beginning.
    """
    lines = "".join(
        f"<dt>{html.escape(label)}</dt><dd>{_value(value)}</dd>" for label, value in facts if value
    )
    if lines:
        st.html(f'<dl class="seriktes-facts">{lines}</dl>')


def _value(value: str) -> str:
    shown = html.escape(value)
    if value.startswith(("https://", "http://")) and not any(c.isspace() for c in value):
        return f'<a href="{shown}" target="_blank" rel="noopener noreferrer nofollow">{shown}</a>'
    if value.startswith(("mailto:", "tel:")):
        address = html.escape("".join(value.split()))
        return f'<a href="{address}">{html.escape(value.partition(":")[2])}</a>'
    return shown
