"""A small line of months that needs no library: it follows the colours of the page, and prints."""

import html
from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker.i18n import t
from tracker.i18n.formats import month, number, short_month
from tracker.ui.engagement_words import points as said

_WIDTH, _HEIGHT = 420, 130
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 30, 12, 22
_STEP = 20  # of the scale

Value = float | None


def show(days: Sequence[date], values: Sequence[Value]) -> None:
    """Draw the values at the days, the last of them marked; gaps where nothing is known."""
    known = [value for value in values if value is not None]
    if not known:
        return
    top = max(_STEP, -(-max(known) // _STEP) * _STEP)
    places = [_place(n, value, len(values), top) for n, value in enumerate(values)]
    lines = "".join(_line(some) for some in _runs(places))
    now = next(place for place in reversed(places) if place is not None)
    alt = t(
        "engagement.chart_alt",
        first=month(days[0]),
        last=month(days[-1]),
        least=said(min(known)),
        most=said(max(known)),
        now=said(values[-1]),
    )
    dots = "".join(
        f'<circle class="spot" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="7">'
        f"<title>{html.escape(f'{month(day)}: {said(value)}')}</title></circle>"
        for day, value, place in zip(days, values, places, strict=True)
        if place
    )
    st.html(
        f'<svg class="seriktes-line" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{html.escape(alt)}">{_grid(top)}{_months(days)}{lines}'
        f'<circle class="now" cx="{now[0]:.1f}" cy="{now[1]:.1f}" r="4"/>'
        f'<text class="now" x="{now[0] + 7:.1f}" y="{now[1] + 4:.1f}">{said(known[-1])}</text>'
        f"{dots}</svg>"
    )


def _place(n: int, value: Value, count: int, top: float) -> tuple[float, float] | None:
    if value is None:
        return None
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    return _LEFT + wide * n / max(1, count - 1), _TOP + high * (1 - value / top)


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _line(run: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return f'<polyline class="line" points="{path}"/>'


def _grid(top: float) -> str:
    """Three levels, with their numbers."""
    shown = []
    for level in (0, top / 2, top):
        y = _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - level / top)
        shown.append(f'<line class="level" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
        shown.append(f'<text class="scale" x="{_LEFT - 6}" y="{y + 4}">{number(level)}</text>')
    return "".join(shown)


def _months(days: Sequence[date]) -> str:
    """Every sixth month counted from the last, which is today, with its year."""
    shown = []
    for n in range(len(days) - 1, -1, -6):
        x = _LEFT + (_WIDTH - _LEFT - _RIGHT) * n / max(1, len(days) - 1)
        label = html.escape(f"{short_month(days[n])} {days[n].year}")
        shown.append(f'<text class="month" x="{x:.1f}" y="{_HEIGHT - 5}">{label}</text>')
    return "".join(shown)
