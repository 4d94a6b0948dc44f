"""The outlines of the regions on a plane, for drawing.

An equal-area projection, so that a large patch of colour means a large region. North is up, y grows
downwards as on a screen.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from tracker.names import regions
from tracker.names.regions import Region

_FILE = Path(__file__).parent / "kazakhstan_regions_2022.json"
_WIDTH = 1000  # of every drawing, in its own units
_FIRST, _SECOND, _MIDDLE = radians(43), radians(53), 67.0  # Albers: two parallels, a meridian

Ring = Sequence[tuple[float, float]]


class Drawing(NamedTuple):
    """Outlines as SVG paths in a frame of 1000 units by `height`."""

    paths: dict[Region, str]
    middles: dict[Region, tuple[int, int]]  # where a number stands well
    height: int
    left: float
    top: float
    scale: float

    def at(self, north: float, east: float) -> tuple[int, int]:
        """Where a place is in the drawing."""
        return self._put(*_projected(east, north))

    def _put(self, x: float, y: float) -> tuple[int, int]:
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)


@cache
def country() -> Drawing:
    """All regions."""
    return _drawn(_shapes())


@cache
def only(region: Region) -> Drawing:
    """One region, as large as the frame."""
    return _drawn({region: _shapes()[region]})


@cache
def _shapes() -> dict[Region, list[Ring]]:
    """The rings of each region in degrees, east first."""
    known = regions.shapes()
    features = json.loads(_FILE.read_text(encoding="utf-8"))["features"]
    return {
        known[each["id"]]: [ring for polygon in each["geometry"]["coordinates"] for ring in polygon]
        for each in features
    }


def _drawn(shapes: dict[Region, list[Ring]]) -> Drawing:
    flat = {
        region: [[_projected(*point) for point in ring] for ring in rings]
        for region, rings in shapes.items()
    }
    points = [point for rings in flat.values() for ring in rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = _WIDTH / (right - left)
    empty = Drawing({}, {}, round((bottom - top) * scale), left, top, scale)
    placed = {
        region: [[empty._put(*point) for point in ring] for ring in rings]
        for region, rings in flat.items()
    }
    return empty._replace(
        paths={region: "".join(_path(ring) for ring in rings) for region, rings in placed.items()},
        middles={region: _middle(max(rings, key=_area)) for region, rings in placed.items()},
    )


def _projected(east: float, north: float) -> tuple[float, float]:
    n = (sin(_FIRST) + sin(_SECOND)) / 2
    c = cos(_FIRST) ** 2 + 2 * n * sin(_FIRST)
    away = sqrt(c - 2 * n * sin(radians(north))) / n
    turned = n * radians(east - _MIDDLE)
    return away * sin(turned), away * cos(turned)


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """Steps from point to point; those that round to nothing are left out."""
    first, *rest = _different(ring)
    if len(rest) < 3:
        return ""
    steps, (x, y) = [], first
    for to_x, to_y in rest:
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return f"M{first[0]} {first[1]}l{' '.join(steps)}z"


def _different(ring: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = None
    for point in ring:
        if point != last:
            yield point
        last = point


def _area(ring: Sequence[tuple[float, float]]) -> float:
    return abs(sum(_crossed(ring))) / 2


def _middle(ring: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The centre of gravity."""
    whole = sum(_crossed(ring)) or 1
    pairs = list(pairwise(ring))
    x = sum((a[0] + b[0]) * each for (a, b), each in zip(pairs, _crossed(ring), strict=True))
    y = sum((a[1] + b[1]) * each for (a, b), each in zip(pairs, _crossed(ring), strict=True))
    return round(x / (3 * whole)), round(y / (3 * whole))


def _crossed(ring: Sequence[tuple[float, float]]) -> list[float]:
    return [a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)]
