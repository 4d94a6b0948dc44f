"""Which dialog is open, and what it was opened about.

Kept in state rather than in the click, so that a test can reach inside the dialog, so that an edit
remembers the revision it started from, and so that a save sent twice carries the same key.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import streamlit as st

from tracker.errors import Stale

_KEY = "dialog"


def open(name: str, /, **about: Any) -> None:
    """Remember to draw this dialog; `about` comes back from `opened`, with a fresh `key`."""
    st.session_state[_KEY] = (name, {"key": uuid4().hex, **about})


def close() -> None:
    st.session_state.pop(_KEY, None)


def opened(name: str) -> dict[str, Any] | None:
    """What the dialog was opened about, or None when it is not open."""
    current, about = st.session_state.get(_KEY, (None, {}))
    return about if current == name else None


def revise(**about: Any) -> None:
    """Change what the open dialog is about, for example the revision it saves over."""
    name, before = st.session_state[_KEY]
    st.session_state[_KEY] = (name, {**before, **about})


@contextmanager
def pressed_again() -> Iterator[None]:
    """Of a dialog about a record that it does not itself change field by field: a colleague who was
    faster is told of once, and the next press goes on from what is stored now."""
    try:
        yield
    except Stale as late:
        revise(revision=late.theirs["revision"])
        raise


def is_mine_kept() -> bool:
    """Whether the person chose their own of two versions in the open dialog."""
    return bool(st.session_state.get(_KEY, (None, {}))[1].get("is_mine_kept"))
