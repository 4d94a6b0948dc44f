"""Says who is here, and what this session remembers."""

from uuid import uuid4

import streamlit as st


@st.cache_data
def kept() -> str:
    """The same for everybody until somebody empties the cache."""
    return uuid4().hex


st.text(f"account={st.user.get('account')}")
st.text(f"remembers={st.session_state.get('seen')}")
st.session_state["seen"] = st.user.get("account")
st.download_button("file", b"content of the file", "file.txt", on_click="ignore")
st.text(f"cached={kept()}")
