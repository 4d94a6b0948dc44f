"""What our pages import, for floors that would otherwise be too light to compare with."""

import importlib

_HEAVY = (
    "pandas",
    "pyarrow",
    "plotly.graph_objects",
    "babel.dates",
    "sqlmodel",
    "alembic.command",
    "psycopg",
    "httpx",
    "xlsxwriter",
    "streamlit.elements.arrow",
    "streamlit.elements.plotly_chart",
)


def every() -> None:
    for name in _HEAVY:
        importlib.import_module(name)
