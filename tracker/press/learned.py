"""What was learned from labelled passages: which part of a sentence is a wish, of which kind, in
which direction. The tables say what is certain; this weighs what they leave open.

A word counts with its ideas (`rules/concepts.toml`), its letters, its form, and what the tables
say of it; where it stands counts too: in the part that is looked at, close before it, close behind
it, at its ends. `rules/weights.json` is written by `tests/press/training.py`.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

from tracker.press import alike, forms, ideas, kazakh_verbs, rules
from tracker.press.sentences import Token
from tracker.press.spoken import ANAPHORA, Spoken

_RULES = Path(__file__).parent / "rules"
_STEM = 5
_LEAST, _MOST = 2, 24  # tokens of a part that is looked at
_COMMAS = 2
_FEW = 5  # features of a word that count together with those of its neighbour
STORY = 6  # sentences; less is a passage
NEAR = 4  # tokens before and behind a part that count
_HARD = frozenset(";:–—()?!.…")
_SOFT = frozenset(',«»“”"')
_JOINTS = rules.words("joints")

Features = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """What speaks for which class: of each feature a weight a class."""

    classes: list[str]
    bias: list[float]
    weights: dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Weights:
    wish: dict[str, float]
    kinds: Table
    directions: Table
    least: float


# Weights have two places. A sum of them that is cut here is the same in whatever order a set gives
# them, so that the same text reads the same in every process.
_EXACT = 6
_used: list[Weights] = []


def use(other: Weights) -> None:
    """Others than the shipped ones, to try them."""
    _used[:] = [other]


def weights() -> Weights:
    return _used[0] if _used else shipped()


@cache
def shipped() -> Weights:
    read = json.loads(
        (_RULES / "weights.json").read_text(encoding="utf-8"), parse_float=cache(float)
    )
    kinds, directions = (Table(**read[each]) for each in ("kinds", "directions"))
    return Weights(read["wish"], kinds, directions, read["least"])


@lru_cache(maxsize=20_000)
def _of_word(language: str, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ideas and forms; and with them the beginning of the word."""
    known = (*ideas.of(language, word), *(f"~{name}" for name in forms.of(language, word)))
    broad = (*known, *alike.of(language, word))
    return broad, (*broad, f"{language}:{word[:_STEM]}")


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Four letters each: what words share that neither begin alike nor stand for one idea."""
    word = f"^{word}"
    return tuple(dict.fromkeys(word[at : at + 4] for at in range(max(1, len(word) - 3))))


class Seen:
    """A sentence, each of its tokens with what counts: `broad` in few words, `full` in many."""

    def __init__(self, spoken: Spoken) -> None:
        self.tokens, self.language = spoken.tokens, spoken.language
        self.owners = spoken.owners
        self.partners = [at for at, owner in enumerate(self.owners) if owner and not owner.is_host]
        self.hosts = [at for at, owner in enumerate(self.owners) if owner and owner.is_host]
        self.broad: list[list[str]] = []
        self.full: list[list[str]] = []
        self.pieces = [_pieces(each.folded) if each.is_word else () for each in self.tokens]
        self.meant = [
            ideas.meanings(self.language, each.folded) if each.is_word and owner is None else ()
            for each, owner in zip(self.tokens, self.owners, strict=True)
        ]
        for at, token in enumerate(self.tokens):
            broad, full = _of_token(spoken, at, token)
            self.broad.append(broad)
            self.full.append(full)
        for cue in spoken.cues:
            self._add(cue.first, f"cue-{cue.direction}")
        for kind in spoken.kinds:
            weak = "weak-" if kind.rule.note == "weak" else ""
            self._add(kind.first, f"kind-{weak}{kind.rule.means}")
        for means, found in spoken.stops.items():
            for stop in found:
                self._add(stop.first, f"stop-{means}")
        if self.language == "kk":
            for at in range(len(self.tokens)):
                if mood := kazakh_verbs.mood(self.tokens, at):
                    self._add(at, f"mood-{mood[0]}")
        self.around: list[str] = []  # what the sentences before and behind speak of
        self.borders = [self._border(at) for at in range(len(self.tokens) + 1)]

    def _border(self, at: int) -> list[str]:
        """What stands on both sides of a place between two words."""
        before = _few(self.broad[at - 1]) if at else ["."]
        behind = _few(self.broad[at]) if at < len(self.tokens) else ["."]
        return [f"{one}|{other}" for one in before for other in behind]

    def ideas(self) -> set[str]:
        said = {each for features in self.broad for each in features if each[0].isalpha()}
        return {each for each in said if not ideas.is_part(each)}

    def _add(self, at: int, feature: str) -> None:
        self.broad[at].append(feature)
        self.full[at].append(feature)


def _few(features: Features) -> list[str]:
    return [each for each in features if not alike.is_class(each)][:_FEW]


def in_order(told: Sequence[Spoken]) -> list[Seen]:
    """The sentences of one story, each with what its neighbours speak of."""
    found = [Seen(each) for each in told]
    if len(found) < STORY:
        return found
    told_of = [["."], *(sorted(each.ideas()) for each in found), ["."]]
    for at, seen in enumerate(found):
        seen.around += [f"ago={each}" for each in told_of[at]]
        seen.around += [f"next={each}" for each in told_of[at + 2]]
        seen.around.append(f"part={4 * at // len(found)}")
    return found


def _of_token(spoken: Spoken, at: int, token: Token) -> tuple[list[str], list[str]]:
    owner = spoken.owners[at]
    if owner is not None:
        whose = "host" if owner.is_host else "partner"
        is_first = at == 0 or spoken.owners[at - 1] is not owner
        return ([f"@{whose}"], [f"@{whose}"]) if is_first else ([], [])
    if spoken.named[at]:
        return ["@person"], ["@person"]
    if token.is_number:
        return ["#"], ["#"]
    if not token.is_word:
        return [token.text], [token.text]
    broad, full = _of_word(spoken.language, token.folded)
    if token.is_capital and at:
        full = broad = (*broad, "@name")
    if token.folded.startswith(ANAPHORA[spoken.language]):
        broad, full = (*broad, "@meant"), (*full, "@meant")
    return list(broad), list(full)


def parts(seen: Seen) -> Iterator[tuple[int, int]]:
    """Which parts of the sentence may be a wish: between marks, joints, names and verbs."""
    starts, ends = _edges(seen)
    for first in starts:
        commas = opened = 0
        stop = min(len(seen.tokens), first + _MOST)
        for after in range(first + 1, stop + 1):
            text = seen.tokens[after - 1].text
            commas += text == ","
            opened += (text == "«") - (text == "»")
            if text in _HARD or commas > _COMMAS or opened < 0:
                break
            is_whole = not opened and not _joins(seen.tokens[after - 1])
            if after - first >= _LEAST and after in ends and is_whole:
                yield first, after


def _edges(seen: Seen) -> tuple[list[int], set[int]]:
    starts, ends = {0}, {len(seen.tokens)}
    for at, token in enumerate(seen.tokens):
        mark = token.text in _HARD or token.text in _SOFT
        if mark:
            starts.add(at + 1)
            ends.add(at)
        elif token.folded in _JOINTS:
            ends.add(at)
            starts.update((at, at + 1))
        features = seen.broad[at]
        if any(each.startswith(("cue-", "@partner", "@host", "@meant")) for each in features):
            starts.update((at, at + 1))
            ends.update((at, at + 1))
        if not _tells(features) and at + 1 < len(seen.tokens) and _tells(seen.broad[at + 1]):
            starts.add(at + 1)
        if "say" in features or "@person" in features:
            ends.add(at)
            starts.add(at + 1)
    words = [at for at in sorted(starts) if at < len(seen.tokens) and _is_word(seen.tokens[at])]
    begin = [at for at in words if not _joins(seen.tokens[at])]
    return (
        [at for at in begin if not _is_partner(seen, at) and not _is_inside(seen, at)],
        {at for at in ends if at and _is_word(seen.tokens[at - 1]) and not _is_inside(seen, at)},
    )


def _tells(features: Features) -> bool:
    """Whether more is known of a word than which part it may play."""
    return not all(ideas.is_part(each) or alike.is_class(each) for each in features)


def _is_partner(seen: Seen, at: int) -> bool:
    """Who asks is no part of what is asked."""
    owner = seen.owners[at]
    return owner is not None and not owner.is_host and not owner.is_group


def _is_inside(seen: Seen, at: int) -> bool:
    """Between two words of one name."""
    is_between = 0 < at < len(seen.tokens)
    return is_between and seen.owners[at] is not None and seen.owners[at] is seen.owners[at - 1]


_AND = rules.words("conjunctions")


def _joins(token: Token) -> bool:
    """Holds two parts together and belongs to neither."""
    return token.folded in _AND


def goes_on(token: Token) -> bool:
    """Stands inside one part: neither a mark nor a conjunction."""
    return (_is_word(token) or token.text in "«»“”") and not _joins(token)


def _is_word(token: Token) -> bool:
    return token.is_word or token.is_number


def of_sentence(seen: Seen) -> list[str]:
    """What counts of the whole sentence."""
    said = {each for features in seen.broad for each in features}
    found = [f"sentence={each}" for each in sorted(said) if each.startswith(_TELLING)]
    is_speech = bool(seen.tokens) and seen.tokens[0].text in _SPEECH
    says = "speech" if is_speech else "told"
    return [*found, *seen.around, f"is={seen.language}", f"is={says}"]


_TELLING = ("cue", "stop", "@")
_SPEECH = frozenset('«“"–—')


def shape(seen: Seen, first: int, stop: int) -> list[str]:
    """What counts of a part whatever its words are."""
    language, size = seen.language, min(12, (stop - first) // 2)
    letters = min(12, (seen.tokens[stop - 1].end - seen.tokens[first].start) // 12)
    begins, ends = first == 0, stop >= len(seen.tokens) - 1
    return [
        *(f"long={size}", f"long={language}{size}", f"letters={letters}"),
        *(f"who={_who(seen, first, stop)}", f"whole={begins}{ends}"),
    ]


def _who(seen: Seen, first: int, stop: int) -> str:
    """Who stands before the part, in it, after it: a partner, else the host."""
    partners, hosts = seen.partners, seen.hosts
    before = "p" if partners and partners[0] < first else "h" if hosts and hosts[0] < first else ""
    inside = "p" if any(first <= at < stop for at in partners) else ""
    behind = "p" if partners and partners[-1] >= stop else ""
    return f"{before}-{inside}-{behind}"


def of_part(seen: Seen, first: int, stop: int) -> set[str]:
    """What tells the kind and the direction: all of the part itself and of what stands close to it,
    ideas of the sentence."""
    near = (*range(max(0, first - NEAR), first), *range(stop, min(len(seen.tokens), stop + NEAR)))
    found = {f"near={each}" for at in near for each in seen.full[at]}
    found |= {f"near=*{each}" for at in near for each in seen.meant[at]}
    found |= {f"in={each}" for at in range(first, stop) for each in seen.full[at]}
    found |= {f"all={each}" for features in seen.broad for each in features}
    found |= {f"first={each}" for each in seen.full[first]}
    found |= {f"last={each}" for each in seen.full[stop - 1]}
    found |= {f"with={each}" for each in _deeds(seen, first, stop)}
    found |= {f"all=*{each}" for meant in seen.meant for each in meant}
    found |= _meant(seen, first, stop)
    return found | {f"has={each}" for at in range(first, stop) for each in seen.pieces[at]}


def _deeds(seen: Seen, first: int, stop: int) -> Iterator[str]:
    """What is done with what: to give an instrument is another wish than to use it."""
    said = {each for at in range(first, stop) for each in seen.full[at]}
    things = sorted(each for each in said if each.startswith("what-"))
    for deed in sorted(each for each in said if each.startswith("deed-")):
        yield from (f"{deed}|{thing}" for thing in things)


def _meant(seen: Seen, first: int, stop: int) -> set[str]:
    """What the words mean, alone and with the parts that all of them play: to build a furnace and
    to test one are different wishes."""
    meant = {each for at in range(first, stop) for each in seen.meant[at]}
    played = {each for at in range(first, stop) for each in seen.full[at] if ideas.is_part(each)}
    pairs = {f"{part}|*{each}" for part in played for each in meant}
    return {f"in=*{each}" for each in meant} | pairs


class Weighed:
    """A sentence whose parts can be weighed at once: what stands where is summed beforehand."""

    def __init__(self, seen: Seen) -> None:
        self._seen, self._wish = seen, weights().wish
        has = self._summed("has", seen.pieces)
        inside = self._summed("in", seen.full)
        self._inside = [one + other for one, other in zip(inside, has, strict=True)]
        self._before = self._summed("before", seen.broad)
        self._behind = self._summed("behind", seen.broad)
        self._first, self._last = self._each("first", seen.full), self._each("last", seen.full)
        self._left, self._right = self._each("left", seen.broad), self._each("right", seen.broad)
        self._opens, self._closes = (self._each(each, seen.borders) for each in ("opens", "closes"))
        self._pairs = self._summed("pair", seen.borders)
        self._always = self._wish.get("bias", 0.0) + self._sum(of_sentence(seen))

    def of(self, first: int, after: int) -> float:
        """How much speaks for this part."""
        last = len(self._seen.tokens)
        total = self._inside[after] - self._inside[first]
        total += self._before[first] - self._before[max(0, first - NEAR)]
        total += self._behind[min(last, after + NEAR)] - self._behind[after]
        total += self._first[first] + self._last[after - 1]
        total += (
            self._opens[first] + self._closes[after] + self._pairs[after] - self._pairs[first + 1]
        )
        total += self._left[first - 1] if first else 0.0
        total += self._right[after] if after < last else 0.0
        total += self._sum(shape(self._seen, first, after)) + self._always
        return round(total, _EXACT)

    def _each(self, zone: str, tokens: Sequence[Features]) -> list[float]:
        return [self._sum(f"{zone}={each}" for each in features) for features in tokens]

    def _summed(self, zone: str, tokens: Sequence[Features]) -> list[float]:
        return [0.0, *accumulate(self._each(zone, tokens))]

    def _sum(self, features: Iterable[str]) -> float:
        return sum(self._wish.get(each, 0.0) for each in features)


def chances(table: Table, features: Iterable[str]) -> list[float]:
    """How likely each class is."""
    sums = list(table.bias)
    for each in features:
        for at, weight in enumerate(table.weights.get(each, ())):
            sums[at] += weight
    most = max(sums)
    much = [math.exp(round(each - most, _EXACT)) for each in sums]
    return [each / sum(much) for each in much]
