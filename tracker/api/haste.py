"""Streamlit as fast as it can be loaded: without Plotly, for which it chooses colours at once.

That takes a tenth of the time in which a server starts. `tracker.ui.figures` loads Plotly and has
the colours chosen before there is any chart.
"""

import sys
from typing import Any


def load_streamlit() -> None:
    """To be called before anybody else loads it; after that it changes nothing."""
    modules: dict[str, Any] = sys.modules
    if "plotly" in modules:
        return
    modules["plotly"] = None  # for Python, as if it were not installed
    try:
        import streamlit  # noqa: F401
    finally:
        del modules["plotly"]
