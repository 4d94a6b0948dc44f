"""What people wrote at length: its lines and paragraphs kept, shown as text whatever it says."""

import html

import streamlit as st


def show(text: str) -> None:
    st.html(f'<div class="seriktes-prose">{html.escape(text)}</div>')
