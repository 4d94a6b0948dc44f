"""The six figures at a glance, each with its change, its meaning and the way to its list."""

from datetime import date
from typing import Any

import streamlit as st

from tracker.domain.reports import Count, Scope, Tiles
from tracker.i18n import t
from tracker.i18n.formats import day, number, percent, period
from tracker.ui import list_links


def show(found: Tiles, scope: Scope, today: date) -> None:
    compared = scope.compared(today)
    before = t("dashboard.than_before", period=period(compared.first, compared.last))
    began = t("dashboard.since_then", day=day(scope.first))
    is_running = scope.first <= today
    grid = st.grid(3, min_column_width=200, border=True, key="tiles")
    with grid.cell():
        _figure("active", found.active, found.active_then, began)
        _lists(("open_list", found.active))
    with grid.cell():
        _figure("new", found.new, found.new_before, before)
        _lists(("open_list", found.new))
    with grid.cell():
        _figure("interactions", found.interactions, found.interactions_before, before)
        _lists(("open_list", found.interactions))
    with grid.cell():
        _figure("open", found.open, found.open_then, began, colour="off")
        _lists(("open_list", found.open), ("overdue", found.overdue))
    with grid.cell():
        _kept(found, before)
        _lists(("kept_list", found.kept), ("missed_list", found.missed))
    with grid.cell():
        _figure("ending", found.ending, found.ending_then, began, colour="off")
        _lists(("open_list", found.ending))
    if not is_running:
        st.caption(t("dashboard.not_begun"))


def _figure(
    word: str, count: Count, earlier: int | None, than: str, *, colour: Any = "normal"
) -> None:
    change = None if earlier is None else count.value - earlier
    _metric(word, number(count.value), change, than, colour)


def _kept(found: Tiles, than: str) -> None:
    rate, before = found.kept_rate, found.kept_rate_before
    shown = "—" if rate is None else percent(rate)
    points = None if rate is None or before is None else round(100 * (rate - before))
    _metric("kept", shown, points, than, "normal", unit=t("dashboard.points"))


def _metric(
    word: str, value: str, change: int | None, than: str, colour: Any, unit: str = ""
) -> None:
    st.metric(
        t(f"dashboard.{word}"),
        value,
        delta=None if change is None else f"{change:+d}{unit}" if change else f"0{unit}",
        delta_color=colour if change else "off",
        delta_arrow="auto" if change else "off",
        delta_description=than if change is not None else None,
        help=t(f"dashboard.{word}_help"),
    )
    if change is None:
        st.caption(t("dashboard.unknown_before"))


def _lists(*lists: tuple[str, Count]) -> None:
    with st.container(horizontal=True, gap="small"):
        for word, count in lists:
            is_whole = word == "open_list"
            label = (
                t(f"dashboard.{word}", n=count.value) if not is_whole else t("dashboard.open_list")
            )
            st.page_link(
                list_links.page(count),
                label=label,
                icon=":material/arrow_forward:" if is_whole else None,
                query_params=list_links.parameters(count),
            )
