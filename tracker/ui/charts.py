"""Charts of counted things. Each bar knows which list it stands for, and a press on it goes there.

A chart is made once, and then shown as often as its numbers stay the same. Colours keep their
distance for colour-blind readers, and from both a white and a dark page.
"""

import html
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

from tracker.domain.reports import Count
from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.ui import list_links

BLUE, RED, GREEN, GRAY = "#3b82c4", "#c8453c", "#1a9a76", "#9aa3ad"
AMBER, VIOLET, SKY = "#d99a1c", "#8b6fb8", "#79b8e3"
# One colour from few to many, and what can be read on each step of it.
STEPS = ("#cfe3f4", "#94c1e4", "#4c93cf", "#20679f", "#0f4270")
_ON_STEPS = ("#10222f", "#10222f", "#10222f", "#ffffff", "#ffffff")

_LINE = 22  # letters of a label before it goes on below
_WIDER = 24  # beside a field
_BAR = 34  # pixels a horizontal bar takes
_LABEL = 18  # and at least so many for each line of its label
# No buttons in English on the chart, and no zoom that a swipe on a phone would start.
_CONFIG = {"displayModeBar": False, "doubleClick": False, "showTips": False, "scrollZoom": False}


_UNTITLED = {"text": ""}


class Series(NamedTuple):
    """One colour of a chart: a number for each label."""

    name: str
    colour: str | list[str]
    counts: Sequence[Count]


class Chart(NamedTuple):
    """What is drawn, and for each curve the counts of its points."""

    title: str
    figure: Any
    counts: Sequence[Sequence[Count]]


def show(chart: Chart, *, key: str) -> None:
    """Draw it, and go to the list behind a pressed point."""
    chosen = st.plotly_chart(
        chart.figure,
        key=key,
        on_select="rerun",
        selection_mode="points",
        config=_CONFIG,
        alt=t("dashboard.alt", title=chart.title),
    )
    for point in chosen["selection"]["points"]:
        count = chart.counts[point["curve_number"]][point["point_index"]]
        st.switch_page(list_links.page(count), query_params=list_links.parameters(count))


def lying(title: str, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Bars from left to right, the first label on top; several series are stacked."""
    traces = [_trace(each, labels, lies=True, is_stacked=len(series) > 1) for each in series]
    layout = _layout(len(series) > 1)
    layout["height"] = max(_height(labels) + 90, 200) if len(series) > 1 else _height(labels) + 16
    layout["yaxis"] = _from_top()
    # The number stands at each bar; an axis would only repeat it.
    layout["xaxis"] = {"visible": False, "rangemode": "tozero", "fixedrange": True}
    return _chart(title, traces, layout, [each.counts for each in series])


def standing(title: str, labels: Sequence[str], series: Series) -> Chart:
    """Bars side by side, such as months."""
    layout = _layout(False)
    layout["height"] = 280
    layout["xaxis"] = {
        "type": "category",
        "fixedrange": True,
        "title": _UNTITLED,
        "tickfont": {"size": 11},
        "autotickangles": [0, -60],
        "nticks": 14,
    }
    layout["yaxis"] = {"visible": False, "rangemode": "tozero", "fixedrange": True}
    traces = [_trace(series, labels, lies=False)]
    return _chart(title, traces, layout, [series.counts])


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Count],
) -> Chart:
    """A field of numbers, the darker the larger; places in `cells` are (row, column)."""
    places = sorted(place for place, count in cells.items() if count.value)
    counts = [cells[place] for place in places]
    most = max((count.value for count in counts), default=1)
    steps = {place: _step(cells[place].value, most) for place in places}
    layout = _layout(False)
    layout["margin"] = {"l": 8, "r": 8, "t": 8, "b": 8}
    layout["height"] = max(_BAR, _LABEL * _most_lines(rows, _WIDER)) * len(rows) + 90
    layout["hoverdistance"] = 60  # a press anywhere in a field is one on its number
    layout["yaxis"] = {**_across(rows), "range": [len(rows) - 0.5, -0.5]}
    layout["xaxis"] = {
        **_across(columns),
        "range": [-0.5, len(columns) - 0.5],
        "side": "top",
        "tickfont": {"size": 11},
        "autotickangles": [0, -90],
    }
    fields = [
        [steps.get((row, column)) for column in range(len(columns))] for row in range(len(rows))
    ]
    traces = [_fields(fields), _numbers_on(places, counts, rows, columns, steps)]
    return _chart(title, traces, layout, [[], counts])


def _across(labels: Sequence[str]) -> dict[str, Any]:
    return {
        **{"showgrid": False, "zeroline": False, "fixedrange": True, "title": _UNTITLED},
        "automargin": True,
        "tickvals": list(range(len(labels))),
        "ticktext": [_wrapped(label, _WIDER) for label in labels],
    }


def _fields(steps: Sequence[Sequence[int | None]]) -> dict[str, Any]:
    last = len(STEPS) - 1
    return {
        "type": "heatmap",
        "z": steps,
        "zmin": 0,
        "zmax": last,
        "colorscale": [[place / last, colour] for place, colour in enumerate(STEPS)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _numbers_on(
    places: Sequence[tuple[int, int]],
    counts: Sequence[Count],
    rows: Sequence[str],
    columns: Sequence[str],
    steps: Mapping[tuple[int, int], int],
) -> dict[str, Any]:
    """Points with the numbers: Streamlit tells of pressed points, but not of pressed fields."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [column for _, column in places],
        "y": [row for row, _ in places],
        "text": [number(count.value) for count in counts],
        "textfont": {"color": [_ON_STEPS[steps[place]] for place in places], "size": 12},
        "marker": {"symbol": "square", "size": _BAR, "opacity": 0},
        "customdata": [
            [html.escape(rows[row]), html.escape(columns[column])] for row, column in places
        ],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}: <b>%{text}</b><extra></extra>",
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 0}},
    }


def _step(value: int, most: int) -> int:
    return min(len(STEPS) - 1, value * len(STEPS) // (most + 1))


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
        across: [count.value for count in series.counts],
        "text": [number(count.value) if count.value else "" for count in series.counts],
        "textposition": "inside" if is_stacked else "outside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "marker": {"color": series.colour},
        "hovertemplate": f"%{{{along}}}: <b>%{{text}}</b><extra>{html.escape(series.name)}</extra>",
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
            "maxheight": 200,  # half of the picture by itself, and scrolls below a single bar
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }


def _from_top() -> dict[str, Any]:
    return {"autorange": "reversed", "automargin": True, "fixedrange": True, "title": _UNTITLED}


def _height(labels: Sequence[str]) -> int:
    return max(_BAR, _LABEL * _most_lines(labels)) * len(labels)


def _most_lines(labels: Sequence[str], width: int = _LINE) -> int:
    return max((_wrapped(label, width).count("<br>") + 1 for label in labels), default=1)


def _chart(
    title: str,
    traces: list[dict[str, Any]],
    layout: dict[str, Any],
    counts: Sequence[Sequence[Count]],
) -> Chart:
    # Here, because pages that only take a colour from us need not load Plotly.
    from tracker.ui.figures import Checked

    return Chart(title, Checked({"data": traces, "layout": layout}), counts)


def _wrapped(label: str, width: int = _LINE) -> str:
    """A label on several lines. Words of people stay words: Plotly would read tags in them."""
    lines = [line for part in label.split("\n") for line in textwrap.wrap(part, width)]
    return "<br>".join(html.escape(line) for line in lines) or "—"
