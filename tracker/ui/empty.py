"""What stands where a list has nothing to show: a sentence that says what to do next."""

import streamlit as st

from tracker.ui import help_parts


def show(sentence: str, *, icon: str, topic: str = "") -> None:
    """`topic` is the section of Help that tells more."""
    with st.container(border=True, horizontal_alignment="center", key=f"empty.{icon}"):
        st.markdown(f":gray[:material/{icon}:]", text_alignment="center")
        st.text(sentence, text_alignment="center")
        if topic:
            help_parts.how(topic)
