"""The article that somebody is reading just now: kept in the session until it is saved or dropped.

So whatever was typed and decided is there after a refused save, a rerun, and a look elsewhere.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import streamlit as st

_KEY = "press_draft"


@dataclass
class PressDraft:
    """One article on its way. `key` also makes its save happen once."""

    key: str = field(default_factory=lambda: uuid4().hex)
    given: str = ""  # as it was pasted
    address: str = ""
    published: date | None = None
    review: dict[str, Any] | None = None  # what the page begins with, once it was read
    decided: dict[str, Any] | None = None  # what the reader made of it
    said: dict[str, Any] = field(default_factory=dict)  # answers to the page's last question
    heard: Any = None  # when the page last asked or saved: what was answered is not again
    refusals: int = 0  # of saves, so that the page knows a new one


def current() -> PressDraft:
    """The article on its way; an empty one to begin with."""
    draft: PressDraft = st.session_state.setdefault(_KEY, PressDraft())
    return draft


def drop() -> None:
    """Begin with an empty one."""
    st.session_state.pop(_KEY, None)


def back() -> None:
    """Return to the text, to correct it and read it again."""
    draft = current()
    again = PressDraft(given=draft.given, address=draft.address, published=draft.published)
    st.session_state[_KEY] = again
