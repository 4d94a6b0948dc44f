"""What was done last, in words, and beside it the button that takes it back."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from tracker.i18n import t
from tracker.i18n.plain import plain


def show(
    said: str, *, place: str, button: str, undo: Callable[..., None], args: tuple[Any, ...]
) -> None:
    """Draw it; `place` and `button` are the keys of the frame and of the button."""
    with st.container(horizontal=True, vertical_alignment="center", border=True, key=place):
        st.markdown(f":material/check_circle: {plain(said)}", width="stretch")
        st.button(t("take_back.do"), key=button, icon=":material/undo:", on_click=undo, args=args)
