"""Lists of records: one table for every screen, fifty rows a page, a card a row on a phone."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import streamlit as st

from tracker.domain import lists
from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.ui import nav

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "table.css").read_text(encoding="utf-8")
_JS = "".join((_ASSETS / name).read_text(encoding="utf-8") for name in ("held.js", "table.js"))

S = TypeVar("S", bound=StrEnum)


class Column(NamedTuple):
    """One column. `shows` gives what to draw of a row: text, None, a `badge`, or a list of them."""

    title: str
    shows: Callable[[Any], Any]
    sort: str | None = None
    kind: str = ""  # "", "number", "date" or "phone"


def badge(text: str, tone: str = "gray") -> dict[str, str]:
    """A word in a coloured pill: gray, blue, green, amber, red or violet."""
    return {"text": text, "tone": tone}


def loud(text: str) -> dict[str, Any]:
    """Plain text that has to catch the eye, such as an overdue date."""
    return {"text": text, "tone": "red", "plain": True}


def show(
    rows: Sequence[Any],
    columns: Sequence[Column],
    *,
    key: str,
    kind: str,
    caption: str,
    sort: str | None = None,
    descending: bool = False,
    note: Callable[[Any], str | None] | None = None,
    pick: bool = False,
) -> list[int]:
    """Draw rows whose first column is their title and opens their page; return the picked ids.

    Rows need an `id`. The widget's name changes with the ids on show, so that a pick never moves
    to another record when the list changes under it.
    """
    ids = [row.id for row in rows]
    widget = f"{key}:{hash(tuple(ids))}" if pick else key
    drawn = st.components.v2.component(
        "seriktes.table", html="<div class='table'></div>", css=_CSS, js=_JS
    )
    before = st.session_state.get(widget) or {}
    done = drawn(
        key=widget,
        data={
            "caption": caption,
            "columns": [
                {
                    "title": column.title,
                    "sort": column.sort,
                    "kind": column.kind,
                    "title_cell": place == 0,
                }
                for place, column in enumerate(columns)
            ],
            "href": nav.href(kind, 0).removesuffix("0"),
            "rows": [_row(row, columns, note) for row in rows],
            "sort": sort,
            "descending": descending,
            "picked": before.get("picked") or [],
            "pick_label": t("list.pick") if pick else None,
            "pick_all_label": t("list.pick_all"),
        },
        on_open_change=_nothing,
        on_sort_change=_nothing,
        on_picked_change=_nothing,
    )
    if isinstance(done.open, int):
        # Of a list that was narrowed just before, it may stand in it no more: it was seen there.
        nav.go(kind, done.open)
    if done.sort is not None and done.sort in {column.sort for column in columns}:
        turn(str(done.sort), sort, descending)
        st.rerun()
    return [each for each in (done.picked or []) if each in ids]


def _row(
    row: Any, columns: Sequence[Column], note: Callable[[Any], str | None] | None
) -> dict[str, Any]:
    said = note(row) if note else None
    noted = {"note": said} if said else {}
    return {"id": row.id, "cells": [column.shows(row) for column in columns], **noted}


def _nothing() -> None:
    """Events are read after the component has run; the callback only makes them arrive."""


def chosen_order(orders: type[S], default: S, *, descending: bool = False) -> tuple[S, bool]:
    """The order that the address asks for (`?sort=-stage`), or the default one."""
    asked = st.query_params.get("sort", "")
    name = asked.removeprefix("-")
    if name in list(orders):
        return orders(name), asked.startswith("-")
    return default, descending


def oldest_first() -> bool:
    """Whether a list by day, as a rule the latest first, is asked for from its beginning."""
    return st.query_params.get("sort") == "day"


def turn(column: str, before: str | None, descending: bool) -> None:
    """Sort by a column, or the other way round when it is already sorted by."""
    backwards = column == before and not descending
    st.query_params["sort"] = f"-{column}" if backwards else column


def first_page() -> None:
    """A filter changed: what was page seven of the old list is nothing of the new one."""
    st.session_state["page"] = 1


def page_number() -> int:
    """The page that the address or the pager asks for."""
    asked = st.session_state.get("page") or st.query_params.get("page", "1")
    return int(asked) if str(asked).isdecimal() and len(str(asked)) < 10 else 1


def pager(page: lists.Page[Any]) -> None:
    """How many there are, and the way to the other pages."""
    counted = number(min(page.total, lists.COUNTED))
    total = f"{counted}+" if page.total > lists.COUNTED else counted
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.caption(t("list.total", n=page.total, total=total))
        if page.pages > 1:
            st.pagination(page.pages, key="page", bind="query-params")
