"""The figures of a chart as a table in which every number is a link to its list.

For the keyboard, for a screen reader, and for whoever wants the figure rather than the bar.
"""

import html
from collections.abc import Sequence

import streamlit as st

from tracker.domain.reports import Count
from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.ui import list_links

Line = tuple[str, Sequence[Count | int | None]]  # a label, and numbers; a plain one leads nowhere


def folded(table: str) -> str:
    """A table that was made, folded away, as HTML."""
    return f"<details><summary>{html.escape(t('dashboard.in_numbers'))}</summary>{table}</details>"


def show(title: str, head: Sequence[str], lines: Sequence[Line]) -> None:
    """Draw the table."""
    st.html(table(title, head, lines))


def table(title: str, head: Sequence[str], lines: Sequence[Line]) -> str:
    """The table as HTML. `head` names the columns, that of the labels first."""
    columns = "".join(f'<th scope="col">{html.escape(word)}</th>' for word in head)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(label)}</th>'
        + "".join(f"<td>{_link(each)}</td>" for each in counts)
        + "</tr>"
        for label, counts in lines
    )
    return (
        f'<div class="seriktes-numbers"><table><caption>{html.escape(title)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _link(count: Count | int | None) -> str:
    if not isinstance(count, Count):
        return number(count) if count else "·"
    if not count.value:
        return "·"
    return f'<a href="{html.escape(list_links.href(count))}">{number(count.value)}</a>'
