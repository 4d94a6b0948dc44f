"""A page with nothing but its title, as one begins with Streamlit."""

import streamlit as st

st.title("Empty")
