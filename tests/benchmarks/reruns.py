"""How long reruns took, and what is wanted of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from threading import Lock

from tests.benchmarks.pages import Opened, Rerun, Typed

WANTED = 0.300  # seconds in which 95 of 100 reruns are to be over


class Reruns:
    """The seconds of reruns by their kind, as many open pages tell them at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, kind: str, seconds: float) -> None:
        with self._lock:
            self.seconds[kind].append(seconds)

    @property
    def all(self) -> list[float]:
        return list(chain.from_iterable(self.seconds.values()))


class Timed(Opened):
    """An open page that tells of each rerun; `kind` says what the next ones are."""

    def __init__(self, url: str, told: Reruns, *, cookie: str = "", page: str = "") -> None:
        super().__init__(url, cookie=cookie, page=page)
        self._told, self.kind = told, ""

    def rerun(self, values: Typed | None = None, *, fragment: str = "") -> Rerun:
        took = super().rerun(values, fragment=fragment)
        if self.kind:
            self._told.add(self.kind, took.seconds)
        return took


def at(seconds: Sequence[float], part: float) -> float:
    """What so large a part of them stays below; nothing when there are none."""
    ordered = sorted(seconds) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def table(title: str, kinds: Mapping[str, Sequence[float]], *, together: bool = True) -> list[str]:
    """The lines of a table of times, and of all together where that says something."""
    lines = [f"| {title} | times | p50 ms | p95 ms | max ms |", "|---|--:|--:|--:|--:|"]
    everything = {"all": list(chain.from_iterable(kinds.values()))} if together else {}
    for name, took in {**kinds, **everything}.items():
        figures = " | ".join(f"{at(took, part) * 1e3:.0f}" for part in (0.5, 0.95, 1))
        lines.append(f"| {name} | {len(took)} | {figures} |")
    return [*lines, ""]


def verdict(seconds: Sequence[float]) -> str:
    """Whether they are as quick as is wanted."""
    p95 = at(seconds, 0.95)
    word = "met" if p95 <= WANTED else "missed"
    return f"p95 of a rerun {p95 * 1e3:.0f} ms, wanted ≤ {WANTED * 1e3:.0f}: {word}."
