"""The wishes of a story, each compared with the others that may be one there: a faint one beside
clear ones is sooner a wish than a clear one alone in a long story.

`rules/compared.json` is written by `tests/press/comparing.py`.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tracker.press import judged, learned
from tracker.press.judged import Maybe, Wish
from tracker.press.learned import Seen
from tracker.press.spoken import Spoken

_FILE = Path(__file__).parent / "rules/compared.json"

_MOST = 300  # what is compared; time grows with the square of it

Told = Sequence[tuple[Spoken, Seen]]


_used: list[dict[str, Any]] = []


def use(other: dict[str, Any]) -> None:
    """Others than the shipped ones, to try them."""
    _used[:] = [other]


def weights() -> dict[str, Any]:
    return _used[0] if _used else shipped()


@cache
def shipped() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def find(told: Told) -> list[list[Wish]]:
    """Of each sentence its wishes; too few to compare, or too many, decide each for itself."""
    if len(told) < learned.STORY:
        return [judged.find(*each) for each in told]
    maybe = [judged.candidates(*each) for each in told]
    if sum(map(len, maybe)) > _MOST:
        return [judged.find(*each) for each in told]
    likely = iter([chance(each) for each in features(told, maybe)])
    least = weights()["least"]
    return [[each.wish for each in mine if next(likely) >= least or each.is_sure] for mine in maybe]


def chance(mine: dict[str, float]) -> float:
    known = weights()["weights"]
    total = sum(known.get(name, 0.0) * much for name, much in mine.items())
    return 1 / (1 + math.exp(-total))


def features(told: Told, maybe: Sequence[Sequence[Maybe]]) -> list[dict[str, float]]:
    """What counts of each, one sentence after the other."""
    every = [(at, each) for at, mine in enumerate(maybe) for each in mine]
    both = [each.gain * each.certain for _, each in every]
    before = sorted(range(len(every)), key=lambda at: -both[at])
    rank = {at: place for place, at in enumerate(before)}
    found = []
    for number, (at, each) in enumerate(every):
        others = [other for other in range(len(every)) if other != number]
        same = [both[other] for other in others if every[other][1].wish.kind == each.wish.kind]
        here = [every[other][1].gain for other in others if every[other][0] == at]
        near = [every[other][1].gain for other in others if abs(every[other][0] - at) == 1]
        gain = _odds(min(each.gain, 0.999))
        mine = {
            **{"bias": 1.0, "gain": gain, "certain": _odds(each.certain)},
            **{"both": math.log(both[number] + 1e-3), "second": each.second},
            "others": math.log1p(sum(both[other] for other in others)),
            "others' gain": math.log1p(sum(every[other][1].gain for other in others)),
            "best other": max((both[other] for other in others), default=0.0),
            "rank": math.log1p(rank[number]),
            **{"same kind": max(same, default=0.0), "in sentence": max(here, default=0.0)},
            **{"beside": max(near, default=0.0), "where": at / len(told)},
            **{"long story": math.log(len(told)), f"gain {told[at][1].language}": gain},
        }
        found.append(mine | _of_sentence(*told[at], each.wish))
    return found


def _of_sentence(spoken: Spoken, seen: Seen, wish: Wish) -> dict[str, float]:
    return {
        "long": math.log(wish.after - wish.first),
        "long sentence": len(seen.tokens) / 40,
        "partner": float(bool(seen.partners)),
        "host": float(bool(seen.hosts)),
        "acted": float(spoken.is_acted),
        "cues": float(min(len(spoken.cues), 2)),
        f"is {seen.language}": 1.0,
        f"direction {wish.direction}": 1.0,
        "other": float(wish.kind == "other"),
    }


def _odds(likely: float) -> float:
    return math.log(max(likely, 1e-4) / max(1 - likely, 1e-4))
