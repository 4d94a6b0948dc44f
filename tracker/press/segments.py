"""Which parts of a sentence are told apart as wishes, once each part is weighed.

A sentence is read as wishes with other words between them, in every way in which the parts fit side
by side; a part is as likely as the readings that hold it (a semi-Markov field). Of two parts that
mean nearly the same words each speaks for the other, so that where exactly a wish begins need not
be certain for it to be found.
"""

import math
from collections.abc import Callable, Sequence

Part = tuple[int, int]  # tokens

_MOST = 25.0  # more than this says no more
_LITTLE = 0.003


def chances(length: int, parts: Sequence[Part], weights: Sequence[float]) -> list[float]:
    """How likely each part is a wish; `length` in tokens."""
    much = [math.exp(max(-_MOST, min(_MOST, each))) for each in weights]
    starting: list[list[int]] = [[] for _ in range(length + 1)]
    ending: list[list[int]] = [[] for _ in range(length + 1)]
    for at, (first, after) in enumerate(parts):
        starting[first].append(at)
        ending[after].append(at)
    before, behind = [1.0] * (length + 1), [1.0] * (length + 1)
    for place in range(1, length + 1):
        here = sum(before[parts[at][0]] * much[at] for at in ending[place])
        before[place] = before[place - 1] + here
    for place in range(length - 1, -1, -1):
        here = sum(behind[parts[at][1]] * much[at] for at in starting[place])
        behind[place] = behind[place + 1] + here
    return [
        before[first] * much[at] * behind[after] / behind[0]
        for at, (first, after) in enumerate(parts)
    ]


def chosen(
    parts: Sequence[Part],
    likely: Sequence[float],
    shares: Callable[[Part, Part], bool],
    least: float,
) -> list[Part]:
    """The parts that are likely enough together with those that share their words."""
    kept = [(each, part) for each, part in zip(likely, parts, strict=True) if each > _LITTLE]
    gains = [(sum(much for much, other in kept if shares(part, other)), part) for _, part in kept]
    found: list[Part] = []
    for gain, part in sorted(gains, key=lambda each: (-each[0], each[1])):
        if gain >= least and not meets(part, found):
            found.append(part)
    return found


def meets(part: Part, taken: Sequence[Part]) -> bool:
    return any(part[0] < after and first < part[1] for first, after in taken)
