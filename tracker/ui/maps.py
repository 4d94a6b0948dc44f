"""A map of counted partners. Every place is a link to the list that its number counts.

Drawn from outlines of our own: nothing is asked of another server, and no library is loaded for it.
The same numbers stand in a table beside it, for whoever cannot see it.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from tracker.i18n.formats import number
from tracker.ui import nav

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "map.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "map.js").read_text(encoding="utf-8")

LEVELS = 5  # shades, beside that of nothing
_ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_SMALLEST, _LARGEST = 14, 60  # radius of a point, in units of the drawing


class Area(NamedTuple):
    """A region: its outline, or for a city that is too small to be seen a spot."""

    name: str  # whole, for the table and whoever points at it
    short: str  # on the map
    path: str
    at: tuple[int, int]
    amount: int
    target: Mapping[str, str]
    is_spot: bool = False


class Point(NamedTuple):
    """A settlement, sized by its number."""

    name: str
    at: tuple[int, int]
    amount: int
    target: Mapping[str, str]


def show(
    caption: str,
    areas: Sequence[Area],
    *,
    key: str,
    height: int,
    points: Sequence[Point] = (),
    ground: str = "",
) -> None:
    """Draw it. `ground` is the outline on which points stand; what is pressed opens its list."""
    steps = shades([area.amount for area in areas])
    targets = [area.target for area in areas] + [point.target for point in points]
    drawn = st.components.v2.component(
        "seriktes.map", html="<div class='map'></div>", css=_CSS, js=_JS
    )
    done = drawn(
        key=key,
        data={
            "caption": caption,
            "height": height,
            "ground": ground,
            "areas": [_area(area, steps) for area in areas],
            "points": _points(points, len(areas)),
            "legend": _legend(steps) if areas else [],
        },
        on_open_change=_nothing,
    )
    # What the browser sends is a place in what was drawn, and nothing else.
    if type(done.open) is int and 0 <= done.open < len(targets):
        st.switch_page(nav.PARTNERS, query_params=dict(targets[done.open]))


def shades(counts: Sequence[int]) -> list[int]:
    """The number from which each shade begins: round ones, up to the largest count."""
    most = max(counts, default=0)
    fitting = [step for step in _ROUND if step <= most]
    if len(fitting) <= LEVELS:
        return fitting
    last = len(fitting) - 1
    return [fitting[round(last * place / (LEVELS - 1))] for place in range(LEVELS)]


def _area(area: Area, steps: Sequence[int]) -> dict[str, object]:
    # With few shades they keep their distance: the darkest is always the most.
    level = bisect(steps, area.amount)
    return {
        "name": area.name,
        "short": area.short,
        "path": area.path,
        "at": area.at,
        "count": number(area.amount),
        "is_empty": not area.amount,
        "is_spot": area.is_spot,
        "level": level + (LEVELS - len(steps) if level else 0),
        "href": _href(area.target),
    }


def _points(points: Sequence[Point], first: int) -> list[dict[str, object]]:
    """The largest first, so that none hides a smaller one; each keeps its place among all."""
    most = max((point.amount for point in points), default=0) or 1
    lined = sorted(enumerate(points, first), key=lambda each: -each[1].amount)
    return [
        {
            "place": place,
            "name": point.name,
            "at": point.at,
            "count": number(point.amount),
            "is_empty": not point.amount,
            "radius": round(max(_SMALLEST, _LARGEST * sqrt(point.amount / most))),
            "href": _href(point.target),
        }
        for place, point in lined
    ]


def _legend(steps: Sequence[int]) -> list[dict[str, object]]:
    ends = [step - 1 for step in steps[1:]]
    texts = [
        number(start) if start == end else f"{number(start)}–{number(end)}"
        for start, end in zip(steps, ends, strict=False)
    ]
    texts += [f"{number(step)}+" for step in steps[-1:]]
    shown = enumerate(texts, LEVELS - len(steps) + 1)
    return [{"level": 0, "text": "0"}, *({"level": level, "text": text} for level, text in shown)]


def _href(target: Mapping[str, str]) -> str:
    return f"{nav.address(nav.PARTNERS)}?{urlencode(target)}"


def _nothing() -> None:
    """Streamlit hands out a trigger only where somebody listens."""
