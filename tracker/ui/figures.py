"""A figure that Plotly draws as it is, again and again.

Plotly would look through every piece of it, which takes most of the time of drawing; a test does
that with each of our charts.
"""

from functools import cache
from typing import Any

from plotly.basedatatypes import BaseFigure
from plotly.graph_objects import Figure
from streamlit.elements.lib.streamlit_plotly_theme import configure_streamlit_plotly_theme

configure_streamlit_plotly_theme()  # which Streamlit does itself, but for a server that had no time


class Checked(BaseFigure):  # type: ignore[misc]
    """Stands for its figure wherever one is drawn. Nobody may change what `to_dict` gives."""

    def __init__(self, figure: dict[str, Any]) -> None:
        # Not that of the parent, which would look through everything.
        layout = {**figure["layout"], "template": _template()}
        self.__dict__["_checked"] = {**figure, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        checked: dict[str, Any] = self.__dict__["_checked"]
        return checked


@cache
def _template() -> Any:
    """What Plotly adds to every figure: Streamlit's page sets its colours there."""
    return Figure().to_dict()["layout"]["template"]
