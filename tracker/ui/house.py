"""Where the house is for whoever is sent an address of ours."""

from urllib.parse import urlsplit

import streamlit as st

from tracker.settings import THIS_MACHINE, settings


def base() -> str:
    """What the administrator set, else what stands in this browser."""
    here = st.context.url or ""
    return (settings().public_url or "/".join(here.split("/")[:3])).rstrip("/")


def reaches_others() -> bool:
    """Whether that leads here from another machine, too."""
    return urlsplit(base()).hostname not in (*THIS_MACHINE, None)
