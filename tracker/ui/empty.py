"""What stands where a list has nothing to show: a sentence that says what to do next."""

import streamlit as st


def show(sentence: str, *, icon: str) -> None:
    with st.container(border=True, horizontal_alignment="center", key=f"empty.{icon}"):
        st.markdown(f":gray[:material/{icon}:]", text_alignment="center")
        st.text(sentence, text_alignment="center")
