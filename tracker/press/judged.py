"""The wishes of a sentence: what was learned finds them, and an administrator's row decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.press import learned, rules, segments
from tracker.press.learned import Seen, Table, Weighed
from tracker.press.segments import Part
from tracker.press.spoken import Cue, Spoken

_FAINTEST = 0.05  # how likely a part must be to be compared with others
LONGEST = 1_000  # tokens; no sentence is longer, a list or a table is


@dataclass(frozen=True, slots=True)
class Wish:
    kind: str
    direction: str
    first: int
    after: int
    cue: int  # where the words that ask begin, before which stands who does


@dataclass(frozen=True, slots=True)
class Maybe:
    """What may be a wish: how likely it is one, how certain its kind, and the next kind."""

    wish: Wish
    gain: float
    certain: float
    second: float
    is_sure: bool = False  # said by a row, not by what was learned


def find(spoken: Spoken, seen: Seen) -> list[Wish]:
    """The wishes of a sentence by itself."""
    found = candidates(spoken, seen, segments.FAINT)
    least = learned.weights().least
    return [each.wish for each in found if each.is_sure or each.gain * each.certain >= least]


def candidates(spoken: Spoken, seen: Seen, least: float = _FAINTEST) -> list[Maybe]:
    is_none = any(rules.is_added("no_requests", each.rule) for each in spoken.every_stop)
    if is_none or len(seen.tokens) > LONGEST:
        return []
    return list(_Judged(spoken, seen).candidates(least))


class _Judged:
    def __init__(self, spoken: Spoken, seen: Seen) -> None:
        self._spoken, self._seen = spoken, seen
        self._added = [each for each in spoken.cues if each.is_added]
        self._kept: list[tuple[float, Part]] = []
        self._known: dict[Part, set[str]] = {}

    def candidates(self, least: float) -> Iterator[Maybe]:
        parts, weighed = list(learned.parts(self._seen)), Weighed(self._seen)
        weights = [weighed.of(*part) for part in parts]
        likely = segments.chances(len(self._seen.tokens), parts, weights)
        self._kept = segments.held(parts, likely)
        sure: list[Part] = []
        for cue in self._added:
            around = [each for each in zip(weights, parts, strict=True) if _holds(each[1], cue)]
            part = max(around)[1] if around else (cue.first, cue.after)
            if not segments.meets(part, sure):
                sure.append(part)
        sure += [part for part in self._areas() if not segments.meets(part, sure)]
        yield from (Maybe(self._wish(part)[0], 1.0, 1.0, 0.0, is_sure=True) for part in sure)
        for gain, part in segments.chosen(self._kept, self._shares, least):
            if not segments.meets(part, sure):
                wish, certain, second = self._wish(part)
                yield Maybe(wish, gain, certain, second)

    def _areas(self) -> Iterator[Part]:
        """What somebody is interested in, one area after the other: a wish each, if several are."""
        found: list[Part] = []
        for cue in self._spoken.cues:
            if "list" in cue.notes and cue.direction == "need":
                found += [part for part in _items(self._seen, cue) if self._is_clear(part)]
        if len(found) > 1:
            yield from found

    def _is_clear(self, part: Part) -> bool:
        inside = [each for each in self._spoken.kinds if part[0] <= each.first < part[1]]
        return part[1] - part[0] > 1 and any(each.rule.note != "weak" for each in inside)

    def _wish(self, part: Part) -> tuple[Wish, float, float]:
        """And how certain its kind is, and the next one."""
        weights = learned.weights()
        cue = next((each for each in self._added if _holds(part, each)), None)
        asks = (each.first for each in self._spoken.cues if part[0] <= each.first < part[1])
        kind, certain, second = self._agreed(weights.kinds, part)
        direction, *_ = self._agreed(weights.directions, part)
        return (
            Wish(
                self._added_kind(part) or (cue and cue.otherwise) or kind,
                cue.direction if cue else direction,
                *part,
                next(asks, part[0]),
            ),
            certain,
            second,
        )

    def _agreed(self, table: Table, part: Part) -> tuple[str, float, float]:
        """What all parts that share these words say of them together, each as far as it is likely:
        where exactly a wish begins matters little then."""
        voices = segments.sharing(self._kept, part, self._shares) or [(1.0, part)]
        sums = [0.0] * len(table.classes)
        for much, other in voices:
            for at, each in enumerate(learned.chances(table, self._features(other))):
                sums[at] += much * each
        most, *others = sorted(range(len(sums)), key=lambda at: -sums[at])
        total = sum(much for much, _ in voices)
        second = sums[others[0]] / total if others else 0.0
        return table.classes[most], sums[most] / total, second

    def _features(self, part: Part) -> set[str]:
        if part not in self._known:
            self._known[part] = learned.of_part(self._seen, *part)
        return self._known[part]

    def _added_kind(self, part: Part) -> str | None:
        mine = (each for each in self._spoken.kinds if part[0] <= each.first < part[1])
        return next((each.rule.means for each in mine if rules.is_added("kinds", each.rule)), None)

    def _shares(self, one: Part, other: Part) -> bool:
        """At least half of the letters of both."""
        tokens = self._seen.tokens
        (start, end), (first, last) = (
            (tokens[part[0]].start, tokens[part[1] - 1].end) for part in (one, other)
        )
        both = min(end, last) - max(start, first)
        return 2 * both >= max(end - start, last - first)


def _items(seen: Seen, cue: Cue) -> Iterator[Part]:
    """What stands between commas and conjunctions: after the words, in Kazakh before them."""
    first, last = (0, cue.first) if seen.language == "kk" else (cue.first, len(seen.tokens))
    start = first
    for at in range(first, last + 1):
        if at == last or not learned.goes_on(seen.tokens[at]):
            if at > start:
                yield start, at
            start = at + 1


def _holds(part: Part, cue: Cue) -> bool:
    return part[0] <= cue.first and cue.after <= part[1]
