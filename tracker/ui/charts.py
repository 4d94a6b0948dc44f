"""Charts of counted things. Each bar knows which list it stands for, and a press on it goes there.

Figures are plain dicts: nothing of Plotly is loaded to make them. Colours keep their distance for
colour-blind readers, and from both a white and a dark page.
"""

import html
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

from tracker.i18n import t

BLUE, RED, GREEN, GRAY = "#3b82c4", "#c8453c", "#1a9a76", "#9aa3ad"
AMBER, VIOLET, SKY = "#d99a1c", "#8b6fb8", "#79b8e3"

_LINE = 22  # letters of a label before it goes on below
_BAR = 34  # pixels a horizontal bar takes
_LABEL = 18  # and at least so many for each line of its label
# No buttons in English on the chart, and no zoom that a swipe on a phone would start.
_CONFIG = {"displayModeBar": False, "doubleClick": False, "showTips": False, "scrollZoom": False}

Target = Mapping[str, str]  # the filters of the list that a number stands for


class Series(NamedTuple):
    """One colour of a chart: a number for each label, and the list behind each number."""

    name: str
    colour: str | list[str]
    numbers: list[int]
    targets: list[Target]


def lying(
    title: str, labels: Sequence[str], series: Sequence[Series], *, key: str, page: str
) -> None:
    """Bars from left to right, the first label on top; several series are stacked."""
    traces = [_trace(each, labels, lies=True, is_stacked=len(series) > 1) for each in series]
    layout = _layout(len(series) > 1)
    lines = max((_wrapped(label).count("<br>") + 1 for label in labels), default=1)
    layout["height"] = max(_BAR, _LABEL * lines) * len(labels) + (90 if len(series) > 1 else 16)
    layout["yaxis"] = {"autorange": "reversed", "automargin": True, "fixedrange": True, "title": ""}
    # The number stands at each bar; an axis would only repeat it.
    layout["xaxis"] = {"visible": False, "rangemode": "tozero", "fixedrange": True}
    _draw(title, {"data": traces, "layout": layout}, series, key=key, page=page)


def standing(title: str, labels: Sequence[str], series: Series, *, key: str, page: str) -> None:
    """Bars side by side, such as months."""
    layout = _layout(False)
    layout["height"] = 280
    layout["xaxis"] = {
        "type": "category",
        "fixedrange": True,
        "title": "",
        "tickfont": {"size": 11},
        "autotickangles": [0, -60],
    }
    layout["yaxis"] = {"visible": False, "rangemode": "tozero", "fixedrange": True}
    traces = [_trace(series, labels, lies=False)]
    _draw(title, {"data": traces, "layout": layout}, [series], key=key, page=page)


def _trace(
    series: Series, labels: Sequence[str], *, lies: bool, is_stacked: bool = False
) -> dict[str, Any]:
    shown = [_wrapped(label) for label in labels]
    along, across = ("y", "x") if lies else ("x", "y")
    return {
        "type": "bar",
        "name": html.escape(series.name),
        "orientation": "h" if lies else "v",
        along: shown,
        across: series.numbers,
        "text": [str(number) if number else "" for number in series.numbers],
        "textposition": "inside" if is_stacked else "outside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "marker": {"color": series.colour},
        "hovertemplate": f"%{{{along}}}: <b>%{{{across}}}</b>"
        f"<extra>{html.escape(series.name)}</extra>",
        "cliponaxis": False,
    }


def _layout(is_stacked: bool) -> dict[str, Any]:
    return {
        "barmode": "stack",
        "bargap": 0.3,
        "dragmode": False,
        "clickmode": "event+select",
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
        "showlegend": is_stacked,
        "legend": {
            "orientation": "h",
            "yanchor": "top",
            "y": 0,
            "x": 0,
            "xanchor": "left",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }


def _draw(
    title: str, figure: dict[str, Any], series: Sequence[Series], *, key: str, page: str
) -> None:
    chosen = st.plotly_chart(
        figure,
        key=key,
        on_select="rerun",
        selection_mode="points",
        config=_CONFIG,
        alt=t("dashboard.alt", title=title),
    )
    for point in chosen["selection"]["points"]:
        st.switch_page(page, query_params=series[_place(point, "curve")].targets[_place(point)])


def _place(point: Any, of: str = "point") -> int:
    number: int = point[f"{of}_number"] if of == "curve" else point["point_index"]
    return number


def _wrapped(label: str) -> str:
    """A label on several lines. Words of people stay words: Plotly would read tags in them."""
    lines = [line for part in label.split("\n") for line in textwrap.wrap(part, _LINE)]
    return "<br>".join(html.escape(line) for line in lines) or "—"
