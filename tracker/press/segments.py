"""Which parts of a sentence are told apart as wishes, once each part is weighed.

A sentence is read as wishes with other words between them, in every way in which the parts fit side
by side; a part is as likely as the readings that hold it (a semi-Markov field). Of two parts that
mean nearly the same words each speaks for the other, so that where exactly a wish begins need not
be certain for it to be found.
"""

import math
from collections.abc import Callable, Sequence

Part = tuple[int, int]  # tokens
Likely = tuple[float, Part]
Shares = Callable[[Part, Part], bool]

_MOST = 25.0  # more than this says no more
_LITTLE = 0.003
FAINT = 0.15


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


def held(parts: Sequence[Part], likely: Sequence[float]) -> list[Likely]:
    """The parts that count at all, each with how likely it is."""
    return [(each, part) for each, part in zip(likely, parts, strict=True) if each > _LITTLE]


def chosen(kept: Sequence[Likely], shares: Shares, least: float = FAINT) -> list[Likely]:
    """Parts that do not meet, each as likely as all that share its words, the faintest left out."""
    gains = [(sum(much for much, _ in sharing(kept, part, shares)), part) for _, part in kept]
    found: list[Likely] = []
    for gain, part in sorted(gains, key=lambda each: (-each[0], each[1])):
        if gain >= least and not meets(part, [other for _, other in found]):
            found.append((gain, part))
    return found


def sharing(kept: Sequence[Likely], part: Part, shares: Shares) -> list[Likely]:
    """The parts that mean nearly the same words."""
    return [(much, other) for much, other in kept if shares(part, other)]


def meets(part: Part, taken: Sequence[Part]) -> bool:
    return any(part[0] < after and first < part[1] for first, after in taken)
