"""Where the nodes of a network stand: near to whom they are tied to, apart from all others.

Worked out here and not in the browser, so that the same network is the same picture every time, on
every screen, and all of it is in view.
"""

import math
from functools import lru_cache

import numpy as np

_ROUNDS = 120
_GOLDEN = math.pi * (3 - math.sqrt(5))  # an angle at which points of a spiral never meet
_PULL = 0.05  # to the middle, for what is tied to nothing else


@lru_cache(maxsize=64)
def places(number: int, ties: tuple[tuple[int, int, float], ...]) -> list[tuple[float, float]]:
    """A place for each of so many nodes; ties are two of them and a strength from 0 to 1.

    Springs between those that are tied, repulsion between all (Fruchterman and Reingold), from a
    spiral in which the first node is in the middle.
    """
    count = np.arange(number, dtype=np.float32)
    radius, angle = np.sqrt((count + 0.5) / max(1, number)), count * _GOLDEN
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    springs = np.zeros((number, number), dtype=np.float32)
    for one, other, strength in ties:
        springs[one, other] = springs[other, one] = 0.6 + strength
    apart = 1.6 / math.sqrt(max(1, number))
    for left in range(_ROUNDS, 0, -1):
        right, up = x[:, None] - x, y[:, None] - y
        square = np.maximum(right * right + up * up, 1e-4)
        push = apart**2 / square - springs * np.sqrt(square) / apart
        moved_x = np.einsum("ij,ij->i", right, push) - _PULL * number * x
        moved_y = np.einsum("ij,ij->i", up, push) - _PULL * number * y
        length = np.maximum(np.hypot(moved_x, moved_y), 1e-9)
        stride = np.minimum(length, 0.12 * left / _ROUNDS) / length
        x, y = x + moved_x * stride, y + moved_y * stride
    return [(round(float(one), 3), round(float(other), 3)) for one, other in zip(x, y, strict=True)]
