"""What our elements are given is words and numbers: Streamlit need not look for tables in it.

To look, it loads pandas and Arrow: 75 MiB of a server's memory, for which no page has a use.
"""

from typing import Any

from streamlit.components.v2.bidi_component import serialization


def believe() -> None:
    """From now on, in the whole process."""
    module: Any = serialization  # which exports none of what it imports
    module.is_dataframe_like = _never


def _never(_value: object) -> bool:
    return False
