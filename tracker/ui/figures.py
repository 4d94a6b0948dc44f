"""A figure that Plotly has looked through once, and that is drawn again and again.

Looking through takes most of the time of drawing, and what a figure holds does not change.
"""

from typing import Any

from plotly.basedatatypes import BaseFigure
from plotly.graph_objects import Figure
from streamlit.elements.lib.streamlit_plotly_theme import configure_streamlit_plotly_theme

configure_streamlit_plotly_theme()  # which Streamlit does itself, but for a server that had no time


class Checked(BaseFigure):  # type: ignore[misc]
    """Stands for its figure wherever one is drawn. Nobody may change what `to_dict` gives."""

    def __init__(self, figure: dict[str, Any]) -> None:
        # Not that of the parent, which would look through everything anew.
        self.__dict__["_checked"] = Figure(figure).to_dict()

    def to_dict(self) -> dict[str, Any]:
        checked: dict[str, Any] = self.__dict__["_checked"]
        return checked
