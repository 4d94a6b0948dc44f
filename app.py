"""The server. `tracker serve` runs it; so does `streamlit run app.py`, or any ASGI server."""

import streamlit as st

from tracker.api import server

# `streamlit run` looks for these very words.
app = st.App(
    server.FRAME,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.on_script_error,
    exception_handlers=server.EXCEPTION_HANDLERS,
)
