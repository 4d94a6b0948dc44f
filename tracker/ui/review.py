"""The article beside the cards of what it proposes, and a saved article with its evidence."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from tracker.ui import nav

_ASSETS = Path(__file__).parent / "assets"
_MARKS_CSS, _REVIEW_CSS, _MARKS, _REVIEW, _CARDS, _EVIDENCE = (
    (_ASSETS / name).read_text(encoding="utf-8")
    for name in (
        *("marks.css", "review.css", "marks.js", "review.js", "review_cards.js"),
        "evidence.js",
    )
)


class Said(NamedTuple):
    """What the page says: all that is decided so far, a question, or that it is to be saved."""

    decided: Any = None
    asked: Any = None
    saves: bool = False
    at: Any = None  # when it asked or saved


class Mark(NamedTuple):
    """A place of a saved article, and the record it speaks of."""

    key: str
    topic: str
    start: int
    end: int
    label: str
    kind: str
    id: int


def show(data: dict[str, Any], *, key: str) -> Said:
    """Draw an article to be decided on; say what the reader did since."""
    # Outside of a shadow root, where no browser tells which words are selected.
    drawn = st.components.v2.component(
        "seriktes.review",
        html="<div class='reading'></div>",
        css=_MARKS_CSS + _REVIEW_CSS,
        js=_MARKS + _CARDS + _REVIEW,
        isolate_styles=False,
    )
    done = drawn(
        key=key,
        data=data,
        on_decided_change=_nothing,
        on_ask_change=_nothing,
        on_save_change=_nothing,
    )
    if isinstance(done.save, dict):
        return Said(done.save.get("decided"), None, True, done.save.get("at"))
    asked = done.ask if isinstance(done.ask, dict) else {}
    return Said(done.decided, asked, False, asked.get("at"))


def evidence(
    text: str, marks: Sequence[Mark], topics: Sequence[tuple[str, str]], *, key: str, at: str = ""
) -> None:
    """Draw a saved article; a pressed mark opens its record. `at`: the key of a mark to look at."""
    drawn = st.components.v2.component(
        "seriktes.evidence",
        html="<div class='evidence'></div>",
        css=_MARKS_CSS,
        js=_MARKS + _EVIDENCE,
        isolate_styles=False,
    )
    done = drawn(
        key=key,
        data={
            "text": text,
            "marks": [mark._asdict() for mark in marks],
            "topics": [{"name": name, "title": title} for name, title in topics],
            "at": at,
        },
        on_open_change=_nothing,
    )
    known = {(mark.kind, mark.id) for mark in marks}
    if done.open and (done.open.get("kind"), done.open.get("id")) in known:
        nav.go(done.open["kind"], done.open["id"])


def _nothing() -> None:
    """Events are read after the component has run; the callback only makes them arrive."""
