"""The real server around a script that tells whom Streamlit believes to see."""

from pathlib import Path

import streamlit as st

from tracker.api import server

app = st.App(
    Path(__file__).parent / "script.py",
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.on_script_error,
    exception_handlers=server.EXCEPTION_HANDLERS,
)
