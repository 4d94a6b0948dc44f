"""Weights from examples: of parts of sentences (a semi-Markov field), of kinds and directions
(logistic regression). Everything is counted, nothing is drawn: the same gives the same.

What counts of a part is a sum over its words, so words that are alike are weighed once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.press import learned
from tracker.press.learned import Seen

Many = Any  # an array of numbers
Part = tuple[int, int]
Slope = Callable[[Many], Many]


@dataclass
class Sample:
    """A sentence: its parts, and how much each is a wish (all of one wish: 1)."""

    seen: Seen
    parts: list[Part]
    wanted: list[float]


class Alike:
    """Things told apart by their features only: how often each is like which, and what it has."""

    def __init__(self, things: Iterable[Sequence[str]], least: int) -> None:
        known: dict[tuple[str, ...], int] = {}
        self.like = np.array([known.setdefault(tuple(each), len(known)) for each in things])
        times = np.bincount(self.like, minlength=len(known)).tolist()
        often = Counter[str]()
        for features, many in zip(known, times, strict=True):
            for each in features:
                often[each] += many
        self.names = sorted(name for name, many in often.items() if many >= least)
        number = {name: at for at, name in enumerate(self.names)}
        cells = [
            (at, number[each])
            for at, features in enumerate(known)
            for each in features
            if each in number
        ]
        self._row, self._column = np.array(cells, dtype=int).reshape(-1, 2).T
        self._many = len(known)

    def weighed(self, weight: Many) -> Many:
        """What each thing weighs."""
        return np.bincount(self._row, weight[self._column], self._many)[self.like]

    def back(self, error: Many) -> Many:
        """What the errors of the things say of the features."""
        each = np.bincount(self.like, error, self._many)
        return np.bincount(self._column, each[self._row], len(self.names))


class Words:
    """All sentences in one row, a place behind each for what stands after its last word."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        lengths = [len(each.seen.tokens) + 1 for each in samples]
        base = np.concatenate([[0], np.cumsum(lengths)])
        self.many = int(base[-1])
        self.of = np.repeat(np.arange(len(samples)), [len(each.parts) for each in samples])
        pairs = np.array([part for each in samples for part in each.parts], dtype=int)
        start, end = base[self.of], base[self.of + 1] - 1
        self.first, self.after = pairs[:, 0] + start, pairs[:, 1] + start
        self.near = np.maximum(start, self.first - learned.NEAR)
        self.far = np.minimum(end, self.after + learned.NEAR)
        self.has_left, self.has_right = self.first > start, self.after < end

    def between(self, each: Many, first: Many, after: Many) -> Many:
        sums = np.concatenate([[0.0], np.cumsum(each)])
        return sums[after] - sums[first]

    def spread(self, error: Many, first: Many, after: Many) -> Many:
        """The error of each part on every word between."""
        change = np.bincount(first, error, self.many + 1) - np.bincount(after, error, self.many + 1)
        return np.cumsum(change)[:-1]


class Weighing:
    """All parts at once: what they weigh, and what their errors say of each weight."""

    def __init__(self, samples: Sequence[Sample], least: int = 2, pairs: int = 3) -> None:
        self._words = words = Words(samples)
        full, broad, pieces = (
            Alike(_row(samples, each), least) for each in ("full", "broad", "pieces")
        )
        borders = Alike(_borders(samples), pairs)
        told = (learned.of_sentence(each.seen) for each in samples)
        shapes = (learned.shape(each.seen, *part) for each in samples for part in each.parts)
        told_alike, shape_alike = Alike(told, least), Alike(shapes, least)
        inside = (words.first, words.after)
        self._between = [
            ("in", full, *inside),
            ("has", pieces, *inside),
            ("before", broad, words.near, words.first),
            ("behind", broad, words.after, words.far),
            ("pair", borders, words.first + 1, words.after),
        ]
        always = np.ones(len(words.first), dtype=bool)
        self._at = [
            ("first", full, words.first, always),
            ("last", full, words.after - 1, always),
            ("left", broad, words.first - 1, words.has_left),
            ("right", broad, words.after, words.has_right),
            ("opens", borders, words.first, always),
            ("closes", borders, words.after, always),
            ("", told_alike, words.of, always),
            ("", shape_alike, np.arange(len(words.first)), always),
        ]
        self._cuts = np.cumsum([len(each[1].names) for each in (*self._between, *self._at)])
        self.names = [
            f"{zone}={name}" if zone else name
            for zone, alike, *_ in (*self._between, *self._at)
            for name in alike.names
        ]

    def of(self, weight: Many) -> Many:
        each = iter(np.split(weight, self._cuts[:-1]))
        total = np.zeros(len(self._words.first))
        for _, alike, first, after in self._between:
            total += self._words.between(alike.weighed(next(each)), first, after)
        for _, alike, at, has in self._at:
            total += np.where(has, alike.weighed(next(each))[np.where(has, at, 0)], 0.0)
        return total

    def back(self, error: Many) -> Many:
        found = []
        for _, alike, first, after in self._between:
            found.append(alike.back(self._words.spread(error, first, after)))
        for _, alike, at, has in self._at:
            each = np.bincount(np.where(has, at, 0), np.where(has, error, 0.0), len(alike.like))
            found.append(alike.back(each))
        return np.concatenate(found)


def _row(samples: Sequence[Sample], what: str) -> Iterator[Sequence[str]]:
    for sample in samples:
        yield from getattr(sample.seen, what)
        yield ()


def _borders(samples: Sequence[Sample]) -> Iterator[Sequence[str]]:
    for sample in samples:
        yield from sample.seen.borders


class Field:
    """All sentences at once: how likely each part is, as `segments.chances` says it of one."""

    def __init__(self, lengths: Sequence[int], parts: Sequence[Sequence[Part]]) -> None:
        each = [(at, *part) for at, mine in enumerate(parts) for part in mine]
        self._of, self._first, self._after = (
            np.array(column) for column in zip(*each, strict=True)
        )
        self._many, self._long = len(parts), max(lengths)
        self._starting = [np.where(self._first == at)[0] for at in range(self._long + 1)]
        self._ending = [np.where(self._after == at)[0] for at in range(self._long + 1)]

    def chances(self, weights: Many) -> Many:
        much = np.exp(np.clip(weights, -25, 25))
        before = np.ones((self._long + 1, self._many))
        behind = np.ones((self._long + 1, self._many))
        for place in range(1, self._long + 1):
            here = self._ending[place]
            before[place] = before[place - 1]
            reached = before[self._first[here], self._of[here]] * much[here]
            np.add.at(before[place], self._of[here], reached)
        for place in range(self._long - 1, -1, -1):
            here = self._starting[place]
            behind[place] = behind[place + 1]
            reached = behind[self._after[here], self._of[here]] * much[here]
            np.add.at(behind[place], self._of[here], reached)
        around = before[self._first, self._of] * behind[self._after, self._of]
        return around * much / behind[0, self._of]


def least(slope: Slope, start: Many, rounds: int, step: float = 0.05) -> Many:
    """Down the slope, each weight in steps of its own (Adam)."""
    weight, first, second = start, np.zeros_like(start), np.zeros_like(start)
    for turn in range(1, rounds + 1):
        down = slope(weight)
        first = 0.9 * first + 0.1 * down
        second = 0.99 * second + 0.01 * down**2
        pace = step * (1 - turn / (rounds + 1))
        weight = weight - pace * (first / (1 - 0.9**turn)) / (
            np.sqrt(second / (1 - 0.99**turn)) + 1e-8
        )
    return weight


def wishes(samples: Sequence[Sample], rounds: int = 120, decay: float = 10.0) -> dict[str, float]:
    samples = [each for each in samples if each.parts]
    weighing = Weighing(samples)
    field = Field([len(each.seen.tokens) for each in samples], [each.parts for each in samples])
    wanted = np.array([much for each in samples for much in each.wanted])

    def slope(weight: Many) -> Many:
        error = field.chances(weighing.of(weight[:-1]) + weight[-1]) - wanted
        return np.append(weighing.back(error) + decay * weight[:-1], error.sum())

    weight = least(slope, np.append(np.zeros(len(weighing.names)), -4.0), rounds)
    named = dict(zip(weighing.names, map(float, weight[:-1]), strict=True))
    return {"bias": float(weight[-1])} | named


class Rows:
    """Which row has which features: what is given for a feature comes to the rows, and back."""

    def __init__(self, rows: Sequence[Iterable[str]], least: int) -> None:
        often = Counter(name for row in rows for name in row)
        self.names = sorted(name for name, times in often.items() if times >= least)
        known = {name: at for at, name in enumerate(self.names)}
        cells = [(at, known[name]) for at, row in enumerate(rows) for name in row if name in known]
        self._row, self._column = np.array(cells, dtype=int).reshape(-1, 2).T
        self._many = len(rows)

    def times(self, weight: Many) -> Many:
        return np.bincount(self._row, weight[self._column], self._many)

    def back(self, error: Many) -> Many:
        return np.bincount(self._column, error[self._row], len(self.names))


def labels(
    samples: Sequence[tuple[set[str], str]], rounds: int = 100, decay: float = 3.0
) -> learned.Table:
    rows = Rows([features for features, _ in samples], 2)
    classes = sorted({wanted for _, wanted in samples})
    wanted = np.array([[each == wanted for each in classes] for _, wanted in samples], dtype=float)
    shape = (len(rows.names) + 1, len(classes))

    def slope(flat: Many) -> Many:
        weight = flat.reshape(shape)
        total = np.stack([rows.times(column) for column in weight[:-1].T], axis=1) + weight[-1]
        much = np.exp(total - total.max(axis=1, keepdims=True))
        error = much / much.sum(axis=1, keepdims=True) - wanted
        back = np.stack([rows.back(column) for column in error.T], axis=1)
        return np.vstack([back + decay * weight[:-1], error.sum(axis=0)]).ravel()

    weight = least(slope, np.zeros(shape).ravel(), rounds).reshape(shape)
    return learned.Table(
        classes, weight[-1].tolist(), dict(zip(rows.names, weight[:-1].tolist(), strict=True))
    )
