"""What our elements are given is words and numbers: Streamlit need not look for tables in it.

To look, it loads pandas and Arrow: 75 MiB of a server's memory, for which no page has a use. Nor
need it spell each letter that is not English by six, and write everything twice.
"""

import json
from threading import local
from typing import Any

import orjson
from streamlit.components.v2.bidi_component import main
from streamlit.proto.BidiComponent_pb2 import BidiComponent


def believe() -> None:
    """From now on, in the whole process."""
    module: Any = main  # which exports nothing of what it imports
    module.json = spelling = _Spelling()
    module.serialize_mixed_data = spelling.write


class _Spelling:
    """The module `json`, which writes letters as they are, and what an element is given once."""

    def __init__(self) -> None:
        self._last = local()

    def __getattr__(self, name: str) -> Any:
        return getattr(json, name)

    def write(self, data: object, element: BidiComponent) -> None:
        element.json = text = orjson.dumps(data, _as_list, orjson.OPT_NON_STR_KEYS).decode()
        self._last.written = data, text

    def dumps(self, value: object, **how: Any) -> str:
        """Asked next for the same, to tell the element from others."""
        of, text = getattr(self._last, "written", (None, ""))
        self._last.written = None, ""
        return text if value is not None and of is value else json.dumps(value, **how)


def _as_list(value: object) -> list[object]:
    """A named tuple: what orjson asks about."""
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"a page cannot be given {type(value)}")
