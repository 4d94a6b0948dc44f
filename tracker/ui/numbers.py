"""The figures of a chart as a table in which every number is a link to its list.

For the keyboard, for a screen reader, and for whoever wants the figure rather than the bar.
"""

import html
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from tracker.i18n.formats import number
from tracker.ui import nav


class Number(NamedTuple):
    """A number, and the filters of the list of which it is the length."""

    value: int
    target: Mapping[str, str]


def show(
    title: str, head: Sequence[str], lines: Sequence[tuple[str, Sequence[Number]]], *, page: str
) -> None:
    """Draw the table. `head` names the columns, that of the labels first."""
    columns = "".join(f'<th scope="col">{html.escape(word)}</th>' for word in head)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(label)}</th>'
        + "".join(f"<td>{_link(each, page)}</td>" for each in numbers)
        + "</tr>"
        for label, numbers in lines
    )
    st.html(
        f'<div class="seriktes-numbers"><table><caption>{html.escape(title)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _link(each: Number, page: str) -> str:
    if not each.value:
        return "·"
    address = f"{nav.address(page)}?{urlencode(each.target)}"
    return f'<a href="{html.escape(address)}">{number(each.value)}</a>'
