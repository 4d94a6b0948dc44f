"""Several filters of closed choices as one element: a field each, as the browser draws it.

Five boxes of Streamlit's own take longer than all the figures below them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from tracker.i18n import t
from tracker.ui import filters

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "choices.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "choices.js").read_text(encoding="utf-8")


class Choice(NamedTuple):
    """One field: its name in the address, and what there is to choose as (value, words)."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str | None
    needs_one: bool = False  # "any" makes no sense


def show(choices: Sequence[Choice], *, key: str) -> None:
    """Draw the fields. What is chosen goes into the address, where the page reads it."""
    drawn = st.components.v2.component(
        "seriktes.choices", html="<div class='choices'></div>", css=_CSS, js=_JS
    )
    offered = {each.name: {value for value, _ in each.options} for each in choices}

    def keep() -> None:
        made = (st.session_state.get(key) or {}).get("choose") or {}
        name, value = made.get("name"), made.get("value")
        if name in offered and (not value or value in offered[name]):
            filters.keep(name, value or None)

    drawn(
        key=key,
        data={
            "fields": [
                {
                    "name": each.name,
                    "label": each.label,
                    "any": None if each.needs_one else t("list.any"),
                    "chosen": each.chosen or "",
                    "options": list(each.options),
                }
                for each in choices
            ]
        },
        on_choose_change=keep,
    )
