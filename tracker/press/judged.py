"""The wishes of a sentence: those that the tables find and what was learned does not doubt, and
those that only what was learned finds. An administrator's row decides over what was learned."""

from collections.abc import Iterator

from tracker.press import learned, rules, wishes
from tracker.press.learned import Seen, Weighed
from tracker.press.sentences import Sentence
from tracker.press.spoken import Cue, Spoken
from tracker.press.wishes import Wish

LONGEST = 1_000  # tokens; no sentence is longer, a list or a table is
_DOUBTED = 0.07  # less likely than this, what a table finds is none
_SURE = 0.4  # more surely than this, the kind that was learned is taken

Part = tuple[int, int]


def find(
    sentence: Sentence, spoken: Spoken, seen: Seen, before: Seen | None, after: Seen | None
) -> list[Wish]:
    if len(sentence.tokens) > LONGEST:
        return []
    return list(Judged(spoken, seen, before, after).wishes(sentence))


class Judged:
    def __init__(self, spoken: Spoken, seen: Seen, before: Seen | None, after: Seen | None) -> None:
        self._spoken, self._seen, self._beside = spoken, seen, (before, after)
        weighed = Weighed(seen, before, after)
        likely = ((weighed.of(*part), part) for part in learned.parts(seen))
        self._parts = sorted(
            (each for each in likely if each[0] >= _DOUBTED), key=lambda each: (-each[0], each[1])
        )

    def wishes(self, sentence: Sentence) -> Iterator[Wish]:
        taken: list[Part] = []
        for wish in wishes.find(sentence, self._spoken):
            settled = self._settled(wish)
            if settled is not None and not _meets((wish.first, wish.after), taken):
                taken.append((wish.first, wish.after))
                yield settled
        if any(rules.is_added("no_requests", each.rule) for each in self._spoken.every_stop):
            return
        for likely, part in self._parts:
            if likely < learned.weights().least:
                return
            if not _meets(part, taken):
                taken.append(part)
                yield self._learned(part)

    def _settled(self, wish: Wish) -> Wish | None:
        """What a table found, with the kind and direction that fit it best."""
        part = (wish.first, wish.after)
        if not any(_shares(each, part) for _, each in self._parts):
            return wish if wish.cue.is_added or wish.is_sure else None
        (kind, surely), (direction, _) = self._told(part)
        kind = self._added_kind(part) or (
            kind if surely >= _SURE and not wish.is_sure else wish.kind
        )
        direction = wish.direction if wish.cue.is_added else direction
        return Wish(kind, direction, wish.first, wish.after, wish.cue)

    def _learned(self, part: Part) -> Wish:
        (kind, _), (direction, _) = self._told(part)
        cue = Cue(part[0], part[1], direction, frozenset(), "")
        return Wish(self._added_kind(part) or kind, direction, *part, cue)

    def _told(self, part: Part) -> tuple[tuple[str, float], tuple[str, float]]:
        weights = learned.weights()
        features = learned.of_part(self._seen, *self._beside, *part)
        return learned.best(weights.kinds, features), learned.best(weights.directions, features)

    def _added_kind(self, part: Part) -> str | None:
        mine = (each for each in self._spoken.kinds if part[0] <= each.first < part[1])
        return next((each.rule.means for each in mine if rules.is_added("kinds", each.rule)), None)


def _meets(part: Part, taken: list[Part]) -> bool:
    return any(part[0] < after and first < part[1] for first, after in taken)


def _shares(one: Part, other: Part) -> bool:
    """At least a third of both."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return 3 * both >= max(one[1] - one[0], other[1] - other[0])
