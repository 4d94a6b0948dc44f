"""Who has how much, and how much of it is late; pressing a name narrows the list below."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from tracker.domain.follow_ups import OwnerCount
from tracker.i18n import t
from tracker.ui import filters

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "tally.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "tally.js").read_text(encoding="utf-8")


def show(counts: Sequence[OwnerCount], *, key: str, chosen: int | None, sets: str) -> None:
    """Draw a line for each colleague. `sets` is the filter that a pressed line sets or frees."""
    drawn = st.components.v2.component(
        "seriktes.tally", html="<div class='tally'></div>", css=_CSS, js=_JS
    )

    def choose() -> None:
        pressed = (st.session_state.get(key) or {}).get("choose")
        if pressed in {count.owner_id for count in counts}:
            filters.choose(sets, None if pressed == chosen else str(pressed))

    drawn(
        key=key,
        data={
            "caption": t("follow_ups.by_owner"),
            "chosen": chosen,
            "lines": [
                {
                    "id": count.owner_id,
                    "name": count.owner,
                    "all": count.open,
                    "late": count.overdue,
                    "said": t("follow_ups.counts", open=count.open, overdue=count.overdue),
                }
                for count in counts
            ],
        },
        on_choose_change=choose,
    )
