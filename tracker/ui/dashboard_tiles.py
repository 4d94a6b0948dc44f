"""The six figures at a glance, each with its change, its meaning and the way to its lists.

One element draws all of them: six of Streamlit's own with their columns would be thirty messages.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from tracker.domain.reports import Count, Scope, Tiles
from tracker.i18n import t
from tracker.i18n.formats import day, number, percent, period
from tracker.ui import list_links
from tracker.ui.drawn import Drawn

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "tiles.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "tiles.js").read_text(encoding="utf-8")
_ICONS = {
    "open_list": "arrow_forward",
    "overdue": "schedule",
    "kept_list": "check",
    "missed_list": "close",
}
_Lists = tuple[tuple[str, Count], ...]


class _Made(NamedTuple):
    data: dict[str, Any]
    lists: list[Count]  # in the order of the links


_drawn: Drawn[_Made] = Drawn(most=32)


def show(found: Tiles, scope: Scope, today: date) -> None:
    """Draw them, and go to the list whose link was pressed."""
    made = _drawn.of(found, lambda: _made(found, scope, today))
    drawn = st.components.v2.component(
        "seriktes.tiles", html="<div class='tiles'></div>", css=_CSS, js=_JS
    )
    pressed = drawn(key="tiles", data=made.data, on_open_change=_nothing).open
    if pressed in range(len(made.lists)):
        count = made.lists[pressed]
        st.switch_page(list_links.page(count), query_params=list_links.parameters(count))


def _made(found: Tiles, scope: Scope, today: date) -> _Made:
    lists: list[Count] = []
    tiles = [
        _figure("active", found.active, found.active_then),
        _figure("new", found.new, found.new_before),
        _figure("interactions", found.interactions, found.interactions_before),
        _figure("open", found.open, found.open_then, ("overdue", found.overdue), is_good=None),
        _kept(found),
        _figure("ending", found.ending, found.ending_then, is_good=None),
    ]
    for tile in tiles:
        tile["lists"] = [_link(word, count, lists) for word, count in tile["lists"]]
    notes = [_compared(scope, today), t("dashboard.hint")]
    return _Made({"tiles": tiles, "notes": notes, "meaning": t("dashboard.meaning")}, lists)


def _compared(scope: Scope, today: date) -> str:
    """What "was" means: of what happened the span before, of what stands the day of beginning."""
    if scope.first > today:
        return t("dashboard.not_begun")
    before = scope.compared(today)
    return t("dashboard.compared", before=period(before.first, before.last), began=day(scope.first))


def _figure(
    word: str,
    count: Count,
    earlier: int | None,
    *more: tuple[str, Count],
    is_good: bool | None = True,
) -> dict[str, Any]:
    change = None if earlier is None else count.value - earlier
    was = None if earlier is None else number(earlier)
    lists = (("open_list", count), *more)
    return _tile(word, number(count.value), change, was, lists, is_good=is_good)


def _kept(found: Tiles) -> dict[str, Any]:
    rate, before = found.kept_rate, found.kept_rate_before
    points = None if rate is None or before is None else round(100 * (rate - before))
    was = None if before is None else percent(before)
    shown = "—" if rate is None else percent(rate)
    lists = (("kept_list", found.kept), ("missed_list", found.missed))
    return _tile("kept", shown, points, was, lists, unit=t("dashboard.points"))


def _tile(
    word: str,
    value: str,
    change: int | None,
    was: str | None,
    lists: _Lists,
    *,
    unit: str = "",
    is_good: bool | None = True,
) -> dict[str, Any]:
    """`is_good`: whether more of it is better; None where nobody can say."""
    return {
        "label": t(f"dashboard.{word}"),
        "help": t(f"dashboard.{word}_help"),
        "value": value,
        "change": None if change is None else _signed(change) + unit,
        "arrow": "" if not change else "↑" if change > 0 else "↓",
        "tone": "gray" if not change or is_good is None else "green" if change > 0 else "red",
        "was": t("dashboard.unknown_before")
        if was is None or change is None
        else t("dashboard.was", value=was),
        "lists": lists,
    }


def _signed(change: int) -> str:
    """With a minus, which a hyphen is not."""
    return f"{'+' if change > 0 else '−'}{number(abs(change))}" if change else "0"


def _link(word: str, count: Count, lists: list[Count]) -> dict[str, str]:
    lists.append(count)
    how_many: dict[str, Any] = {}
    if word != "open_list":
        how_many = {"n": count.value, "count": number(count.value)}
    return {
        "label": t(f"dashboard.{word}", **how_many),
        "icon": _ICONS[word],
        "href": list_links.href(count),
    }


def _nothing() -> None:
    """The press is read after the component has run; the callback only makes it arrive."""
