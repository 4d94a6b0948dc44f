"""The letters of every PDF and every chart.

The font is ours and comes along, so that Kazakh letters look the same everywhere. It has Latin,
Greek and Cyrillic; a letter of another script is an empty box, and whoever needs it takes Word.
"""

from functools import cache
from pathlib import Path

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "NotoSans-Regular", "NotoSans-Bold"

_FONTS = Path(__file__).parent / "fonts"


@cache
def register() -> None:
    """Let PDF know the two fonts."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, file(name)))


def file(name: str) -> Path:
    return _FONTS / f"{name}.ttf"


def colour(digits: str) -> Color:
    """A colour from six digits."""
    return HexColor(f"#{digits}")
