"""The letters of every PDF and every chart.

The font is ours and comes along, so that Kazakh letters look the same everywhere. It has Latin,
Greek and Cyrillic; a letter of another script is an empty box, and whoever needs it takes Word.
"""

from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

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


class Counted(Canvas):
    """A canvas that completes its pages once all are there, so that each may say "2 / 7"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages: list[dict[str, Any]] = []

    def complete(self, number: int, total: int) -> None:
        """Draw what is known of a page only now."""
        raise NotImplementedError

    def showPage(self) -> None:  # noqa: N802 - the library's name
        self._pages.append(dict(self.__dict__))
        getattr(self, "_startPage")()  # noqa: B009 - its types do not know it

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self.complete(number, len(self._pages))
            super().showPage()
        super().save()
