"""The wishes of a sentence: what was learned finds them, and an administrator's row decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.press import learned, rules, segments
from tracker.press.learned import Seen, Weighed
from tracker.press.segments import Part
from tracker.press.spoken import Cue, Spoken

LONGEST = 1_000  # tokens; no sentence is longer, a list or a table is


@dataclass(frozen=True, slots=True)
class Wish:
    kind: str
    direction: str
    first: int
    after: int
    cue: int  # where the words that ask begin, before which stands who does


def find(spoken: Spoken, seen: Seen) -> list[Wish]:
    is_none = any(rules.is_added("no_requests", each.rule) for each in spoken.every_stop)
    if is_none or len(seen.tokens) > LONGEST:
        return []
    return list(_Judged(spoken, seen).wishes())


class _Judged:
    def __init__(self, spoken: Spoken, seen: Seen) -> None:
        self._spoken, self._seen = spoken, seen
        self._added = [each for each in spoken.cues if each.is_added]

    def wishes(self) -> Iterator[Wish]:
        parts, weighed = list(learned.parts(self._seen)), Weighed(self._seen)
        weights = [weighed.of(*part) for part in parts]
        taken: list[Part] = []
        for cue in self._added:
            around = [each for each in zip(weights, parts, strict=True) if _holds(each[1], cue)]
            part = max(around)[1] if around else (cue.first, cue.after)
            if not segments.meets(part, taken):
                taken.append(part)
        taken += [part for part in self._areas() if not segments.meets(part, taken)]
        likely = segments.chances(len(self._seen.tokens), parts, weights)
        found = segments.chosen(parts, likely, self._shares, learned.weights().least)
        taken += [part for part in found if not segments.meets(part, taken)]
        yield from (self._wish(part) for part in taken)

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

    def _wish(self, part: Part) -> Wish:
        weights, features = learned.weights(), learned.of_part(self._seen, *part)
        cue = next((each for each in self._added if _holds(part, each)), None)
        asks = (each.first for each in self._spoken.cues if part[0] <= each.first < part[1])
        kind = self._added_kind(part) or (cue and cue.otherwise)
        direction = cue and cue.direction
        return Wish(
            kind or learned.best(weights.kinds, features),
            direction or learned.best(weights.directions, features),
            *part,
            next(asks, part[0]),
        )

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
