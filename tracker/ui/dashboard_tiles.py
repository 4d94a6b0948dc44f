"""The six figures at a glance, each with its change, its meaning and the way to its list."""

from datetime import date
from typing import Any

import streamlit as st

from tracker.domain.reports import Count, Scope, Tiles
from tracker.i18n import t
from tracker.i18n.formats import day, number, percent, period
from tracker.ui import list_links

_ICONS = {
    "open_list": "arrow_forward",
    "overdue": "schedule",
    "kept_list": "check",
    "missed_list": "close",
}


def show(found: Tiles, scope: Scope, today: date) -> None:
    grid = st.grid(3, min_column_width=150, border=True, key="tiles")
    with grid.cell():
        _figure("active", found.active, found.active_then)
        _lists(("open_list", found.active))
    with grid.cell():
        _figure("new", found.new, found.new_before)
        _lists(("open_list", found.new))
    with grid.cell():
        _figure("interactions", found.interactions, found.interactions_before)
        _lists(("open_list", found.interactions))
    with grid.cell():
        _figure("open", found.open, found.open_then, colour="off")
        _lists(("open_list", found.open), ("overdue", found.overdue))
    with grid.cell():
        _kept(found)
        _lists(("kept_list", found.kept), ("missed_list", found.missed))
    with grid.cell():
        _figure("ending", found.ending, found.ending_then, colour="off")
        _lists(("open_list", found.ending))
    st.caption(_compared(scope, today))


def _compared(scope: Scope, today: date) -> str:
    """What "was" means: of what happened the span before, of what stands the day of beginning."""
    if scope.first > today:
        return t("dashboard.not_begun")
    before = scope.compared(today)
    return t("dashboard.compared", before=period(before.first, before.last), began=day(scope.first))


def _figure(word: str, count: Count, earlier: int | None, *, colour: Any = "normal") -> None:
    change = None if earlier is None else count.value - earlier
    was = None if earlier is None else number(earlier)
    _metric(word, number(count.value), change, was, colour)


def _kept(found: Tiles) -> None:
    rate, before = found.kept_rate, found.kept_rate_before
    points = None if rate is None or before is None else round(100 * (rate - before))
    was = None if before is None else percent(before)
    shown = "—" if rate is None else percent(rate)
    _metric("kept", shown, points, was, "normal", unit=t("dashboard.points"))


def _metric(
    word: str, value: str, change: int | None, was: str | None, colour: Any, unit: str = ""
) -> None:
    st.metric(
        t(f"dashboard.{word}"),
        value,
        delta=None if change is None else f"{change:+d}{unit}" if change else f"0{unit}",
        delta_color=colour if change else "off",
        delta_arrow="auto" if change else "off",
        delta_description=None if change is None else t("dashboard.was", value=was),
        help=t(f"dashboard.{word}_help"),
    )
    if change is None:
        st.caption(t("dashboard.unknown_before"))


def _lists(*lists: tuple[str, Count]) -> None:
    with st.container(horizontal=True, gap="small"):
        for word, count in lists:
            number_of = {} if word == "open_list" else {"n": count.value}
            st.page_link(
                list_links.page(count),
                label=t(f"dashboard.{word}", **number_of),
                icon=f":material/{_ICONS[word]}:",
                query_params=list_links.parameters(count),
                width="content",
            )
