"""An empty page."""

import streamlit as st

from tests.benchmarks.floor import imports

imports.every()
st.empty()
