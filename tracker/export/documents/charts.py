"""Charts on paper: bars as a picture in the density of print, in our own letters.

Drawn by Pillow, which is there anyway: bars are rectangles and need no library of charts. Colours
are those of the screens.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from tracker.export import lettering, papers
from tracker.export.cells import fitting

WIDTH = 177.0  # millimetres, from margin to margin
BLUE, GREEN, GRAY, AMBER = "#3b82c4", "#1a9a76", "#9aa3ad", "#d99a1c"
SKY, VIOLET = "#79b8e3", "#8b6fb8"

_DOT = 11.8  # in a millimetre: 300 in an inch
_LETTER = round(2.9 * _DOT)  # size of the letters: some 8 points
_BAR, _GAP = round(5.0 * _DOT), round(2.4 * _DOT)
_LABELS = 0.36  # of the width, at most
_HIGH = round(42 * _DOT)  # of bars that stand
_LIGHT = 140  # from which a colour wants dark letters on it


class Series(NamedTuple):
    """One colour of a chart: a number for each label."""

    name: str
    colour: str
    numbers: Sequence[int]


def lying(labels: Sequence[str], series: Sequence[Series]) -> bytes:
    """Bars from left to right, the first label on top; the series lie behind one another."""
    wide, letters = round(WIDTH * _DOT), _letters()
    names = [_short(label, wide * _LABELS, letters) for label in labels]
    left = round(max((letters.getlength(name) for name in names), default=0)) + _GAP
    legend = _rows_of(series, wide) if len(series) > 1 else []
    body = len(labels) * (_BAR + _GAP)
    picture = Image.new("RGB", (wide, body + len(legend) * 2 * _GAP + _GAP), "white")
    draw = ImageDraw.Draw(picture)
    totals = [sum(each.numbers[place] for each in series) for place in range(len(labels))]
    room = wide - left - round(letters.getlength("00 000")) - _GAP
    unit = room / max([*totals, 1])
    for place, name in enumerate(names):
        top = place * (_BAR + _GAP)
        middle = top + _BAR // 2
        draw.text((0, middle), name, fill=f"#{papers.INK}", font=letters, anchor="lm")
        at = float(left)
        for each in series:
            end = at + each.numbers[place] * unit
            if each.numbers[place]:
                draw.rectangle((at, top, max(at, end - 2), top + _BAR), fill=each.colour)
                _number(draw, str(each.numbers[place]), (at, end), middle, each.colour)
            at = end
        total = str(totals[place])
        draw.text((at + 8, middle), total, fill=f"#{papers.INK}", font=_letters(True), anchor="lm")
    _legend(draw, legend, body + _GAP)
    return _png(picture)


def standing(labels: Sequence[str], numbers: Sequence[int]) -> bytes:
    """Bars side by side, such as months; a label may have two lines."""
    wide, letters = round(WIDTH * _DOT), _letters()
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    high = _HIGH + 2 * _LETTER
    picture = Image.new("RGB", (wide, high + round(lines * 1.3 * _LETTER) + _GAP), "white")
    draw = ImageDraw.Draw(picture)
    step = wide / max(1, len(labels))
    unit = _HIGH / max([*numbers, 1])
    widest = max((letters.getlength(part) for part in "\n".join(labels).split("\n")), default=1)
    every = max(1, round(widest * 1.2 / step))  # label in so many
    for place, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        middle, top = (place + 0.5) * step, high - number * unit
        draw.rectangle((middle - step * 0.35, top, middle + step * 0.35, high), fill=BLUE)
        if number and len(labels) <= 31:
            above = middle, top - 6
            draw.text(above, str(number), fill=f"#{papers.INK}", font=letters, anchor="ms")
        for line, part in enumerate(label.split("\n") if place % every == 0 else ()):
            below = middle, high + (line + 1) * 1.25 * _LETTER
            draw.text(below, fitting(part), fill=f"#{papers.SOFT}", font=letters, anchor="ms")
    draw.line((0, high, wide, high), fill=f"#{papers.LINE}", width=3)
    return _png(picture)


@cache
def _letters(is_bold: bool = False) -> ImageFont.FreeTypeFont:
    name = lettering.BOLD if is_bold else lettering.PLAIN
    return ImageFont.truetype(str(lettering.file(name)), _LETTER)


def _short(text: str, room: float, letters: ImageFont.FreeTypeFont) -> str:
    """What of a label finds room."""
    shown = " ".join(fitting(text).split())
    if letters.getlength(shown) <= room:
        return shown
    while shown and letters.getlength(f"{shown}…") > room:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def _number(
    draw: ImageDraw.ImageDraw, text: str, part: tuple[float, float], middle: int, colour: str
) -> None:
    """A number in its part of a bar, where it finds room."""
    begin, end = part
    if _letters().getlength(text) + 10 < end - begin:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        is_light = (299 * red + 587 * green + 114 * blue) / 1000 > _LIGHT
        ink = f"#{papers.INK}" if is_light else "white"
        draw.text(((begin + end) / 2, middle), text, fill=ink, font=_letters(), anchor="mm")


_Entry = tuple[float, str, str]  # where it begins, its colour, its words


def _rows_of(series: Sequence[Series], wide: int) -> list[list[_Entry]]:
    """The legend, on as many lines as it needs."""
    rows: list[list[_Entry]] = [[]]
    at = 0.0
    for each in series:
        width = 2 * _LETTER + _letters().getlength(each.name) + _GAP
        if rows[-1] and at + width > wide:
            rows.append([])
            at = 0.0
        rows[-1].append((at, each.colour, each.name))
        at += width
    return rows


def _legend(draw: ImageDraw.ImageDraw, rows: list[list[_Entry]], top: int) -> None:
    for line, row in enumerate(rows):
        middle = top + line * 2 * _GAP + _LETTER // 2
        for at, colour, name in row:
            box = (at, middle - _LETTER // 2, at + _LETTER, middle + _LETTER // 2)
            draw.rectangle(box, fill=colour)
            where = (at + 1.4 * _LETTER, middle)
            draw.text(where, name, fill=f"#{papers.SOFT}", font=_letters(), anchor="lm")


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    # A few colours and their shades: a quarter of the bytes, and nothing to be seen.
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()
