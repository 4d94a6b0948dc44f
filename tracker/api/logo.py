"""The house's own pictures, as addresses that hold them: no page reads the files again."""

from base64 import b64encode
from pathlib import Path


def _held(name: str) -> str:
    picture = (Path(__file__).parent / "static" / name).read_bytes()
    return f"data:image/svg+xml;base64,{b64encode(picture).decode()}"


ICON, WORDMARK = _held("icon.svg"), _held("wordmark.svg")
