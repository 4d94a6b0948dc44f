"""A small line of months that needs no library: it follows the colours of the page, and prints."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from tracker.i18n.formats import month, number, short_month

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "line.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "line.js").read_text(encoding="utf-8")
_SIZE = 340, 132
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 300, 12, 110
_STEP = 20  # of the scale
_APART = 8  # months between two that are named

Value = float | None
Place = tuple[float, float]


def show(days: Sequence[date], values: Sequence[Value], said: Sequence[str], alt: str) -> None:
    """Draw the values at the days, with gaps where nothing is known, and mark the last one.

    Draws nothing where nothing is known at all.
    """
    known = [value for value in values if value is not None]
    if not known:
        return
    top = max(_STEP, -(-max(known) // _STEP) * _STEP)
    places = [_place(n, value, len(values), top) for n, value in enumerate(values)]
    drawn = st.components.v2.component(
        "seriktes.line", html="<div class='line'></div>", css=_CSS, js=_JS
    )
    spots = [
        (*place, f"{month(day)}: {words}")
        for place, day, words in zip(places, days, said, strict=True)
        if place
    ]
    drawn(
        key=f"line.{alt}",
        data={
            "alt": alt,
            "size": _SIZE,
            "left": _LEFT,
            "right": _RIGHT,
            "levels": [(_height(level, top), number(level)) for level in (0, top / 2, top)],
            "months": list(_months(days)),
            "runs": _runs(places),
            "spots": spots,
            "now": (*spots[-1][:2], said[places.index(spots[-1][:2])]),
        },
    )


def _place(n: int, value: Value, count: int, top: float) -> Place | None:
    return None if value is None else (_across(n, count), _height(value, top))


def _across(n: int, count: int) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * n / max(1, count - 1), 1)


def _height(value: float, top: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1)


def _runs(places: Sequence[Place | None]) -> list[list[Place]]:
    """The stretches without a gap."""
    runs: list[list[Place]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _months(days: Sequence[date]) -> Iterator[tuple[float, str]]:
    """Every eighth month back from the last, each with its year."""
    for n in range(len(days) - 1, -1, -_APART):
        yield _across(n, len(days)), f"{short_month(days[n])} {days[n].year}"
