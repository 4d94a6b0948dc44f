"""The network as a picture, and the same ties as a table for those who cannot see it."""

import html
import math
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from tracker.domain.excerpts import excerpt
from tracker.domain.models import Kind
from tracker.domain.network.graphs import Graph
from tracker.domain.network.nodes import KINDS, Node, Tie
from tracker.i18n import t
from tracker.i18n.formats import day, number
from tracker.ui import charts, labels, layouts, nav

_HEIGHT = 620
_LETTERS = 34  # of a name beside its sign; the whole of it is in the tooltip and the table
_LINE = 130  # pixels before a name goes on below
_SMALLEST, _LARGEST = 9, 34  # pixels of a sign
_CROWDED = 45  # nodes, from which on only the stronger ones carry their names
_NAMED = 30
# Colour and form say the same, so that neither has to be seen.
_SIGNS: dict[Kind, tuple[str, str]] = {
    Kind.PARTNER: (charts.BLUE, "circle"),
    Kind.UNIT: (charts.GREEN, "rect"),
    Kind.PERSON: (charts.AMBER, "diamond"),
    Kind.EVENT: (charts.VIOLET, "triangle"),
}
_LINES = "rgba(128, 138, 146, .55)"


def picture(graph: Graph, title: str) -> None:
    """Draw it. A press on a sign opens its record."""
    nodes = list(graph.nodes)
    chosen = st.echarts_chart(
        _option(graph, nodes),
        height=_HEIGHT,
        # Another network is another picture: a press must not mean what stood there before.
        key=f"network.{hash(tuple(nodes))}",
        on_select="rerun",
        alt=t("network.alt", title=title, nodes=len(nodes), n=len(graph.ties)),
    )
    for group in chosen["selection"]["selected"]:
        for place in group["data_indices"]:
            if group["data_type"] == "node" and place < len(nodes):
                nav.go(nodes[place].kind, nodes[place].id)


def _option(graph: Graph, nodes: list[Node]) -> dict[str, Any]:
    weights: Counter[Node] = Counter(dict.fromkeys(nodes, 0))
    for tie in graph.ties:
        for end in tie.ends:
            weights[end] += tie.number
    named = set(nodes)
    if len(nodes) > _CROWDED:
        named = {node for node, _ in weights.most_common(_NAMED)} | {graph.focus or nodes[0]}
    heaviest = max(weights.values(), default=1) or 1
    strongest = max((tie.number for tie in graph.ties), default=1)
    kinds = [kind for kind in KINDS if any(node.kind is kind for node in nodes)]
    place = {node: at for at, node in enumerate(nodes)}
    drawn = ((place[tie.one], place[tie.other], tie.number / strongest) for tie in graph.ties)
    spots = layouts.places(len(nodes), tuple(drawn))
    signs = [
        _sign(graph, node, weights[node] / heaviest, kinds, shows=node in named)
        | {"x": spot[0], "y": spot[1]}
        for node, spot in zip(nodes, spots, strict=True)
    ]
    return _drawing(kinds, signs, [_line(tie, strongest) for tie in graph.ties])


def _drawing(
    kinds: list[Kind], signs: list[dict[str, Any]], lines: list[dict[str, Any]]
) -> dict[str, Any]:
    """How the signs and lines look, in the words of ECharts."""
    return {
        "tooltip": {"confine": True},
        "legend": {
            "data": [{"name": t(f"nav.{kind}"), "icon": _SIGNS[kind][1]} for kind in kinds],
            "top": 0,
            "left": "left",
            "itemWidth": 14,
            "itemHeight": 12,
        },
        "animation": False,
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "roam": True,
                "scaleLimit": {"min": 0.4, "max": 5},
                "selectedMode": "single",
                "preserveAspect": "contain",
                "top": 52,
                "bottom": 24,
                "left": 24,
                "right": 72,
                "categories": [
                    {
                        "name": t(f"nav.{kind}"),
                        "symbol": _SIGNS[kind][1],
                        "itemStyle": {"color": _SIGNS[kind][0]},
                    }
                    for kind in kinds
                ],
                "label": {
                    "position": "right",
                    "fontSize": 11,
                    "width": _LINE,
                    "overflow": "break",
                    "lineHeight": 13,
                },
                "labelLayout": {"hideOverlap": True},
                "lineStyle": {"color": _LINES, "curveness": 0.06},
                "emphasis": {
                    "focus": "adjacency",
                    "label": {"show": True},
                    "lineStyle": {"width": 4, "color": charts.SKY},
                },
                "data": signs,
                "links": lines,
            }
        ],
    }


def _sign(
    graph: Graph, node: Node, weight: float, kinds: list[Kind], *, shows: bool
) -> dict[str, Any]:
    name, is_focus = labels.title(graph.nodes[node]), node == graph.focus
    short = excerpt(name, _LETTERS)
    size = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(weight)
    sign: dict[str, Any] = {
        "id": _key(node),
        "name": name,
        "category": kinds.index(node.kind),
        "symbolSize": round(max(size, 28) if is_focus else size, 1),
        # Braces would be read as places to fill in.
        "label": {"show": shows, "formatter": short.replace("{", "(").replace("}", ")")},
    }
    if is_focus:
        sign["label"] |= {"fontWeight": "bold", "fontSize": 13}
        sign["itemStyle"] = {"borderColor": charts.RED, "borderWidth": 3}
    return sign


def _line(tie: Tie, strongest: int) -> dict[str, Any]:
    width = 1 + 4 * math.sqrt(tie.number / strongest)
    style: dict[str, Any] = {"width": round(width, 1)}
    if tie.last is None:
        style["type"] = "dashed"  # a position or a parent: no day when they met
    return {
        "source": _key(tie.one),
        "target": _key(tie.other),
        "value": tie.number,
        "lineStyle": style,
    }


def _key(node: Node) -> str:
    return f"{node.kind}.{node.id}"


def table(graph: Graph, title: str) -> None:
    """The ties in words: between whom, how often, when last, each end a link."""
    head = "".join(
        f'<th scope="col">{html.escape(t(f"network.{word}"))}</th>'
        for word in ("between", "how_often", "last")
    )
    rows = "".join(_row(tie, graph) for tie in graph.ties)
    st.html(
        '<div class="seriktes-numbers seriktes-ties"><table>'
        f"<caption>{html.escape(title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(tie: Tie, graph: Graph) -> str:
    one, other = (_link(end, graph) for end in _focus_first(tie, graph))
    through = " · ".join(
        t(f"network_through.{each}", n=count, number=number(count))
        for each, count in tie.through.items()
    )
    return (
        f'<tr><th scope="row">{one} – {other}<small>{html.escape(through)}</small></th>'
        f"<td>{number(tie.number)}</td><td>{_day(tie.last)}</td></tr>"
    )


def _focus_first(tie: Tie, graph: Graph) -> tuple[Node, Node]:
    return (tie.other, tie.one) if tie.other == graph.focus else tie.ends


def _day(last: date | None) -> str:
    return day(last) if last else "·"


def _link(node: Node, graph: Graph) -> str:
    name = labels.title(graph.nodes[node]) or "—"
    return f'<a href="{html.escape(nav.href(node.kind, node.id))}">{html.escape(name)}</a>'


def is_empty(nodes: Mapping[Node, Any]) -> bool:
    return len(nodes) < 2
