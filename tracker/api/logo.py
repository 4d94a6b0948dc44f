"""Where the house's own pictures are."""

from pathlib import Path

_STATIC = Path(__file__).parent / "static"

ICON = str(_STATIC / "icon.svg")
WORDMARK = str(_STATIC / "wordmark.svg")
