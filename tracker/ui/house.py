"""Where the house is for whoever is sent an address of ours."""

import streamlit as st

from tracker.settings import settings


def base() -> str:
    """What the administrator set, else what stands in this browser."""
    here = st.context.url or ""
    return (settings().public_url or "/".join(here.split("/")[:3])).rstrip("/")
